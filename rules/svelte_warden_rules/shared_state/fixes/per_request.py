"""Making an instance for each request: in the function that uses it, or in ``handle`` for all that come after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from svelte_warden.engine.editing.occurrences import occurrences, outer_function
from svelte_warden.engine.editing.specifiers import specifier
from svelte_warden.engine.editing.statements import insert_before
from svelte_warden.engine.editing.style import ended
from svelte_warden.facts import model
from svelte_warden.flow.analyse import analyse
from svelte_warden.flow.exported_names import name_uses
from svelte_warden.flow.names import free_names
from svelte_warden.flow.server_code import is_server_code
from svelte_warden.project.roles import Role
from svelte_warden_rules.shared_state.fixes.blocks import function_name, has_block
from svelte_warden_rules.shared_state.fixes.event_access import declare_local, is_handle, locals_at
from svelte_warden_rules.shared_state.fixes.module_state import group_of, state_of

if TYPE_CHECKING:
    from svelte_warden.engine.editing.draft import Draft, FileDraft
    from svelte_warden.engine.editing.site import Site
    from svelte_warden.engine.findings import Fix
    from svelte_warden.facts.code import Code
    from svelte_warden.facts.model import Placed
    from svelte_warden_rules.shared_state.fixes.case import Case
    from svelte_warden_rules.shared_state.fixes.module_state import ModuleState

_MADE: Final = (model.New, model.Call)


@dataclass(frozen=True)
class _User:
    """A function of the server that uses the instance, and where."""

    path: str
    local: str
    source: str
    function: model.Function
    sites: tuple[Site, ...]

    @property
    def name(self) -> str | None:
        """What it is exported as, or declared."""
        return function_name(self.sites[0], self.function)


def one_per_request(case: Case) -> Fix | None:
    """Return the fix; ``None`` if it is not clear who uses the instance, or how they would get theirs."""
    state = state_of(case) if case.write.kind == "instance" else None
    if state is None or not isinstance(state.declarator.init, _MADE) or state.declaration.kind != "const":
        return None
    found = _users(case, state)
    setup = _setup(state)
    if found is None or setup is None:
        return None
    users, is_kept = found
    handles = [user for user in users if _is_handle(case, user)]
    draft = case.draft()
    create = _write_maker(draft.file(state.path), state, setup, is_kept=is_kept)
    makers = handles if len(users) > 1 and len(handles) == 1 else users
    if not all(has_block(user.sites[0], user.function) for user in makers):
        return None
    if len(users) > 1 and len(handles) == 1:
        return _through_locals(case, state, draft, create, users, handles[0])
    if len(users) > 1 and not all(_writes(case, state, user) for user in users):
        return None
    for user in users:
        _make_in(case, state, draft, create, user)
    where = f"`{users[0].name}`" if len(users) == 1 and users[0].name else "each function that uses it"
    return draft.fix(f"Create `{state.name}` for each request, in {where}", "unsafe")


def _users(case: Case, state: ModuleState) -> tuple[list[_User], bool] | None:
    """Return the functions of the server that use the instance, and whether others use it too, in the browser.

    ``None`` if the server uses it outside of functions, or in ways that cannot be followed.
    """
    uses = case.program.query(name_uses, (state.path, state.name))
    is_kept = (
        len(group_of(state).statements) > 1 + len(_setup(state) or ()) or bool(uses.unclear) or bool(uses.handed_on)
    )
    users: dict[tuple[str, int, int], _User] = {}
    importers = [(used.path, used.local, used.source) for used in uses.imports]
    if not state.is_exported and not state.is_listed:
        importers.append((state.path, state.name, ""))
        is_kept = False
    is_kept = is_kept or state.is_listed
    for path, local, source in importers:
        if not is_server_code(case.program, path):
            is_kept = True
            continue
        for site in occurrences(case.outline_of(path), local) or ():
            function = outer_function(site)
            if function is None:
                return None
            start, end = site.span(function)
            known = users.get((path, start, end))
            sites = (*(known.sites if known else ()), site)
            users[path, start, end] = _User(path, local, source, function, sites)
    return (list(users.values()), is_kept) if users else None


def _is_handle(case: Case, user: _User) -> bool:
    return case.program.role(user.path) is Role.HOOKS_SERVER and is_handle(user.function)


def _writes(case: Case, state: ModuleState, user: _User) -> bool:
    """Whether a function signs the instance in by itself, so that one of its own serves it as well."""
    start, end = user.sites[0].span(user.function)
    return any(
        write.on_server and write.kind == "instance" and start <= write.place.start and write.place.end <= end
        for write in case.program.query(analyse, user.path).state_writes
        if write.declared_at == case.write.declared_at or write.name.partition(".")[0] == state.name
    )


def _setup(state: ModuleState) -> list[Placed[Code]] | None:
    """Return the statements of the module that set the instance up by calling its methods, which every one needs.

    ``None`` if one of them also concerns what is made from the instance: that cannot be done for each.
    """
    group = group_of(state)
    found = []
    for placed in group.statements:
        if all(isinstance(statement, model.ExpressionStatement) for statement in placed.item.statements):
            needed = frozenset[str]().union(*(free_names(statement) for statement in placed.item.statements))
            if needed & group.names != {state.name} or b"await" in placed.item.text:
                return None
            found.append(placed)
    return found


def _write_maker(file: FileDraft, state: ModuleState, setup: list[Placed[Code]], *, is_kept: bool) -> str:
    """Rewrite the module: a function that makes an instance, and one instance for those who still share it."""
    style = file.outline.style
    create = f"create{state.name[:1].upper()}{state.name[1:]}"
    create = file.free_name(create)
    file.declare(create)
    init = state.declarator.init
    made = "" if init is None else state.text(init)
    export = "export " if state.is_exported or state.is_listed else ""
    lines = [ended(f"{export}const {create} = () => {made}", style)]
    if setup:
        inner = f"{style.newline}{style.indent}"
        steps = [ended(placed.item.text.decode(), style) for placed in setup]
        steps = [ended(f"const {state.name} = {made}", style), *steps, ended(f"return {state.name}", style)]
        lines = [f"{export}function {create}() {{{inner}{inner.join(steps)}{style.newline}}}"]
    for placed in setup:
        file.remove_statement(placed.offset, placed.offset + len(placed.item.text))
    if is_kept and init is not None:
        text = state.placed.item.text
        lines.append(f"{text[: init.start].decode()}{create}(){text[init.end :].decode()}")
    end = state.placed.offset + len(state.placed.item.text)
    file.replace(state.placed.offset, end, style.newline.join(lines))
    return create


def _make_in(case: Case, state: ModuleState, draft: Draft, create: str, user: _User) -> FileDraft:
    """Let a function make an instance of its own before everything else."""
    file = draft.file(user.path)
    name, site = create, user.sites[0]
    if user.path != state.path:
        file.drop_import(user.local)
        source = user.source or specifier(case.program, user.path, state.path)
        name = file.import_name(source or "", create, around=site.local_names)
    start, _ = site.span(user.function.body[0])
    outline = file.outline
    edit = insert_before(outline.path, outline.data, start, f"const {user.local} = {name}()", outline.style)
    file.replace(edit.start, edit.end, edit.text)
    return file


def _through_locals(
    case: Case, state: ModuleState, draft: Draft, create: str, users: list[_User], handle: _User
) -> Fix | None:
    """Make it in ``handle`` and hand it on in ``event.locals``."""
    file = _make_in(case, state, draft, create, handle)
    kept_as = _kept_as(handle)
    if kept_as is None:
        kept_as = state.name
        place = locals_at(file, handle.sites[0])
        if place is None:
            return None
        site = handle.sites[0]
        start, _ = site.span(handle.function.body[0])
        outline = file.outline
        text = f"{place}.{kept_as} = {handle.local}"
        edit = insert_before(outline.path, outline.data, start, text, outline.style)
        file.replace(edit.start, edit.end, edit.text)
    for user in users:
        if user is handle:
            continue
        other = draft.file(user.path)
        if user.path != state.path:
            other.drop_import(user.local)
        for site in user.sites:
            place = locals_at(other, site)
            if place is None:
                return None
            replace_reference(other, site, f"{place}.{kept_as}")
    if case.outline_of(handle.path).path.endswith(".ts"):
        source = specifier(case.program, f"{case.project.source}/app.d.ts", state.path)
        if source is not None:
            declare_local(draft, case, kept_as, f"ReturnType<typeof import('{source}').{create}>")
    return draft.fix(f"Create `{state.name}` for each request in `handle`, and keep it on `event.locals`", "unsafe")


def _kept_as(handle: _User) -> str | None:
    """Return the property of ``event.locals`` that ``handle`` gives the instance to already."""
    for site in handle.sites:
        above = site.way[-2]
        if isinstance(above, model.Assignment) and above.value is site.way[-1]:
            target = above.target
            if isinstance(target, model.Member) and site.text(target.object).endswith("locals"):
                return target.property
    return None


def replace_reference(file: FileDraft, site: Site, text: str) -> None:
    """Put an expression in the place of a name, also where ``{ name }`` stands for ``{ name: name }``."""
    name = site.way[-1]
    above = site.way[-2] if len(site.way) > 1 else None
    start, end = site.span(name)
    if isinstance(above, model.Property) and site.span(above) == (start, end) and isinstance(name, model.Name):
        text = f"{name.name}: {text}"
    file.replace(start, end, text)
