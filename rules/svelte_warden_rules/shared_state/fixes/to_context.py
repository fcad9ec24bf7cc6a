"""Turning the state of a module into context: made in the layout around all who use it, and read from there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, TypeAlias

from svelte_warden.engine.editing.names import free_name
from svelte_warden.engine.editing.occurrences import occurrences
from svelte_warden.engine.editing.specifiers import specifier
from svelte_warden.engine.findings import Fix
from svelte_warden.flow.exported_names import NameImport, name_uses
from svelte_warden.flow.moments import Phase
from svelte_warden.flow.reach.covering import covering
from svelte_warden.project.resolution import File
from svelte_warden.project.roles import Role
from svelte_warden_rules.shared_state.fixes.context_module import ContextModule, write_module
from svelte_warden_rules.shared_state.fixes.module_state import group_of, state_of
from svelte_warden_rules.shared_state.fixes.state_helpers import (
    Helpers,
    NoHelperError,
    helpers_of,
    write_calls,
    write_helper_file,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.engine.editing.draft import Draft, FileDraft
    from svelte_warden_rules.shared_state.fixes.case import Case
    from svelte_warden_rules.shared_state.fixes.module_state import Group, ModuleState

_Access: TypeAlias = Literal["created", "given", "read"]
_KINDS = frozenset(("store", "rune-state", "instance", "object", "cache", "variable"))
_SOURCE = re.compile(r"""from\s*['"](.+?)['"]""")
_UNCLEAR = "it is not clear how {} would import {}"


class _CannotProvideError(Exception):
    """The state cannot be turned into context by edits alone; the message completes "because …"."""


def to_context(case: Case) -> Fix | None:
    """Return the fix, or one that explains what is in its way; ``None`` where context would be of no use."""
    state = state_of(case) if case.write.kind in _KINDS else None
    if state is None or case.program.role(state.path) is not Role.MODULE:
        return None
    group = group_of(state)
    try:
        users, helpers = _users(case, state, group)
        return _provided(case, state, group, users, helpers) if users else None
    except _CannotProvideError as reason:
        if case.write.moment.phase is Phase.REQUEST:
            return None
        title = f"Create `{state.name}` in a component and hand it down in context; by hand, because {reason}"
        return Fix(title, "manual", ())


def _users(case: Case, state: ModuleState, group: Group) -> tuple[dict[str, list[NameImport]], Helpers]:
    """Return the imports by the components that use the state, and the functions to which they will hand it.

    Raises:
        _CannotProvideError: Somebody uses it who cannot.
    """
    if group.trouble is not None:
        raise _CannotProvideError(group.trouble)
    library = case.project.library or f"{case.project.source}/lib"
    if case.project.is_library and state.path.startswith(f"{library}/"):
        message = "other projects may import it from this library"
        raise _CannotProvideError(message)
    found: dict[str, list[NameImport]] = {}
    others: list[NameImport] = []
    for name in sorted(group.exported):
        uses = case.program.query(name_uses, (state.path, name))
        if uses.unclear:
            message = f"{case.shown(uses.unclear[0])} imports all of {case.shown(state.path)} at once"
            raise _CannotProvideError(message)
        if any(exported != name for _, exported in uses.handed_on):
            message = f"{case.shown(uses.handed_on[0][0])} exports `{name}` under another name"
            raise _CannotProvideError(message)
        for used in uses.imports:
            if case.program.role(used.path).is_component:
                found.setdefault(used.path, []).append(used)
            elif (used.path, name) not in uses.handed_on:
                others.append(used)
    try:
        helpers = helpers_of(case, others)
    except NoHelperError as reason:
        raise _CannotProvideError(str(reason)) from reason
    for path in helpers.calls:
        if case.program.role(path).is_component:
            found.setdefault(path, []).extend(_missing(case, state, path, found.get(path, []), helpers))
    for path, imports in found.items():
        _must_be_of_instance(case, path, imports)
    return found, helpers


def _missing(
    case: Case, state: ModuleState, path: str, known: list[NameImport], helpers: Helpers
) -> Iterator[NameImport]:
    """Yield what a component must have besides, to hand it over to the functions that it calls."""
    source = specifier(case.program, path, state.path)
    for name in sorted(helpers.needed_in(path) - {used.imported for used in known}):
        if source is None:
            raise _CannotProvideError(_UNCLEAR.format(case.shown(path), case.shown(state.path)))
        yield NameImport(path, free_name(name, case.outline_of(path).names()), source, name)


def _must_be_of_instance(case: Case, path: str, imports: list[NameImport]) -> None:
    outline = case.outline_of(path)
    for used in imports:
        sites = occurrences(outline, used.local)
        if any(site.script == "module" for site in sites or ()):
            message = f"the module script of {case.shown(path)} uses it"
            raise _CannotProvideError(message)


def _provided(
    case: Case, state: ModuleState, group: Group, users: dict[str, list[NameImport]], helpers: Helpers
) -> Fix:
    owner = _owner(case, users)
    draft = case.draft()
    is_handed_down = list(users) != [owner]
    module = write_module(draft.file(state.path), state, group, is_handed_down=is_handed_down)
    for path, imports in users.items():
        if not is_handed_down:
            _rewrite_user(draft.file(path), module, imports, "created")
        else:
            _rewrite_user(draft.file(path), module, imports, "given" if path == owner else "read")
        write_calls(draft.file(path), helpers, {used.imported: used.local for used in imports})
    if owner not in users:
        _provide(case, draft, owner, module)
    for path in dict.fromkeys(path for path, _ in helpers.needs):
        write_helper_file(case, draft.file(path), helpers, module)
    barrels = dict.fromkeys(path for name in sorted(group.exported) for path, _ in _handed_on(case, state, name))
    for path in barrels:
        _rewrite_barrel(draft.file(path), group, module, {state.path, *barrels})
    what = f"Turn `{state.name}` into context, created in" if is_handed_down else f"Create `{state.name}` in"
    return draft.fix(f"{what} {case.shown(owner)}", "unsafe")


def _handed_on(case: Case, state: ModuleState, name: str) -> tuple[tuple[str, str], ...]:
    return case.program.query(name_uses, (state.path, name)).handed_on


def _owner(case: Case, users: dict[str, list[NameImport]]) -> str:
    """Choose where the state is created: the innermost layout around all users, since it stays while pages change."""
    around = covering(case.program, users)
    layouts = [path for path in around if case.program.role(path) is Role.LAYOUT]
    # a component that uses the state itself may be there several times, and share it
    others = [path for path in around if path not in users or case.program.role(path) is not Role.COMPONENT]
    if not layouts and not others:
        raise _CannotProvideError(_nothing_around(case, users))
    return (layouts or others)[-1]


def _nothing_around(case: Case, users: dict[str, list[NameImport]]) -> str:
    if len(users) == 1:
        return f"no layout or page is around {case.shown(next(iter(users)))}"
    first, second, *more = sorted(users)
    others = f", {case.shown(second)} and others" if more else f" and {case.shown(second)}"
    return f"no layout or component is around {case.shown(first)}{others}"


def _rewrite_user(file: FileDraft, module: ContextModule, imports: list[NameImport], how: _Access) -> None:
    """Let a component have the state in a variable: made there, made and handed down, or read."""
    for used in imports:
        file.drop_import(used.local)
    source = imports[0].source
    if how == "read":
        value = f"{file.import_name(source, module.get)}()"
    else:
        value = f"{file.import_name(source, module.create)}()"
        value = f"{file.import_name(source, module.set)}({value})" if how == "given" else value
    file.add_at_init(f"const {module.taken_apart({used.imported: used.local for used in imports})} = {value}")


def _provide(case: Case, draft: Draft, owner: str, module: ContextModule) -> None:
    source = specifier(case.program, owner, module.path)
    if source is None:
        raise _CannotProvideError(_UNCLEAR.format(case.shown(owner), case.shown(module.path)))
    file = draft.file(owner)
    create = file.import_name(source, module.create)
    give = file.import_name(source, module.set)
    file.add_at_init(f"{give}({create}())")


def _rewrite_barrel(file: FileDraft, group: Group, module: ContextModule, sources: set[str]) -> None:
    """Let a module that exports the state of another one by its name export what takes its place."""
    first = True
    for placed in file.outline.module:
        text = placed.item.text.decode()
        source = _SOURCE.search(text)
        if not text.startswith("export") or "{" not in text or source is None:
            continue
        resolved = file.outline.program.resolve(file.outline.path, source[1])
        if not isinstance(resolved, File) or resolved.path not in sources:
            continue
        start, end = text.index("{") + 1, text.index("}")
        items = [item.strip() for item in text[start:end].split(",") if item.strip()]
        kept = [item for item in items if item not in group.exported]
        if len(kept) == len(items):
            continue
        added = [module.create, module.get, module.set] if first else []
        first = False
        file.replace(placed.offset + start, placed.offset + end, f" {', '.join([*kept, *added])} ")
