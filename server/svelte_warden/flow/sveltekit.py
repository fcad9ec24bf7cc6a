"""What SvelteKit's virtual modules do with the callbacks they are given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.flow import moments, values
from svelte_warden.flow.natives import call_later, native
from svelte_warden.flow.requests import user_data
from svelte_warden.flow.values import BROWSER, SERVER, UNDEFINED, UNKNOWN, Value

if TYPE_CHECKING:
    from svelte_warden.facts import model
    from svelte_warden.flow.machine import Machine


def _argument(arguments: list[Value], position: int = 0) -> Value:
    return arguments[position] if position < len(arguments) else UNDEFINED


@native("$app/navigation", "afterNavigate", "beforeNavigate", "onNavigate")
def _navigation(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    call_later(machine, _argument(arguments), [UNKNOWN], moments.NAVIGATION, node, sides=BROWSER)
    return UNDEFINED


@native("$app/forms", "enhance", "applyAction")
def _enhance(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    call_later(machine, _argument(arguments, 1), [UNKNOWN], moments.handler("submit"), node, sides=BROWSER)
    return UNKNOWN


@native("@sveltejs/kit/hooks", "sequence")
def _sequence(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    made = machine.allocate("sequence", node)
    made.properties = {str(position): value for position, value in enumerate(arguments)}
    return values.of(made)


@native("$app/server", "query", "query.batch", "query.live", "command", "form", "prerender")
def _remote_function(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    data = values.unknown(user_data("the argument of a remote function"))
    for argument in arguments:
        call_later(machine, argument, [data, data], moments.request("a remote function"), node, sides=SERVER)
    return UNKNOWN
