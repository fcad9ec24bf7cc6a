"""The platform's streams: what they are made of runs in the request that makes them, and goes on after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.flow import moments
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.properties import get_property
from svelte_warden.flow.interpreter.values import UNKNOWN, Value
from svelte_warden.flow.natives.registry import call_later, callables, constructor, first, run_callback

if TYPE_CHECKING:
    from svelte_warden.facts import model
    from svelte_warden.flow.interpreter.machine import Machine

_LATER = ("pull", "cancel", "transform", "flush", "write", "close", "abort")


@constructor("global", "ReadableStream", "WritableStream", "TransformStream")
def _new_stream(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    described = first(arguments)
    start = Value(frozenset(callables(get_property(machine, described, "start", node))))
    if start.atoms:
        run_callback(machine, start, [UNKNOWN], node)
    for name in _LATER:
        callback = Value(frozenset(callables(get_property(machine, described, name, node))))
        call_later(machine, callback, [UNKNOWN, UNKNOWN], moments.STREAM, node)
    made = machine.allocate("unknown", node)
    made.open = True
    return values.of(made, origins=described.origins)
