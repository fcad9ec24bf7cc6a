"""What SvelteKit's virtual modules do with the callbacks they are given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.flow import moments, values
from svelte_warden.flow.natives import call_later, native
from svelte_warden.flow.values import BROWSER, SERVER, UNDEFINED, UNKNOWN, Origin, Value

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


@native("$app/server", "getRequestEvent")
def _request_event(_machine: Machine, _arguments: list[Value], _node: model.Node) -> Value:
    return values.unknown(frozenset((Origin("request", "the request event"),)))


@native("$app/server", "query", "query.batch", "query.live", "command", "form", "prerender")
def _remote_function(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    data = values.unknown(frozenset((Origin("request", "the argument of a remote function"),)))
    for argument in arguments:
        call_later(machine, argument, [data, data], moments.request("a remote function"), node, sides=SERVER)
    return UNKNOWN
