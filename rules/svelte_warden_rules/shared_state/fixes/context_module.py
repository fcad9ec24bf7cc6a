"""The module of a state that becomes context: a function that makes it, a getter and a setter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from svelte_warden.engine.editing.statements import with_comment
from svelte_warden.engine.editing.style import ended
from svelte_warden.engine.editing.versions import has_create_context
from svelte_warden.facts import model

if TYPE_CHECKING:
    from collections.abc import Mapping

    from svelte_warden.engine.editing.draft import FileDraft
    from svelte_warden.facts.code import Code
    from svelte_warden_rules.shared_state.fixes.module_state import Group, ModuleState

_EXPORT: Final = "export "
_GENERAL: Final = frozenset(("index", "store", "stores", "state", "states", "shared", "global", "globals"))
_WORDS: Final = re.compile(r"[A-Za-z0-9]+")
_MUST_BE_DECLARED: Final = ("$state", "$derived")


@dataclass(frozen=True, slots=True)
class ContextModule:
    """What a rewritten module exports.

    Attributes:
        path: The module.
        create: The function that makes the state.
        get: The function that reads it from context.
        set: The function that puts it there and returns it.
        is_whole: Whether the state is what is made; otherwise it is one property of it.
    """

    path: str
    create: str
    get: str
    set: str
    is_whole: bool

    def taken_apart(self, names: Mapping[str, str]) -> str:
        """Return the pattern that gives local names, by what they are called in the module."""
        if self.is_whole:
            return next(iter(names.values()))
        parts = [name if name == local else f"{name}: {local}" for name, local in names.items()]
        return f"{{ {', '.join(parts)} }}"


def write_module(file: FileDraft, state: ModuleState, group: Group, *, is_handed_down: bool) -> ContextModule:
    """Rewrite the module; without a getter and a setter where the state is not handed down."""
    is_whole = len(group.statements) == 1 and state.declaration.kind == "const"
    module = _named(file, state, is_whole=is_whole)
    runs = _runs(file, group)
    lines = [_maker(file, state, module) if is_whole else _factory(file, group, module, runs)]
    if is_handed_down:
        lines += _accessors(file, state, module)
    newline = file.outline.style.newline
    blank = newline if newline in lines[0] else ""
    text = f"{newline}{blank}".join((lines[0], *([newline.join(lines[1:])] if lines[1:] else [])))
    file.replace(group.statements[0].offset, runs[0].end, text)
    for run in runs[1:]:
        file.remove_statement(run.start, run.end)
    _drop_from_lists(file, group)
    return module


def _named(file: FileDraft, state: ModuleState, *, is_whole: bool) -> ContextModule:
    """Choose names that are free: after the state, or for several things after the file."""
    stem = state.path.rpartition("/")[2].partition(".")[0]
    bases = [_pascal(state.name)] if is_whole or stem.lower() in _GENERAL else [_pascal(stem), _pascal(state.name)]
    taken = file.outline.names()
    for base in (*bases, *(f"{base}Context" for base in bases)):
        names = (f"create{base}", f"get{base}", f"set{base}")
        if taken.isdisjoint(names):
            break
    else:
        names = tuple(file.free_name(name) for name in names)  # type: ignore[assignment]  # three of them
    for name in names:
        file.declare(name)
    return ContextModule(state.path, *names, is_whole)


def _pascal(name: str) -> str:
    return "".join(word[:1].upper() + word[1:] for word in _WORDS.findall(name))


def _maker(file: FileDraft, state: ModuleState, module: ContextModule) -> str:
    """Return the function that makes a state which is one expression."""
    style = file.outline.style
    declarator = state.declarator
    if declarator.init is None or state.text(declarator.init).startswith(_MUST_BE_DECLARED):
        body = _bare(state.placed)
        inner = f"{style.newline}{style.indent}"
        lines = [_indented(ended(body, style), style.indent), ended(f"return {state.name}", style)]
        return f"export function {module.create}() {{{inner}{inner.join(lines)}{style.newline}}}"
    between = state.placed.item.text[declarator.pattern.end : declarator.init.start].decode()
    annotation = between.rstrip().removesuffix("=").strip()
    result = f"(){annotation}" if annotation else "()"
    text = state.text(declarator.init)
    value = f"({text})" if isinstance(declarator.init, (model.ObjectLiteral, model.Sequence)) else text
    return ended(f"export const {module.create} = {result} => {value}", style)


@dataclass(frozen=True, slots=True)
class _Run:
    """Statements of a group with nothing else between them: where they stand, and their text within a function."""

    start: int
    end: int
    text: str


def _runs(file: FileDraft, group: Group) -> list[_Run]:
    data, style = file.outline.data, file.outline.style
    found: list[_Run] = []
    before = None
    before_end = 0
    for placed in file.outline.module:
        end = placed.offset + len(placed.item.text)
        if placed in group.statements:
            text = _indented(_bare(placed), style.indent)
            if before is not None and before in group.statements:
                last = found.pop()
                gap = data[last.end : placed.offset].decode()
                found.append(_Run(last.start, end, f"{last.text}{_deeper(gap, style.indent)}{text}"))
            else:
                start = with_comment(data, placed.offset, before_end) if found else placed.offset
                comment = data[start : placed.offset].decode()
                found.append(_Run(start, end, f"{_deeper(comment, style.indent)}{text}"))
        before, before_end = placed, end
    return found


def _deeper(text: str, indent: str) -> str:
    """Return what stands between statements one level deeper."""
    first, *further = text.split("\n")
    *between, last = further or [""]
    lines = [indent + line if line.strip() else line.strip(" \t") for line in between]
    return "\n".join([first, *lines, indent + last] if further else [first])


def _factory(file: FileDraft, group: Group, module: ContextModule, runs: list[_Run]) -> str:
    """Return the function that makes several things which belong together, and returns those that were exported."""
    style = file.outline.style
    inner = f"{style.newline}{style.indent}"
    names = sorted(group.exported, key=lambda name: _position(group, name))
    lines = [*(run.text for run in runs), ended(f"return {{ {', '.join(names)} }}", style)]
    return f"export function {module.create}() {{{inner}{inner.join(lines)}{style.newline}}}"


def _position(group: Group, name: str) -> tuple[int, str]:
    for index, placed in enumerate(group.statements):
        if name in placed.item.names:
            return index, name
    return len(group.statements), name


def _bare(placed: model.Placed[Code]) -> str:
    """Return a statement without ``export``."""
    return placed.item.text.decode().removeprefix(_EXPORT)


def _indented(text: str, indent: str) -> str:
    """Return a text whose further lines are one level deeper; one with a template literal may be text, and stays."""
    if "`" in text:
        return text
    first, *further = text.split("\n")
    return "\n".join([first, *(indent + line if line.strip() else line for line in further)])


def _accessors(file: FileDraft, state: ModuleState, module: ContextModule) -> list[str]:
    """Return the statements that declare the getter and the setter."""
    style = file.outline.style
    is_typed = file.outline.facts is not None and file.outline.facts.typescript
    made = f"ReturnType<typeof {module.create}>"
    if has_create_context(file.project):
        create_context = file.import_name("svelte", "createContext")
        generic = f"<{made}>" if is_typed else ""
        return [ended(f"export const [{module.get}, {module.set}] = {create_context}{generic}()", style)]
    get, put = file.import_name("svelte", "getContext"), file.import_name("svelte", "setContext")
    key = file.free_name(f"{state.name}Key")
    file.declare(key)
    value = module.create.removeprefix("create")
    value = value[:1].lower() + value[1:]
    parameter = f"{value}: {made}" if is_typed else value
    generic = f"<{made}>" if is_typed else ""
    return [
        ended(f"const {key} = Symbol({style.quote}{state.name}{style.quote})", style),
        ended(f"export const {module.get} = () => {get}{generic}({key})", style),
        ended(f"export const {module.set} = ({parameter}) => {put}({key}, {value})", style),
    ]


def _drop_from_lists(file: FileDraft, group: Group) -> None:
    """Take names out of ``export { … }``."""
    for placed in file.outline.module:
        for statement in placed.item.statements:
            if not isinstance(statement, model.ExportNamed) or statement.source is not None:
                continue
            kept = [item for item in statement.specifiers if item.local not in group.names]
            if len(kept) == len(statement.specifiers):
                continue
            start = placed.offset + statement.start
            end = placed.offset + len(placed.item.text)
            if not kept:
                file.remove_statement(start, end)
                continue
            text = placed.item.text
            names = ", ".join(text[item.start : item.end].decode() for item in kept)
            file.replace(start, end, ended(f"export {{ {names} }}", file.outline.style))
