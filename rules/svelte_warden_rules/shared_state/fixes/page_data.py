"""Returning a value from ``load`` rather than keeping it in a store: every component reads it from the page's data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from svelte_warden.engine.editing.imports import written_imports
from svelte_warden.engine.editing.occurrences import is_written, occurrences, outer_function
from svelte_warden.engine.editing.statements import insert_after
from svelte_warden.engine.editing.style import ended
from svelte_warden.engine.editing.versions import has_app_state
from svelte_warden.facts import model
from svelte_warden.flow.exported_names import name_uses
from svelte_warden.flow.names import declared_names, free_names, names_within, within_function
from svelte_warden.project.roles import Role
from svelte_warden_rules.shared_state.fixes.blocks import function_name
from svelte_warden_rules.shared_state.fixes.module_state import group_of, state_of
from svelte_warden_rules.shared_state.fixes.per_request import replace_reference

if TYPE_CHECKING:
    from svelte_warden.engine.editing.draft import Draft, FileDraft
    from svelte_warden.engine.editing.site import Site
    from svelte_warden.engine.findings import Fix
    from svelte_warden.flow.exported_names import NameImport
    from svelte_warden_rules.shared_state.fixes.case import Case
    from svelte_warden_rules.shared_state.fixes.module_state import ModuleState

_LOADS: Final = frozenset((Role.UNIVERSAL_LOAD, Role.SERVER_LOAD))
_DATA: Final = "data"
_PAGE: Final = "page"


@dataclass(frozen=True, slots=True)
class _Write:
    """The one statement that writes the store: where, the value it gives, and whether ``$:`` stands before it."""

    site: Site
    statement: model.Node
    value: model.Expression


def read_page_data(case: Case) -> Fix | None:
    """Return the fix for a store that holds what ``load`` knows; ``None`` where it holds anything else."""
    state = state_of(case) if case.write.kind == "store" else None
    write = _written(case)
    if state is None or write is None or not state.is_exported or len(group_of(state).statements) > 1:
        return None
    uses = case.program.query(name_uses, (state.path, state.name))
    if uses.unclear or uses.handed_on:
        return None
    draft = case.draft()
    is_load = case.role in _LOADS
    key = _returned(case, draft, write, state) if is_load else _data_path(case, write)
    if key is None:
        return None
    for used in uses.imports:
        if not _read_instead(case, draft, used, key, write):
            return None
    if not is_load:
        draft.file(case.path).remove_statement(*write.site.span(write.statement))
    _forget_store(draft.file(state.path), state)
    what = f"Return `{state.name}` from `load`, and read" if is_load else "Read"
    return draft.fix(f"{what} `page.data.{key}` in the place of the store", "unsafe")


def _written(case: Case) -> _Write | None:
    """Return the statement of the write, if it sets the whole store and stands where it always runs."""
    site = case.site
    if site is None or site.script == "markup" or case.write.write != case.write.place:
        return None
    match site.way[-1]:
        case model.Call(callee=model.Member(property="set"), arguments=(value,)):
            pass
        case model.Assignment(operator="=", target=model.Name(), value=value):
            pass
        case _:
            return None
    above = list(site.way[:-1])
    changed: model.Node | None = above.pop() if above else None
    if not isinstance(changed, model.ExpressionStatement):
        return None
    holder = above[-1] if above else None
    if isinstance(holder, model.If) and _is_only_if_there(site, holder, value):
        changed = above.pop()
    if above and isinstance(above[-1], model.Labeled):
        changed = above.pop()
    return _Write(site, changed, value) if not above or isinstance(above[-1], model.Function) else None


def _is_only_if_there(site: Site, holder: model.If, value: model.Expression) -> bool:
    """Whether a condition keeps nothing from the store but a missing value: ``if (data.user) user.set(data.user)``."""
    return len(holder.consequent) == 1 and not holder.alternate and site.text(holder.test) == site.text(value)


# --- what the data is called ----------------------------------------------------------------------------------------


def _data_path(case: Case, write: _Write) -> str | None:
    """Return ``user.name`` for a page or layout that puts ``data.user.name`` into the store."""
    if case.role not in (Role.PAGE, Role.LAYOUT) or write.site.script != "instance":
        return None
    parts: list[str] = []
    node: model.Node = write.value
    while isinstance(node, model.Member):
        parts.insert(0, f"?.{node.property}" if node.optional else f".{node.property}")
        node = node.object
    is_data = isinstance(node, model.Name) and node.name == _DATA and _DATA in case.outline.prop_names
    return "".join(parts).lstrip("?.") if is_data and parts else None


def _returned(case: Case, draft: Draft, write: _Write, state: ModuleState) -> str | None:
    """Let the function return the value that it put into the store; return what the property is called."""
    site, file = write.site, draft.file(case.path)
    function = outer_function(site)
    if function is None or write.statement not in function.body or function_name(site, function) != "load":
        return None
    returns = [node for inner in function.body for node in within_function(inner) if isinstance(node, model.Return)]
    local = _local_name(case, site)
    if local is None or local in free_names(write.value) or len(returns) > 1 or state.name in names_within(function):
        return None
    last = returns[0] if returns else None
    if last is not None and (last is not function.body[-1] or not isinstance(last.argument, model.ObjectLiteral)):
        return None
    start, end = site.span(write.statement)
    name = write.value.name if isinstance(write.value, model.Name) else None
    if name is not None and _is_constant(function, name):
        file.remove_statement(start, end)
        entry = state.name if name == state.name else f"{state.name}: {name}"
    else:
        entry = state.name
        file.replace(start, end, ended(f"const {state.name} = {site.text(write.value)}", file.outline.style))
    return state.name if _add_to_result(file, site, function, last, entry, state.name) else None


def _local_name(case: Case, site: Site) -> str | None:
    """Return what the file calls the store."""
    names = free_names(site.way[-1])
    for written in written_imports(case.outline.module):
        for _, local in written.names:
            if local in names:
                return local
    return None


def _is_constant(function: model.Function, name: str) -> bool:
    """Whether a name of a function is declared by ``const`` and keeps its value until the end."""
    return any(
        isinstance(node, model.VariableDeclaration) and node.kind == "const" and name in declared_names(node)
        for node in function.body
    )


def _add_to_result(
    file: FileDraft, site: Site, function: model.Function, last: model.Return | None, entry: str, key: str
) -> bool:
    style = file.outline.style
    if last is None:
        start, end = site.span(function.body[-1])
        edit = insert_after(file.outline.path, file.outline.data, start, end, f"return {{ {entry} }}", style)
        file.replace(edit.start, edit.end, edit.text)
        return True
    result = last.argument
    if not isinstance(result, model.ObjectLiteral):
        return False
    if any(isinstance(item, model.Spread) or item.key == key for item in result.properties):
        return False
    start, end = site.span(result)
    if not result.properties:
        file.replace(start, end, f"{{ {entry} }}")
        return True
    last_property = result.properties[-1]
    _, at = site.span(last_property)
    line = site.text(result)
    separator = f",{style.newline}{_indent_before(file, site, last_property)}" if "\n" in line else ", "
    file.replace(at, at, f"{separator}{entry}")
    return True


def _indent_before(file: FileDraft, site: Site, node: model.Node) -> str:
    start, _ = site.span(node)
    line = file.outline.data[:start].rpartition(b"\n")[2].decode()
    return line[: len(line) - len(line.lstrip())]


# --- who reads it -----------------------------------------------------------------------------------------------------


def _read_instead(case: Case, draft: Draft, used: NameImport, key: str, write: _Write) -> bool:
    """Let a file read the page's data where it reads the store; false if it does anything else with the store."""
    outline = case.outline_of(used.path)
    sites = occurrences(outline, used.local)
    if sites is None:
        return False
    file = draft.file(used.path)
    file.drop_import(used.local)
    own = write.site.span(write.statement) if used.path == case.path else (0, 0)
    reads = [site for site in sites if not own[0] <= site.span(site.way[-1])[0] < own[1]]
    if not reads:
        return True
    if not case.program.role(used.path).is_component:
        return False
    place = None
    for site in reads:
        name = site.way[-1]
        is_read = isinstance(name, model.Name) and name.name.startswith("$") and not is_written(site)
        if not is_read or site.script == "module" or _is_bound(site):
            return False
        place = place or _data_of(case, file, frozenset().union(*(read.local_names for read in reads)))
        replace_reference(file, site, f"{place}.{key}")
    return True


def _is_bound(site: Site) -> bool:
    """Whether a reference is all of a piece of markup, as in ``bind:value={$user}``: it may be written there."""
    if site.script != "markup" or site.way[-1] is not site.piece.item.expression:
        return False
    data = site.file.data
    before = data[: site.piece.offset].rstrip(b"{\"' \t")
    return before.endswith(b"=") and before.rstrip(b"= ").rpartition(b" ")[2].startswith(b"bind:")


def _data_of(case: Case, file: FileDraft, around: frozenset[str]) -> str:
    """Return the expression for the data of the page in a component, where some names mean something else."""
    role = case.program.role(file.outline.path)
    if role in (Role.PAGE, Role.LAYOUT) and _DATA in file.outline.prop_names:
        return _DATA
    if has_app_state(file.project) and not _has_page_store(file):
        return f"{file.import_name('$app/state', _PAGE, around=around)}.data"
    return f"${file.import_name('$app/stores', _PAGE, around=around)}.data"


def _has_page_store(file: FileDraft) -> bool:
    code = (*file.outline.module, *file.outline.instance)
    return any(written.source == "$app/stores" for written in written_imports(code))


def _forget_store(file: FileDraft, state: ModuleState) -> None:
    """Take the store out of its module, with the import of what made it if nobody needs that any more."""
    start = state.placed.offset
    file.remove_statement(start, start + len(state.placed.item.text))
    made = free_names(state.declarator.init) if state.declarator.init is not None else frozenset()
    others = frozenset[str]().union(
        *(
            placed.item.names
            for placed in file.outline.module
            if placed is not state.placed and not _is_import(placed.item.text)
        )
    )
    for written in written_imports(file.outline.module):
        for _, local in written.names:
            if local in made and local not in others:
                file.drop_import(local)


def _is_import(text: bytes) -> bool:
    return text.startswith(b"import")
