"""Entry points: who starts the code of a file, by its role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.facts.immutable import immutable
from svelte_warden.flow import moments
from svelte_warden.flow.events import SharedWrite
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.acting_contexts import acting_keys
from svelte_warden.flow.interpreter.calls import construct, invoke
from svelte_warden.flow.interpreter.channels import constant_data, page_data, server_data
from svelte_warden.flow.interpreter.components import Instance, run_component, unknown_props
from svelte_warden.flow.interpreter.handed_components import note_handed_components
from svelte_warden.flow.interpreter.handover import export
from svelte_warden.flow.interpreter.instance_exports import exported_values
from svelte_warden.flow.interpreter.kept_callbacks import call_kept_callbacks
from svelte_warden.flow.interpreter.layout_pages import follow_pages
from svelte_warden.flow.interpreter.linking import exported, module_of
from svelte_warden.flow.interpreter.listings import give_out, is_for_some
from svelte_warden.flow.interpreter.origins import DATA_OF_PAGE
from svelte_warden.flow.interpreter.properties import get_property
from svelte_warden.flow.interpreter.setting_up import set_up
from svelte_warden.flow.interpreter.settling import settled
from svelte_warden.flow.interpreter.values import (
    BOTH_SIDES,
    BROWSER,
    SERVER,
    UNDEFINED,
    UNKNOWN,
    ClassDefinition,
    Closure,
    Object,
    Place,
)
from svelte_warden.flow.moments import Phase
from svelte_warden.flow.natives.package_callbacks import call_back
from svelte_warden.flow.natives.registry import call_later, callables, run_callback
from svelte_warden.flow.natives.requests import hook_input, user_data
from svelte_warden.flow.placement import parts_around
from svelte_warden.flow.server_names import is_server_only
from svelte_warden.flow.trail import Step, Trail
from svelte_warden.project.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.flow.interpreter.linking import Module
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.scopes import Scope
    from svelte_warden.flow.interpreter.values import Side, Value
    from svelte_warden.flow.moments import Moment

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "QUERY", "fallback")
_DEEPEST_SEQUENCE = 4
_BUILD_ONLY = frozenset(("entries", "prerender", "ssr", "csr", "config", "trailingSlash"))
_COMPONENT_ROLES = frozenset((Role.PAGE, Role.LAYOUT, Role.ERROR_PAGE))
_SNAPSHOT_ROLES = frozenset((Role.PAGE, Role.LAYOUT))


def run_entries(machine: Machine) -> None:
    """Run everything that may start the code of the machine's file."""
    path = machine.path
    module = module_of(machine, path)
    facts = machine.program.facts(path)
    if module is None or facts is None:
        return
    role = machine.program.role(path)
    set_up(machine)
    followed = module.followed()
    for index in followed:
        module.evaluate(index)
    machine.drain()
    if facts.kind == "component":
        _run_component_file(machine, path, role)
        machine.drain()
        call_kept_callbacks(machine)
    if role in _FRAMEWORK_ENTRIES:
        _FRAMEWORK_ENTRIES[role](machine, module)
    called = machine.framework_calls
    caller = _caller(machine)
    for name in module.export_names(followed):
        if name not in called and not (role.is_server_entry and name in _BUILD_ONLY):
            before = len(machine.events)
            try:
                _run_anything(machine, exported(machine, path, name), caller)
                machine.drain()
            finally:  # also where the run ends here, out of steps
                if caller is _ANYBODY:
                    _forget_writes(machine, before)


def _run_component_file(machine: Machine, path: str, role: Role) -> None:
    props = unknown_props(path)
    sides = BOTH_SIDES
    if role in _COMPONENT_ROLES:
        parts = machine.program.query(parts_around, path)
        sides = BOTH_SIDES if path in parts.rendered and path not in parts.prerendered else BROWSER
        machine.page_data, machine.constant_data = page_data(machine, path), constant_data(machine.program, path)
        props = unknown_props(path, user_data(DATA_OF_PAGE), machine.page_data)
    with machine.at(sides=sides):
        instance = Instance(path, props)
        scope = run_component(machine, instance)
        machine.acting_contexts = acting_keys(machine, instance, model.Node(0, 0))
        if scope is not None and role in _SNAPSHOT_ROLES:
            machine.instance = instance
            _schedule_snapshot(machine, scope)
            machine.instance = None
        if role is Role.LAYOUT:
            machine.drain()
            follow_pages(machine, instance)


def _schedule_snapshot(machine: Machine, scope: Scope) -> None:
    """Queue the functions of the ``snapshot`` that a page or layout exports for SvelteKit."""
    facts = machine.program.facts(machine.path)
    exports = {} if facts is None else dict(exported_values(facts, scope))
    for atom in exports.get("snapshot", UNDEFINED).atoms:
        for name in ("capture", "restore") if isinstance(atom, Object) else ():
            function = get_property(machine, values.of(atom), name, model.Node(0, 0))
            for closure in callables(function):
                with machine.at(home=closure.home):
                    call_later(
                        machine, values.of(closure), [UNKNOWN], moments.SNAPSHOT, closure.function, sides=BROWSER
                    )


# --- what the framework calls -----------------------------------------------------------------------------------------


def _load(machine: Machine, module: Module) -> None:
    role = machine.program.role(machine.path)
    parts = machine.program.query(parts_around, machine.path)
    universal = role is Role.UNIVERSAL_LOAD
    sides = SERVER if not universal else BOTH_SIDES if machine.path in parts.universal_loads else BROWSER
    if machine.path in parts.prerendered:
        sides = sides & BROWSER  # what runs when the project is built serves no user
    machine.page_data = page_data(machine, machine.path)
    machine.constant_data = constant_data(machine.program, machine.path)
    data = server_data(machine, machine.path)
    for atom in machine.current_event.atoms if data is not None else ():
        if isinstance(atom, Object):
            atom.properties["data"] = values.merge(atom.properties["data"], data or UNKNOWN)
    words = "`load`" if universal else "the server `load`"
    result = _call_export(machine, module, "load", [machine.current_event], moments.request(words), sides)
    machine.drain()
    if result is not None:
        machine.load_result = export(machine, settled(result))
        with machine.at(sides=sides):
            note_handed_components(machine, settled(result), Place(machine.path, 0, 0), ())
    if not universal:
        actions = _export_value(machine, module, "actions")
        if actions is not None:
            handed_on = module.export_place("actions")
            _run_members(machine, actions, moments.request("a form action"), SERVER, handed_on=handed_on)
            machine.drain()


def _endpoint(machine: Machine, module: Module) -> None:
    for name in _METHODS:
        _call_export(machine, module, name, [machine.current_event], moments.request(f"the {name} endpoint"), SERVER)
        machine.drain()


def _server_hooks(machine: Machine, module: Module) -> None:
    given = hook_input(machine.path)
    for atom in given.atoms:
        if isinstance(atom, Object):
            atom.properties["event"] = machine.current_event
    for name in ("handle", "handleFetch", "handleError", "handleValidationError"):
        _call_export(machine, module, name, [given], moments.request(f"the `{name}` hook"), SERVER)
        machine.drain()
    _call_export(machine, module, "init", [], moments.MODULE, SERVER)
    machine.locals_result = export(machine, get_property(machine, machine.current_event, "locals", model.Node(0, 0)))


def _client_hooks(machine: Machine, module: Module) -> None:
    for name in ("handleError", "init"):
        _call_export(machine, module, name, [UNKNOWN], moments.request(f"the client's `{name}` hook"), BROWSER)
        machine.drain()


def _universal_hooks(machine: Machine, module: Module) -> None:
    _call_export(
        machine, module, "reroute", [hook_input(machine.path)], moments.request("the `reroute` hook"), BOTH_SIDES
    )
    transport = _export_value(machine, module, "transport")
    if transport is not None:
        data = values.unknown(user_data("data on its way to the browser"))
        _run_members(machine, transport, moments.request("the `transport` hook"), BOTH_SIDES, [data])
    _call_export(machine, module, "init", [], moments.MODULE, BOTH_SIDES)
    machine.drain()


def _parameters(machine: Machine, module: Module) -> None:
    data = values.unknown(user_data("the route's parameters"))
    _call_export(machine, module, "match", [data], moments.request("a parameter matcher"), BOTH_SIDES)
    params = _export_value(machine, module, "params")
    if params is not None:
        _run_members(machine, params, moments.request("a parameter matcher"), BOTH_SIDES, [data])
    machine.drain()


_FRAMEWORK_ENTRIES = {
    Role.UNIVERSAL_LOAD: _load,
    Role.SERVER_LOAD: _load,
    Role.ENDPOINT: _endpoint,
    Role.HOOKS_SERVER: _server_hooks,
    Role.HOOKS_CLIENT: _client_hooks,
    Role.HOOKS_UNIVERSAL: _universal_hooks,
    Role.PARAMETERS: _parameters,
}


def _export_value(machine: Machine, module: Module, name: str) -> Value | None:
    machine.framework_calls.add(name)
    return module.exported(name, frozenset())


def _call_export(
    machine: Machine, module: Module, name: str, arguments: list[Value], moment: Moment, sides: frozenset[Side]
) -> Value | None:
    value = _export_value(machine, module, name)
    if value is None or not sides:
        return None
    results = []
    for atom in value.atoms:
        if isinstance(atom, Closure):
            results.append(_run(machine, atom, arguments, moment, sides, step=_reexport(module, name, atom)))
        elif isinstance(atom, Object) and atom.kind == "sequence":
            handed_to = Step("call", atom.made_at, "hands the request on")
            for inner in _members_of_sequence(atom):
                if isinstance(inner, Closure):
                    results.append(_run(machine, inner, arguments, moment, sides, step=handed_to))
                else:
                    _run_made_by_package(machine, inner, name, arguments, moment, sides, handed_to.place)
        elif isinstance(atom, Object):
            at = module.export_place(name) or atom.made_at
            _run_made_by_package(machine, atom, name, arguments, moment, sides, at)
    return values.join(results) if results else None


def _members_of_sequence(sequence: Object, depth: int = 0) -> Iterator[Closure | Object]:
    """Yield the hooks of a ``sequence(…)``, and of those within it."""
    for member in sequence.properties.values():
        for atom in member.atoms:
            if isinstance(atom, Object) and atom.kind == "sequence" and depth < _DEEPEST_SEQUENCE:
                yield from _members_of_sequence(atom, depth + 1)
            elif isinstance(atom, (Closure, Object)):
                yield atom


def _run_made_by_package(
    machine: Machine,
    made: Object,
    name: str,
    arguments: list[Value],
    moment: Moment,
    sides: frozenset[Side],
    at: Place,
) -> None:
    """Run the functions that a package was given for a hook or endpoint that it made: ``handle`` of Auth.js."""
    trail = Trail(None, Step("moment", at, moment.words, moment))
    with machine.at(moment=moment, sides=sides, trail=trail, activation=machine.new_activation()):
        call_back(machine, name, arguments, made.made_at, values.of(made))


def _handed_on(machine: Machine, closure: Closure, at: Place | None) -> Step | None:
    """Return the step through a member that stands in another file: ``export const actions = { save }``."""
    return None if at is None or closure.home.path == machine.path else Step("call", at, "hands the request on")


def _reexport(module: Module, name: str, closure: Closure) -> Step | None:
    """Return the step through ``export { load } from './other'``, where the function stands in another file."""
    place = module.export_place(name) if closure.home.path != module.path else None
    return None if place is None else Step("call", place, f"hands {name} on")


def _run_members(
    machine: Machine,
    value: Value,
    moment: Moment,
    sides: frozenset[Side],
    arguments: list[Value] | None = None,
    handed_on: Place | None = None,
) -> None:
    """Run every function of an object, such as the actions of a page or the matchers of Kit 3."""
    given = [machine.current_event] if arguments is None else arguments
    for atom in value.atoms:
        if isinstance(atom, Object):
            for held in [*atom.properties.values(), *([atom.rest] if atom.rest is not None else [])]:
                _run_members(machine, held, moment, sides, given, handed_on)
        elif isinstance(atom, Closure):
            _run(machine, atom, given, moment, sides, step=_handed_on(machine, atom, handed_on))


def _run(
    machine: Machine,
    closure: Closure,
    arguments: list[Value],
    moment: Moment,
    sides: frozenset[Side],
    receiver: Value | None = None,
    step: Step | None = None,
) -> Value:
    place = closure.home.place(closure.function)
    machine.trail = Trail(None, Step("moment", place, moment.words, moment)) if moment is not moments.UNKNOWN else None
    machine.entry = closure
    machine.read_by_entry.clear()
    machine.tested.clear()
    with machine.at(moment=moment, sides=sides, activation=machine.new_activation(), home=closure.home):
        result = invoke(machine, closure, receiver, arguments, None, step=step)
        if "server" in sides and moment.phase is not Phase.UNKNOWN and not is_for_some(closure):
            give_out(machine, settled(result), place)
    machine.trail = None
    machine.entry = None
    return result


# --- what anybody may call --------------------------------------------------------------------------------------------


@immutable
class Caller:
    """Who calls what a module exports: when, on which sides, and with whose data."""

    moment: Moment
    sides: frozenset[Side]
    argument: Value


_ANYBODY = Caller(moments.UNKNOWN, BOTH_SIDES, UNKNOWN)
_BROWSER_PAGE = Caller(moments.OUTSIDE, BROWSER, UNKNOWN)
_SERVER_PROGRAM = Caller(moments.OUTSIDE, SERVER, values.unknown(user_data("what it is called with")))


def _caller(machine: Machine) -> Caller:
    """Return who calls the exports of the machine's file; for an entry point of the configuration it is known."""
    path = machine.path
    if path not in machine.program.entry_points(path):
        return _ANYBODY
    return _SERVER_PROGRAM if is_server_only(machine.program, path) else _BROWSER_PAGE


def _run_anything(machine: Machine, value: Value, caller: Caller) -> None:
    """Run an exported function, or the functions of an exported object or class."""
    given = [caller.argument] * 4
    for atom in value.atoms:
        if isinstance(atom, Closure):
            _run(machine, atom, given, caller.moment, caller.sides)
        elif isinstance(atom, Object) and atom.kind in ("object", "instance"):
            for held in list(atom.properties.values()):
                for inner in held.atoms:
                    if isinstance(inner, Closure) and inner.home.path == machine.path:
                        _run(machine, inner, given, caller.moment, caller.sides, values.of(atom))
        elif isinstance(atom, ClassDefinition) and atom.home.path == machine.path:
            _run_class(machine, atom, caller)


def _forget_writes(machine: Machine, since: int) -> None:
    """Take back the writes of an unknown caller: on which side it calls, and with whose data, only callers tell."""
    machine.events[since:] = [event for event in machine.events[since:] if not isinstance(event, SharedWrite)]


def _run_class(machine: Machine, definition: ClassDefinition, caller: Caller) -> None:
    machine.trail = None
    node = model.Node(definition.definition.start, definition.definition.end)
    activation = machine.new_activation()
    given = [caller.argument] * 4
    with machine.at(moment=caller.moment, sides=caller.sides, activation=activation, home=definition.home):
        instance = construct(machine, values.of(definition), given, node)
        for name in definition.prototype:
            run_callback(machine, get_property(machine, instance, name, node), given, node)
