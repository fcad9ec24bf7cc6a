"""Request events: what SvelteKit hands to loads, actions, endpoints and hooks, and whose data it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.addresses import ELSEWHERE, HERE, address_of
from svelte_warden.flow.interpreter.channels import handed_locals
from svelte_warden.flow.interpreter.handover import materialise
from svelte_warden.flow.interpreter.origins import (
    ADDRESS_OF_CLIENT,
    DATA_OF_PAGE,
    FETCH_OF_EVENT,
    content_origins,
    data_in,
)
from svelte_warden.flow.interpreter.properties import get_property, key_text
from svelte_warden.flow.interpreter.values import SERVER, UNKNOWN, Atom, Native, Object, Origin, Place, Value
from svelte_warden.flow.natives.own_endpoints import answers_all_alike
from svelte_warden.flow.natives.promises import promise_of
from svelte_warden.flow.natives.registry import call_now, callables, first, method, native, undescribed
from svelte_warden.flow.natives.responses import rendered_response
from svelte_warden.project.roles import Role

if TYPE_CHECKING:
    from svelte_warden.facts import model
    from svelte_warden.flow.interpreter.machine import Machine

# The fields of an event whose content belongs to one user, and what to call it.
_WITH_COOKIES = "a fetch with the user's cookies"
_USER_FIELDS = {
    "locals": "event.locals",
    "cookies": "the request's cookies",
    "request": "the request",
    "url": "the request's URL",
    "params": "the route's parameters",
    "data": DATA_OF_PAGE,
}


def user_data(label: str) -> frozenset[Origin]:
    """Return the origin of data that belongs to the user of one request."""
    return frozenset((Origin("request", label),))


def given_data(label: str) -> frozenset[Origin]:
    """Return the origin of data that somebody hands in, perhaps a user's: a prop, a context value."""
    return frozenset((Origin("given", label),))


def request_event(path: str) -> Value:
    """Return a request event as the framework passes it. It lives for one request."""
    event = Object("event", Place(path, 0, 0), open=True)
    for name, label in _USER_FIELDS.items():
        origins = user_data(label)
        held = Object("per-request", Place(path, 0, 0), open=True, rest=values.unknown(origins))
        event.properties[name] = values.of(held, origins=origins)
    event.properties["fetch"] = values.of(FETCH_OF_EVENT)
    event.properties["parent"] = values.of(Native("event", "parent"))
    event.properties["getClientAddress"] = values.of(Native("event", "getClientAddress"))
    return values.of(event)


def event_for(machine: Machine) -> Value:
    """Return the event of a run, with what the server hooks have put into its locals."""
    event = request_event(machine.path)
    if machine.program.role(machine.path) is Role.HOOKS_SERVER:
        return event
    portable = machine.program.query(handed_locals, machine.program.project(machine.path).root)
    if portable is not None:
        for atom in event.atoms:
            if isinstance(atom, Object):
                handed = materialise(machine, portable)
                held = atom.properties["locals"]
                for local in held.atoms:
                    for other in handed.atoms:
                        if isinstance(local, Object) and isinstance(other, Object):
                            local.properties.update(other.properties)
    return event


def hook_input(path: str) -> Value:
    """Return what ``handle``, ``handleFetch`` and ``handleError`` are given."""
    given = Object("event", Place(path, 0, 0), open=True)
    given.properties["event"] = request_event(path)
    origins = user_data("the request")
    given.properties["request"] = values.unknown(origins)
    given.properties["error"] = values.unknown(user_data("the error"))
    given.properties["url"] = values.unknown(user_data("the request's URL"))
    given.properties["resolve"] = values.of(Native("event", "resolve"))
    return values.of(given)


@native("event", "fetch")
def _fetch(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    """Send a request: with the user's cookies if it goes to the application itself.

    Source: run on SvelteKit 2.70; to another host they go along only if that is a part of the application's own.
    """
    origins = content_origins(values.join(arguments), follow_shared=False) if arguments else values.NO_ORIGINS
    address = first(arguments)
    return promise_of(machine, values.unknown(origins | _origins_of_answer(machine, address, origins)), node)


@native("global", "fetch", "globalThis.fetch")
def _fetch_globally(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    """Send a request; on the server an address without a host is none, so that nothing comes of it.

    Source: run on SvelteKit 2.70 and Node 20; ``tests/rules/suites/shared-state/addresses.md`` shows it.
    """
    answer = promise_of(machine, undescribed(arguments), node)
    for atom in answer.atoms if address_of(first(arguments)) == {HERE} else ():
        if isinstance(atom, Object):
            atom.internal["fails_on"] = SERVER
    return answer


def _origins_of_answer(machine: Machine, address: Value, origins: frozenset[Origin]) -> frozenset[Origin]:
    """Return whose data an answer may be beside that of which the request is made, as the cookies go along or not."""
    leads_to = address_of(address)
    text = key_text(address)
    if HERE in leads_to or "the request's URL" in {origin.label for origin in data_in(origins)}:
        is_for_all = text is not None and answers_all_alike(machine.program, machine.path, text)
        return values.NO_ORIGINS if is_for_all else user_data(_WITH_COOKIES)
    return values.NO_ORIGINS if ELSEWHERE in leads_to else given_data(_WITH_COOKIES)


@native("event", "parent")
def _parent(machine: Machine, _arguments: list[Value], node: model.Node) -> Value:
    handed = machine.page_data
    return promise_of(machine, handed if handed is not None else values.unknown(user_data("the parent's data")), node)


@native("event", "getClientAddress")
def _address(_machine: Machine, _arguments: list[Value], _node: model.Node) -> Value:
    return values.unknown(user_data(ADDRESS_OF_CLIENT))


@native("event", "resolve")
def _resolve(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    """Render the response; the options' functions see what is sent."""
    response = values.unknown(user_data("the response"))
    for options in arguments[1:]:
        for name in ("transformPageChunk", "filterSerializedResponseHeaders", "preload"):
            callback = get_property(machine, options, name, node)
            call_now(machine, Value(frozenset(callables(callback))), [response], node)
    return rendered_response(machine, node)


@native("$app/server", "getRequestEvent")
def _request_event(machine: Machine, _arguments: list[Value], _node: model.Node) -> Value:
    return machine.current_event


@method("als", "run exit")
def _run(machine: Machine, receiver: Atom, name: str, arguments: list[Value], node: model.Node) -> Value:
    assert isinstance(receiver, Object)  # noqa: S101 - registered for a kind of heap object
    callback = arguments[1] if name == "run" and len(arguments) > 1 else arguments[0] if arguments else UNKNOWN
    before = receiver.internal.get("store")
    if name == "run" and arguments:
        receiver.internal["store"] = arguments[0]
    result = call_now(machine, callback, arguments[2:], node)
    receiver.internal["store"] = before
    return result


@method("als", "getStore")
def _get_store(_machine: Machine, receiver: Atom, _name: str, _arguments: list[Value], _node: model.Node) -> Value:
    assert isinstance(receiver, Object)  # noqa: S101 - registered for a kind of heap object
    held = receiver.internal.get("store")
    return held if isinstance(held, Value) else values.unknown(given_data("the async local storage"))
