"""Functions of other modules that use a state: once it is context, it is handed to them as their first argument."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from svelte_warden.engine.editing.occurrences import occurrences
from svelte_warden.engine.editing.specifiers import specifier
from svelte_warden.facts import model
from svelte_warden.flow.exported_names import name_uses
from svelte_warden.project.roles import Role
from svelte_warden_rules.shared_state.fixes.blocks import top_level_function

if TYPE_CHECKING:
    from svelte_warden.engine.editing.draft import FileDraft
    from svelte_warden.engine.editing.site import Site
    from svelte_warden.flow.exported_names import NameImport
    from svelte_warden_rules.shared_state.fixes.case import Case
    from svelte_warden_rules.shared_state.fixes.context_module import ContextModule

_Function: TypeAlias = "tuple[str, str]"
"""A function at the top level of a module: the module's path, and the function's name."""


class NoHelperError(Exception):
    """A function cannot be handed the state; the message completes "because …"."""


@dataclass(slots=True)
class Helpers:
    """Functions that are to be handed a state, and who calls them.

    Attributes:
        needs: For each function the exported names of the state's module that it uses, itself or through others.
        locals: What each module calls a name that it imported.
        calls: Every call of a function, by the file it stands in.
    """

    needs: dict[_Function, set[str]] = field(default_factory=dict)
    locals: dict[str, dict[str, str]] = field(default_factory=dict)
    calls: dict[str, list[tuple[Site, _Function]]] = field(default_factory=dict)

    def needed_in(self, path: str) -> set[str]:
        """Return the names that the calls in a file hand over."""
        return {name for _, function in self.calls.get(path, ()) for name in self.needs[function]}


def helpers_of(case: Case, imports: list[NameImport]) -> Helpers:
    """Find the functions that use names imported by modules, and all who call them.

    Raises:
        NoHelperError: A name or a function is used in a way that leaves nobody to hand the state over.
    """
    helpers = Helpers()
    waiting: list[_Function] = []
    for used in imports:
        helpers.locals.setdefault(used.path, {})[used.imported] = used.local
        for site in _sites(case, used.path, used.local):
            function = _holder(case, site)
            if used.imported not in helpers.needs.setdefault(function, set()):
                helpers.needs[function].add(used.imported)
                waiting.append(function)
    while waiting:
        function = waiting.pop()
        for site in _callers(case, function):
            known = helpers.calls.setdefault(site.path, [])
            if not any(other.span(other.way[-1]) == site.span(site.way[-1]) for other, _ in known):
                known.append((site, function))
            if case.program.role(site.path).is_component:
                continue
            caller = _holder(case, site)
            missing = helpers.needs[function] - helpers.needs.setdefault(caller, set())
            if missing:
                helpers.needs[caller] |= missing
                waiting.append(caller)
    return helpers


def _sites(case: Case, path: str, name: str) -> tuple[Site, ...]:
    sites = occurrences(case.outline_of(path), name)
    if sites is None:
        message = f"{case.shown(path)} uses `{name}` in a way that cannot be followed"
        raise NoHelperError(message)
    return sites


def _holder(case: Case, site: Site) -> _Function:
    """Return the function of a module in which something stands."""
    name = top_level_function(site)
    if name is None or case.program.role(site.path) is not Role.MODULE:
        message = f"{case.shown(site.path)} uses it outside of a component"
        raise NoHelperError(message)
    return site.path, name


def _callers(case: Case, function: _Function) -> list[Site]:
    path, name = function
    uses = case.program.query(name_uses, function)
    if uses.unclear or any(exported != name for _, exported in uses.handed_on):
        message = f"`{name}` of {case.shown(path)} is imported in a way that cannot be followed"
        raise NoHelperError(message)
    handed_on = {handing for handing, _ in uses.handed_on}
    found = list(_sites(case, path, name))
    for used in uses.imports:
        if used.path not in handed_on:
            found.extend(_sites(case, used.path, used.local))
    for site in found:
        above = site.way[-2] if len(site.way) > 1 else None
        in_module_script = case.program.role(site.path).is_component and site.script == "module"
        if not isinstance(above, model.Call) or above.callee is not site.way[-1] or in_module_script:
            message = f"{case.shown(site.path)} hands `{name}` on, which uses it"
            raise NoHelperError(message)
    return found


# --- the edits --------------------------------------------------------------------------------------------------------


def write_helper_file(case: Case, file: FileDraft, helpers: Helpers, module: ContextModule) -> None:
    """Give the functions of a module their parameters, and hand them over in its calls."""
    path = file.outline.path
    names = helpers.locals.setdefault(path, {})
    for local in names.values():
        file.drop_import(local)
    for needed in sorted(set().union(*(needs for (where, _), needs in helpers.needs.items() if where == path))):
        names.setdefault(needed, needed)
    for (where, function), needs in helpers.needs.items():
        if where == path:
            _add_parameters(case, file, function, [(name, names[name]) for name in sorted(needs)], module)
    write_calls(file, helpers, names)


def write_calls(file: FileDraft, helpers: Helpers, names: dict[str, str]) -> None:
    """Hand the state over in the calls of a file, where it is called ``names``."""
    data = file.outline.data
    for site, function in helpers.calls.get(file.outline.path, ()):
        call = site.way[-2]
        if not isinstance(call, model.Call):
            continue
        text = ", ".join(names[name] for name in sorted(helpers.needs[function]))
        at = data.index(b"(", site.span(call.callee)[1]) + 1
        file.insert_once(at, f"{text}, " if call.arguments else text)


def _add_parameters(
    case: Case, file: FileDraft, name: str, parameters: list[tuple[str, str]], module: ContextModule
) -> None:
    for site in _definitions(file, name):
        node = site[1]
        start = site[0] + node.start
        is_typed = file.outline.facts is not None and file.outline.facts.typescript
        source = specifier(case.program, file.outline.path, module.path) if is_typed else None
        text = ", ".join(f"{local}{_annotation(imported, module, source)}" for imported, local in parameters)
        first = node.parameters[0] if node.parameters else None
        if first is not None and node.is_arrow and b"(" not in file.outline.data[start : site[0] + first.start]:
            file.replace(site[0] + first.start, site[0] + first.end, f"({text}, {_source(file, site[0], first)})")
        else:
            at = file.outline.data.index(b"(", start) + 1
            file.insert_once(at, f"{text}, " if first is not None else text)


def _source(file: FileDraft, offset: int, node: model.Node) -> str:
    return file.outline.data[offset + node.start : offset + node.end].decode()


def _annotation(imported: str, module: ContextModule, source: str | None) -> str:
    if source is None:
        return ""
    whole = f": ReturnType<typeof import('{source}').{module.create}>"
    return whole if module.is_whole else f"{whole}['{imported}']"


def _definitions(file: FileDraft, name: str) -> list[tuple[int, model.Function]]:
    """Return the function that a module declares under a name, with the offset of its statement."""
    found: list[tuple[int, model.Function]] = []
    for placed in file.outline.module:
        for statement in placed.item.statements:
            match statement.declaration if isinstance(statement, model.ExportDeclaration) else statement:
                case model.FunctionDeclaration(function=function) if function.name == name:
                    found.append((placed.offset, function))
                case model.VariableDeclaration(declarators=declarators):
                    found.extend(
                        (placed.offset, item.init)
                        for item in declarators
                        if isinstance(item.pattern, model.Name) and item.pattern.name == name
                        if isinstance(item.init, model.Function)
                    )
    return found
