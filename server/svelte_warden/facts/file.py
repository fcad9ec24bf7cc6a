"""What one file says: the front door from bytes to facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from svelte_warden.facts.code import Code, shared_code
from svelte_warden.facts.immutable import immutable
from svelte_warden.facts.kind import Kind, kind_of_path
from svelte_warden.facts.markup import Markup, read_markup
from svelte_warden.facts.model import Attribute, Element, Fragment, Placed, Suppression
from svelte_warden.facts.parsed_statements import ParsedStatements
from svelte_warden.facts.suppression import read_suppressions
from svelte_warden.syntax.markdown import blank_markdown
from svelte_warden.syntax.script import ScriptSyntax, parse_script

if TYPE_CHECKING:
    from collections.abc import Sequence

    from svelte_warden.facts.scripts import ScriptElement

_MARKDOWN: Final = (".svx", ".md", ".mdx")
_TYPESCRIPT: Final = (".ts", ".mts", ".cts")
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


@immutable
class FileFacts:
    """What one file says, knowing no other file. All offsets are bytes from the start of the file.

    Attributes:
        kind: a component (markup with scripts) or a module (a script alone).
        typescript: whether its scripts are TypeScript.
        module: the top-level statements of a module, or of a component's module script.
        instance: the top-level statements of a component's instance script.
        markup: a component's markup.
        runes_option: what ``<svelte:options runes>`` says, ``None`` if nothing.
        suppressions: the comments that silence rules.
        has_errors: whether any markup or top-level statement is half-typed (not code within braces, read on demand).
        size: the length of the file.
        may_import_in_markup: whether ``import(`` stands anywhere in a component: cheaper than to look at all its code.
        may_render_itself: whether ``svelte:self`` does.
    """

    kind: Kind
    typescript: bool
    module: tuple[Placed[Code], ...]
    instance: tuple[Placed[Code], ...]
    markup: Fragment
    runes_option: bool | None
    suppressions: tuple[Suppression, ...]
    has_errors: bool
    size: int
    may_import_in_markup: bool = False
    may_render_itself: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class ParsedFile:
    """One version of a file: its bytes, its facts, and the syntax from which the next version is made.

    ``markup`` is ``None`` for a module; the scripts are those that ``facts`` has statements of.
    """

    data: bytes
    facts: FileFacts
    markup: Markup | None
    module: ScriptSyntax | None
    instance: ScriptSyntax | None


def facts_of(path: str, data: bytes, previous: ParsedFile | None = None) -> ParsedFile:
    """Parse a file.

    Args:
        path: its path or name; the ending decides what it is.
        data: its bytes, meant to be UTF-8; others are tolerated.
        previous: the same file as it was before. What did not change since is used again, with all that was made
            of it. The facts are equal with and without it; what changed is found by comparison.
    """
    if previous is not None and previous.data == data:
        return previous
    if kind_of_path(path) == "module":
        return _module(path, data, previous)
    return _component(blank_markdown(data) if path.endswith(_MARKDOWN) else data, data, previous)


def _module(path: str, data: bytes, previous: ParsedFile | None) -> ParsedFile:
    start = len(_BYTE_ORDER_MARK) if data.startswith(_BYTE_ORDER_MARK) else 0
    syntax = parse_script(data[start:], previous.module if previous else None)
    facts = FileFacts(
        kind="module",
        typescript=path.endswith(_TYPESCRIPT),
        module=_statements(syntax, start, previous.facts.module if previous else ()),
        instance=(),
        markup=(),
        runes_option=None,
        suppressions=read_suppressions(data),
        has_errors=syntax.has_error,
        size=len(data),
    )
    return ParsedFile(data, facts, None, syntax, None)


def _component(readable: bytes, data: bytes, previous: ParsedFile | None) -> ParsedFile:
    markup = read_markup(readable, previous.markup if previous else None)
    module = _script(markup, is_module=True)
    instance = _script(markup, is_module=False)
    module_syntax = _parse_element(markup, module, previous.module if previous else None)
    instance_syntax = _parse_element(markup, instance, previous.instance if previous else None)
    before = previous.facts if previous else None
    facts = FileFacts(
        kind="component",
        typescript=any(script.language in {"ts", "typescript"} for script in markup.scripts),
        module=_statements(module_syntax, module.start, before.module if before else ()) if module else (),
        instance=_statements(instance_syntax, instance.start, before.instance if before else ()) if instance else (),
        markup=markup.fragment,
        runes_option=_runes_option(markup.fragment),
        suppressions=read_suppressions(readable),
        has_errors=markup.has_errors
        or any(syntax is not None and syntax.has_error for syntax in (module_syntax, instance_syntax)),
        size=len(data),
        may_import_in_markup=b"import(" in readable,
        may_render_itself=b"svelte:self" in readable,
    )
    return ParsedFile(data, facts, markup, module_syntax, instance_syntax)


def _script(markup: Markup, *, is_module: bool) -> ScriptElement | None:
    return next((script for script in markup.scripts if script.is_module == is_module), None)


def _parse_element(markup: Markup, script: ScriptElement | None, previous: ScriptSyntax | None) -> ScriptSyntax | None:
    if script is None:
        return None
    data = markup.data[script.start : script.end]
    return previous if previous is not None and previous.data == data else parse_script(data, previous)


def _statements(syntax: ScriptSyntax | None, start: int, previous: Sequence[Placed[Code]]) -> tuple[Placed[Code], ...]:
    """The statements of a script that starts at ``start``; those known from before are the same objects."""
    if syntax is None:
        return ()
    known = {placed.item.text: placed.item for placed in previous}
    # after an edit there is mostly one new statement: to find its node among all costs more than to parse it
    parsed = None if syntax.has_error or previous else ParsedStatements(syntax)
    statements: list[Placed[Code]] = []
    for index, (statement_start, statement_end) in enumerate(syntax.statements):
        text = syntax.data[statement_start:statement_end]
        code = known.get(text)
        if code is None and text.startswith(b"import"):
            code = shared_code("statement", text)
        statements.append(Placed(start + statement_start, code or Code("statement", text, parsed, index)))
    return tuple(statements)


def _runes_option(fragment: Fragment) -> bool | None:
    for placed in fragment:
        element = placed.item
        if isinstance(element, Element) and element.name == "svelte:options":
            for attribute in element.attributes:
                if isinstance(attribute.item, Attribute) and attribute.item.name == "runes":
                    parts = attribute.item.parts
                    value = parts[0].item.text if parts and isinstance(parts[0], Placed) else b"true"
                    return value.strip() != b"false"
    return None
