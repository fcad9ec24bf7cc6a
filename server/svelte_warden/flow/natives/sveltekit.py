"""What SvelteKit's virtual modules do with the callbacks they are given."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from svelte_warden.flow import moments
from svelte_warden.flow.events import ContextCall
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.listings import from_list, give_out
from svelte_warden.flow.interpreter.origins import objects_in
from svelte_warden.flow.interpreter.settling import settled
from svelte_warden.flow.interpreter.values import BROWSER, NO_SIDES, SERVER, UNDEFINED, UNKNOWN, Home, Object, Value
from svelte_warden.flow.natives.promises import promise_of
from svelte_warden.flow.natives.registry import (
    NO_COMPONENT,
    call_later,
    call_now,
    callables,
    first,
    native,
    run_callback,
    undescribed,
)
from svelte_warden.flow.natives.requests import user_data

if TYPE_CHECKING:
    from svelte_warden.facts import model
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.natives.registry import NativeFunction


_THROWS_ITSELF: Final = 2
"""The first major version of SvelteKit whose ``error`` and ``redirect`` throw."""


def _navigation(name: str) -> NativeFunction:
    """Register a callback as ``onMount`` does: in the browser they are built on it, on the server they do nothing."""

    def call(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
        if machine.sides & BROWSER:
            machine.events.append(
                ContextCall(
                    operation="lifecycle",
                    function=name,
                    place=machine.place(node),
                    key=None,
                    value=None,
                    moment=machine.moment,
                    sides=machine.sides & BROWSER,
                    trail=machine.trail,
                )
            )
        if machine.moment.phase not in NO_COMPONENT:
            call_later(machine, first(arguments), [UNKNOWN], moments.NAVIGATION, node, sides=BROWSER)
        return UNDEFINED

    return call


for _name in ("afterNavigate", "beforeNavigate", "onNavigate"):
    native("$app/navigation", _name)(_navigation(_name))


@native("$app/forms", "enhance", "applyAction")
def _enhance(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    """Run the callback when the form is submitted, and what it returns (or resolves to) when the answer is there."""
    submit = first(arguments, 1)

    def run() -> None:
        answered = settled(run_callback(machine, submit, [UNKNOWN], node))
        call_later(machine, answered, [UNKNOWN], moments.RESPONSE, node, sides=BROWSER)

    if callables(submit):
        machine.schedule(run, moments.handler("submit"), machine.place(node), sides=BROWSER)
    return UNKNOWN


@native("@sveltejs/kit", "error", "redirect", "invalid")
def _throw(machine: Machine, arguments: list[Value], _node: model.Node) -> Value:
    """Throw; before SvelteKit 2 ``error`` and ``redirect`` give what has to be thrown."""
    thrown = undescribed(arguments)
    if all(major >= _THROWS_ITSELF for major in machine.program.project(machine.path).kit_majors):
        if machine.thrown is not None:
            machine.thrown.append(thrown)
        machine.throws_on |= machine.sides
        machine.sides = NO_SIDES
    return thrown


@native("@sveltejs/kit", "json")
@native("global", "Response.json")
def _json(machine: Machine, arguments: list[Value], _node: model.Node) -> Value:
    return from_list(machine, objects_in(first(arguments)), undescribed(arguments))


@native("@sveltejs/kit/params", "defineParams")
def _define_params(_machine: Machine, arguments: list[Value], _node: model.Node) -> Value:
    return first(arguments)


@native("@sveltejs/kit/hooks", "sequence")
def _sequence(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    made = machine.allocate("sequence", node)
    made.properties = {str(position): value for position, value in enumerate(arguments)}
    return values.of(made)


@native("$app/server", "prerender")
def _prerendered_function(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    """What runs when the project is built serves no user, unless it may answer later requests too."""
    if any("dynamic" in atom.properties for given in arguments for atom in given.atoms if isinstance(atom, Object)):
        return _remote_function(machine, arguments, node)
    return UNKNOWN


@native("$app/server", "query", "query.batch", "query.live", "command", "form")
def _remote_function(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    data = values.unknown(user_data("the argument of a remote function"))
    for argument in arguments:
        if callables(argument):
            answer = partial(_answer, machine, argument, [data, data], (machine.home, node))
            machine.schedule(answer, moments.request("a remote function"), machine.place(node), sides=SERVER)
    function = values.join(argument for argument in arguments if callables(argument))
    return values.of(machine.allocate("remote", node, function=function))


def _answer(machine: Machine, function: Value, arguments: list[Value], at: tuple[Home, model.Node]) -> None:
    machine.home, node = at
    answer = run_callback(machine, function, arguments, node)
    give_out(machine, settled(answer), machine.home.place(node))


def call_remote(machine: Machine, remote: Object, arguments: list[Value], node: model.Node) -> Value:
    """Call a remote function: it runs on the server in a request, whose data may be in what it returns.

    The browser gets a copy; who calls a query on the server is given the very object.
    """
    function: Value = remote.internal["function"]
    with machine.attempt():
        result = settled(call_now(machine, function, arguments, node))
    lasting = {atom for atom in result.atoms if isinstance(atom, Object) and atom.shared}
    given = values.merge(undescribed([result]), Value(frozenset(lasting))) if lasting else undescribed([result])
    return promise_of(machine, given, node)
