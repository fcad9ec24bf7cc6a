"""The wrappers of ``svelte/legacy`` around handlers: what they give calls the handler, when the event comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.flow.interpreter import values
from svelte_warden.flow.natives.registry import first, native

if TYPE_CHECKING:
    from svelte_warden.facts import model
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.values import Value


@native("svelte/legacy", "once", "preventDefault", "self", "stopImmediatePropagation", "stopPropagation", "trusted")
def _wrapped(_machine: Machine, arguments: list[Value], _node: model.Node) -> Value:
    return first(arguments)


@native("svelte/legacy", "handlers")
def _several(_machine: Machine, arguments: list[Value], _node: model.Node) -> Value:
    return values.join(arguments) if arguments else values.UNDEFINED
