"""Keeping what belongs to a request on ``event.locals`` rather than in a variable of the process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.engine.editing.occurrences import is_written, occurrences, outer_function
from svelte_warden.engine.editing.outline import Outline, pieces
from svelte_warden.engine.editing.site import Site
from svelte_warden.facts import model
from svelte_warden.flow.exported_names import name_uses
from svelte_warden.flow.names import children
from svelte_warden.flow.server_code import is_server_code
from svelte_warden.project.roles import Role
from svelte_warden_rules.shared_state.fixes.event_access import declare_local, is_declared_local, is_handle, locals_at
from svelte_warden_rules.shared_state.fixes.module_state import state_of
from svelte_warden_rules.shared_state.fixes.per_request import replace_reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.engine.editing.draft import Draft
    from svelte_warden.engine.findings import Fix
    from svelte_warden_rules.shared_state.fixes.case import Case
    from svelte_warden_rules.shared_state.fixes.module_state import ModuleState

_GLOBALS: Final = frozenset(("globalThis", "global"))


def keep_on_locals(case: Case) -> Fix | None:
    """Return the fix; ``None`` if somebody uses the variable who has no request."""
    if case.write.kind == "global":
        return _global_on_locals(case)
    state = state_of(case) if case.write.kind == "variable" else None
    if state is None or state.declaration.kind == "const" or state.is_listed or not _begins_empty(state):
        return None
    sites = _sites(case, state)
    if not sites or not any(_is_written_in_handle(case, site) for site in sites):
        return None
    if is_declared_local(case, state.name) and not any(
        _is_given_itself(site, f"event.locals.{state.name}") for site in sites
    ):
        return None  # that is something else
    draft = case.draft()
    if not _replaced(draft, sites, state.name):
        return None
    start = state.placed.offset
    draft.file(state.path).remove_statement(start, start + len(state.placed.item.text))
    for used in case.program.query(name_uses, (state.path, state.name)).imports:
        draft.file(used.path).drop_import(used.local)
    if case.outline.facts is not None and case.outline.facts.typescript:
        declare_local(draft, case, state.name, _type_of(state))
    return draft.fix(f"Keep `{state.name}` on `event.locals`", "unsafe")


def _begins_empty(state: ModuleState) -> bool:
    match state.declarator.init:
        case None | model.Constant(kind="null") | model.Name(name="undefined"):
            return True
    return False


def _type_of(state: ModuleState) -> str:
    """Return the type that the variable is declared with."""
    pattern, init = state.declarator.pattern, state.declarator.init
    end = init.start if init is not None else len(state.placed.item.text)
    between = state.placed.item.text[pattern.end : end].decode().strip().rstrip("=;").strip()
    return between.removeprefix(":").strip() or "any"


def _sites(case: Case, state: ModuleState) -> list[Site] | None:
    """Return every reference, all in functions of the server; ``None`` if there are others."""
    uses = case.program.query(name_uses, (state.path, state.name))
    if uses.unclear or uses.handed_on:
        return None
    found: list[Site] = []
    for path, local in ((state.path, state.name), *((used.path, used.local) for used in uses.imports)):
        sites = occurrences(case.outline_of(path), local)
        if sites is None or not is_server_code(case.program, path):
            return None
        found += sites
    return found


def _is_written_in_handle(case: Case, site: Site) -> bool:
    function = outer_function(site)
    return (
        function is not None
        and is_written(site)
        and case.program.role(site.path) is Role.HOOKS_SERVER
        and is_handle(function)
    )


def _replaced(draft: Draft, sites: list[Site], name: str) -> bool:
    """Replace all references; false if one has no request."""
    for site in sites:
        file = draft.file(site.path)
        place = locals_at(file, site)
        if place is None:
            return False
        if not _is_given_itself(site, f"{place}.{name}"):
            replace_reference(file, site, f"{place}.{name}")
            continue
        file.remove_statement(*site.span(site.way[-3]))
    return True


def _is_given_itself(site: Site, target: str) -> bool:
    """Whether an assignment would change nothing any more: ``event.locals.user = event.locals.user``."""
    match site.way[-3:]:
        case (model.ExpressionStatement(), model.Assignment(operator="=", value=value), _):
            return site.text(value) == target
    return False


def _global_on_locals(case: Case) -> Fix | None:
    owner, _, name = case.write.name.rpartition(".")
    if owner not in _GLOBALS or not name.isidentifier():
        return None
    sites = list(_uses_of_global(case, name))
    if not sites or not all(is_server_code(case.program, site.path) for site in sites):
        return None
    draft = case.draft()
    if not _replaced(draft, sites, name):
        return None
    if case.outline.facts is not None and case.outline.facts.typescript:
        declare_local(draft, case, name, "any")
    return draft.fix(f"Keep `{name}` on `event.locals`", "unsafe")


def _uses_of_global(case: Case, name: str) -> Iterator[Site]:
    """Yield every ``globalThis.name`` of the project."""
    root = f"{case.project.root}/"
    for path in case.program.files():
        if not path.startswith(root):
            continue
        outline = Outline(case.program, path)
        for script, placed in pieces(outline) if outline.facts is not None else ():
            if (
                name in placed.item.names
                and not placed.item.names.isdisjoint(_GLOBALS)
                and placed.item.form != "pattern"
            ):
                for statement in placed.item.statements:
                    for way in _members(statement, (), name):
                        yield Site(outline, script, placed, way)


def _members(node: model.Node, above: tuple[model.Node, ...], name: str) -> Iterator[tuple[model.Node, ...]]:
    way = (*above, node)
    match node:
        case model.Member(object=model.Name(name=owner), property=found) if owner in _GLOBALS and found == name:
            yield way
            return
    for child in children(node):
        yield from _members(child, way, name)
