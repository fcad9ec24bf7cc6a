"""Which components a file may render, told from its imports alone: the cheap side of the question who renders whom.

An edit that leaves the imports and the names a module's exports are made of alone changes nothing here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from svelte_warden.facts import model
from svelte_warden.facts.immutable import immutable
from svelte_warden.flow.eager import eager
from svelte_warden.flow.kinds import kind_of
from svelte_warden.project.resolution import File
from svelte_warden.project.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.facts.code import Code
    from svelte_warden.flow.program import Program

ALL: Final = "*"
_CUSTOM_ELEMENT: Final = frozenset(("customElement", "tag"))
_IMPORT: Final = re.compile(rb"import\s+(?!type\s+[\w{*])([^'\"]+?)\s*from\s*['\"]([^'\"]+)['\"]")
_REEXPORT: Final = re.compile(rb"export\s+(?!type\b)(\*(?:\s*as\s+[\w$]+)?|\{[^}]*\})\s*from\s*['\"]([^'\"]+)['\"]")
_EXPORT_LIST: Final = re.compile(rb"export\s*\{([^}]*)\}")
_DYNAMIC: Final = re.compile(rb"\bimport\s*\(\s*(?:/\*.*?\*/\s*)?['\"`]([^'\"`$]+)['\"`]")
_DECLARED: Final = re.compile(
    rb"^(?:export\s+)?(?:default\s+)?(?:async\s+)?(?:const|let|var|function\s*\*?|class|enum)\s+(?:enum\s+)?([\w$]+)"
)
_DEVELOPMENT: Final = frozenset((Role.TEST, Role.STORY, Role.CONFIG))


@immutable
class Outline:
    """The imports and exports of one file.

    Attributes:
        imports: Local name, specifier and imported name (``default``, ``*``) of each name that is imported.
        dynamic: The specifiers of ``import(…)``.
        reexports: Exported name, specifier and name there; ``*`` and ``*`` for ``export * from``.
        declared: Each exported or top-level name of a module with the names its statement mentions.
        exports: Exported name and local name.
        is_component: Whether the file is a component; its default export is itself.
        renders_itself: Whether it has a ``<svelte:self>``.
        is_custom_element: Whether it is compiled to a custom element, which any page may create.
    """

    imports: tuple[tuple[str, str, str], ...] = ()
    dynamic: tuple[str, ...] = ()
    reexports: tuple[tuple[str, str, str], ...] = ()
    declared: tuple[tuple[str, tuple[str, ...]], ...] = ()
    exports: tuple[tuple[str, str], ...] = ()
    is_component: bool = False
    renders_itself: bool = False
    is_custom_element: bool = False


@eager
def outline(program: Program, path: str) -> Outline:
    """Return the outline of a file; empty if it cannot be read."""
    facts = program.facts(path)
    if facts is None:
        return Outline()
    imports: list[tuple[str, str, str]] = []
    reexports: list[tuple[str, str, str]] = []
    exports: list[tuple[str, str]] = []
    statements: list[tuple[str, Code]] = []
    dynamic: set[str] = set()
    for piece in (*facts.module, *facts.instance):
        text = piece.item.text
        if b"import" in text:
            dynamic.update(match.decode() for match in _DYNAMIC.findall(text))
        if text.startswith(b"import"):
            imports.extend(_imported(text))
        elif text.startswith(b"export") and (match := _REEXPORT.match(text)):
            reexports.extend(_reexported(match))
        elif text.startswith(b"export") and (match := _EXPORT_LIST.match(text)):
            exports.extend((exported, local) for local, exported in _pairs(match.group(1)))
        elif facts.module or text.startswith(b"export"):
            match = _DECLARED.match(text)
            statements.append((match.group(1).decode() if match else "", piece.item))
    if facts.may_import_in_markup:
        for code in embedded_code(facts.markup):
            if b"import(" in code.text:
                dynamic.update(match.decode() for match in _DYNAMIC.findall(code.text))
    is_component = facts.kind == "component"
    return Outline(
        tuple(imports),
        tuple(sorted(dynamic)),
        tuple(reexports),
        _relevant(statements, imports) if facts.module else (),
        (*exports, *_own_exports(statements)),
        is_component,
        facts.may_render_itself and _has_self(facts.markup),
        _is_custom_element(facts.markup),
    )


def _imported(text: bytes) -> Iterator[tuple[str, str, str]]:
    match = _IMPORT.match(text)
    if match is None:
        return
    source = match.group(2).decode()
    clause = match.group(1)
    braces = clause.find(b"{")
    if braces >= 0:
        for imported, local in _pairs(clause[braces + 1 : clause.rfind(b"}")]):
            yield local, source, imported
        clause = clause[:braces]
    for part in clause.split(b","):
        name = part.strip().decode()
        if name.startswith("*"):
            yield name.split()[-1], source, ALL
        elif name:
            yield name, source, "default"


def _pairs(text: bytes) -> Iterator[tuple[str, str]]:
    """Yield the names on both sides of ``as`` of each item of a list in braces; types are left out."""
    for item in text.split(b","):
        words = item.split()
        if not words or (words[0] == b"type" and len(words) > 1 and words[1] != b"as"):
            continue
        yield words[0].decode(), words[-1].decode()


def _reexported(match: re.Match[bytes]) -> Iterator[tuple[str, str, str]]:
    clause, source = match.group(1), match.group(2).decode()
    if clause.startswith(b"*"):
        words = clause.split()
        yield (words[-1].decode() if len(words) > 1 else ALL), source, ALL
        return
    for imported, exported in _pairs(clause[1:-1]):
        yield exported, source, imported


def _own_exports(statements: list[tuple[str, Code]]) -> tuple[tuple[str, str], ...]:
    found = []
    for name, code in statements:
        if code.text.startswith(b"export default"):
            found.append(("default", name or ""))
        elif code.text.startswith(b"export"):
            found.extend((exported, name) for exported in ([name] if name else sorted(code.find_names())))
    return tuple(found)


def _relevant(
    statements: list[tuple[str, Code]], imports: list[tuple[str, str, str]]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Keep of what each statement mentions only what the module imports or declares: the rest may change freely."""
    known = {local for local, _, _ in imports} | {name for name, _ in statements if name}
    return tuple((name, tuple(sorted(code.find_names() & known - {name}))) for name, code in statements)


def embedded_code(fragment: model.Fragment) -> Iterator[Code]:
    """Yield every piece of template code of some markup."""
    for placed in fragment:
        yield from _code_of(placed.item)


def _code_of(node: object) -> Iterator[Code]:
    for name in getattr(node, "__slots__", ()):
        yield from _code_in(getattr(node, name))


def _code_in(value: object) -> Iterator[Code]:
    if isinstance(value, model.Placed):
        item = value.item
        if hasattr(item, "names") and hasattr(item, "text"):
            yield item
        else:
            yield from _code_of(item)
    elif isinstance(value, tuple):
        for part in value:
            yield from _code_in(part)


# --- what can be reached ----------------------------------------------------------------------------------------------


def reachable(program: Program, key: tuple[str, str]) -> frozenset[str]:
    """Return the components that an export of a module may be or hold: ``key`` is its path and the name, or ``*``."""
    path, name = key
    said = program.query(outline, path)
    if said.is_component and name == "default":
        return frozenset((path,))
    found: set[str] = {path} if said.is_component and name == ALL else set()
    for exported, source, imported in said.reexports:
        if name in (exported, ALL) or exported == ALL:
            found |= _imported_components(program, path, source, name if exported == ALL else imported)
    if name == ALL:
        for _, source, imported in said.imports:
            found |= _imported_components(program, path, source, imported)
        for source in said.dynamic:
            found |= _imported_components(program, path, source, ALL)
        return frozenset(found)
    for exported, local in said.exports:
        if exported == name:
            found |= _mentioned(program, path, said, local)
    return frozenset(found)


def _nothing(_key: tuple[str, str]) -> frozenset[str]:
    return frozenset()


reachable.initial = _nothing  # type: ignore[attr-defined]  # the memo's protocol for circles


def _mentioned(program: Program, path: str, said: Outline, local: str) -> set[str]:
    """Return the components that a top-level name of a module leads to."""
    declared = dict(said.declared)
    imported = {name: (source, other) for name, source, other in said.imports}
    found: set[str] = set()
    waiting, seen = [local], {local}
    while waiting:
        name = waiting.pop()
        if name in imported:
            found |= _imported_components(program, path, *imported[name])
        for other in declared.get(name, ()):
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    if said.is_component and local not in declared and local not in imported:  # a snippet in its markup
        found |= program.query(reachable, (path, ALL)) - {path}
    if any(name in seen for name in declared) and said.dynamic:
        for source in said.dynamic:
            found |= _imported_components(program, path, source, ALL)
    return found


def _imported_components(program: Program, importer: str, source: str, name: str) -> frozenset[str]:
    resolution = program.resolve(importer, source)
    if not isinstance(resolution, File):
        return frozenset()
    if name == "default" and program.query(kind_of, resolution.path) == "component":
        return frozenset((resolution.path,))
    return program.query(reachable, (resolution.path, name))


@eager
def mentions(program: Program, path: str) -> frozenset[str]:
    """Return every component that a file may render: what its imports lead to."""
    said = program.query(outline, path)
    found: set[str] = set()
    for _, source, name in said.imports:
        found |= _imported_components(program, path, source, name)
    for source in said.dynamic:
        found |= _imported_components(program, path, source, ALL)
    if not said.is_component:
        for _, source, name in said.reexports:
            found |= _imported_components(program, path, source, name)
    elif said.renders_itself:
        found.add(path)
    return frozenset(found)


def _has_self(fragment: model.Fragment) -> bool:
    for placed in fragment:
        item = placed.item
        if isinstance(item, model.Element) and item.name == "svelte:self":
            return True
        for name in ("children", "body", "fallback", "pending", "then", "catch"):
            inner = getattr(item, name, None)
            if inner and _has_self(inner):
                return True
        if isinstance(item, model.IfBlock) and any(_has_self(body) for _, body in item.branches):
            return True
    return False


def _is_custom_element(markup: model.Fragment) -> bool:
    for placed in markup:
        item = placed.item
        if isinstance(item, model.Element) and item.name == "svelte:options":
            for attribute in item.attributes:
                if isinstance(attribute.item, model.Attribute) and attribute.item.name in _CUSTOM_ELEMENT:
                    return True
    return False


def who_mentions(program: Program, _key: None) -> dict[str, tuple[str, ...]]:
    """Return, for every component, the files that may render it; tests, stories and configuration do not count."""
    found: dict[str, list[str]] = {}
    for path in program.files():
        if program.role(path) in _DEVELOPMENT:
            continue
        for component in program.query(mentions, path):
            found.setdefault(component, []).append(path)
    return {component: tuple(sorted(paths)) for component, paths in found.items()}


def mentioned_by(program: Program, path: str) -> tuple[str, ...]:
    """Return the files that may render a component."""
    return program.query(who_mentions, None).get(path, ())
