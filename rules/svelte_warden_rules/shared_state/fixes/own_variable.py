"""Making a variable of a module one of the only function, or of the only component, that uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.engine.editing.occurrences import is_written, occurrences, outer_function
from svelte_warden.engine.editing.statements import insert_before
from svelte_warden.engine.editing.style import ended, indent_at, reindented
from svelte_warden.facts import model
from svelte_warden.flow.exported_names import name_uses
from svelte_warden.flow.names import free_names, names_within, within_function
from svelte_warden_rules.shared_state.fixes.blocks import function_name, has_block
from svelte_warden_rules.shared_state.fixes.module_state import state_of

if TYPE_CHECKING:
    from svelte_warden.engine.editing.site import Site
    from svelte_warden.engine.findings import Fix, Safety
    from svelte_warden_rules.shared_state.fixes.case import Case
    from svelte_warden_rules.shared_state.fixes.module_state import ModuleState

_KINDS: Final = frozenset(("variable", "object", "rune-state"))


def own_variable(case: Case) -> Fix | None:
    """Return the fix; ``None`` if the variable has several users, or is exported."""
    state = state_of(case) if case.write.kind in _KINDS else None
    if state is None or state.path != case.path or _is_used_elsewhere(case, state):
        return None
    sites = occurrences(case.outline, state.name)
    if not sites:
        return None
    if state.outline.instance and all(site.script != "module" for site in sites):
        return _into_instance(case, state)
    functions = [outer_function(site) for site in sites]
    function = functions[0]
    if function is None or any(other is not function for other in functions) or not has_block(sites[0], function):
        return None
    if any(not _is_in_body(site, function) for site in sites):
        return None
    if sites[0].script != "module" or _needs(state) & names_within(function) or not _makes_anew(case, state):
        return None
    return _into_function(case, state, sites, function)


def _is_in_body(site: Site, function: model.Function) -> bool:
    """Whether a place is within the statements of a function, rather than within its parameters."""
    position = next(index for index, node in enumerate(site.way) if node is function)
    return any(site.way[position + 1] is statement for statement in function.body)


def _is_used_elsewhere(case: Case, state: ModuleState) -> bool:
    if state.is_exported or state.is_listed:
        return True
    uses = case.program.query(name_uses, (state.path, state.name))
    return bool(uses.imports or uses.handed_on)


def _needs(state: ModuleState) -> frozenset[str]:
    return free_names(state.declarator.init) if state.declarator.init is not None else frozenset()


def _makes_anew(case: Case, state: ModuleState) -> bool:
    """Whether the declaration makes what is shared, and makes another one wherever it stands; a function may wait."""
    at, start = case.write.declared_at, state.placed.offset
    is_made_here = at is not None and at.path == state.path and start <= at.start < start + len(state.placed.item.text)
    if case.write.kind == "object" and not is_made_here:
        return False
    return not any(isinstance(node, (model.Await, model.ImportMeta)) for node in within_function(state.declaration))


def _into_function(case: Case, state: ModuleState, sites: tuple[Site, ...], function: model.Function) -> Fix:
    draft = case.draft()
    file = draft.file(case.path)
    outline = file.outline
    start, _ = sites[0].span(function.body[0])
    own = state.placed.offset
    text = reindented(state.placed.item.text.decode(), indent_at(outline.data, own), indent_at(outline.data, start))
    edit = insert_before(outline.path, outline.data, start, text, outline.style)
    file.replace(edit.start, edit.end, edit.text)
    file.remove_statement(own, own + len(state.placed.item.text))
    name = function_name(sites[0], function)
    where = f"`{name}`" if name else "the function that uses it"
    return draft.fix(f"Make `{state.name}` a variable of {where}", _safety(case, state, sites))


def _safety(case: Case, state: ModuleState, sites: tuple[Site, ...]) -> Safety:
    """Safe where nothing but the user's own data is lost: what is assigned, and not counted or collected."""
    plain = case.write.concern == "user-data" and case.write.how == "="
    if state.declaration.kind == "const":
        return "safe" if plain and isinstance(state.declarator.init, model.ObjectLiteral) else "unsafe"
    written = [site for site in sites if is_written(site)]
    is_only_assigned = all(
        isinstance(above := site.way[-2], model.Assignment) and above.operator == "=" for site in written
    )
    return "safe" if plain and is_only_assigned else "unsafe"


def _into_instance(case: Case, state: ModuleState) -> Fix:
    """Move the declaration from the module script to the one that runs for each component."""
    draft = case.draft()
    file = draft.file(case.path)
    text = state.placed.item.text.decode()
    file.remove_statement(state.placed.offset, state.placed.offset + len(text.encode()))
    file.add_at_init(ended(text, file.outline.style), _needs(state))
    return draft.fix(f"Make `{state.name}` a variable of each component", "unsafe")
