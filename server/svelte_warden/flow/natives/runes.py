"""Runes: ``$state``, ``$derived``, ``$effect``, ``$props`` and the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.flow import moments
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.reactivity import make_reactive
from svelte_warden.flow.interpreter.values import (
    BOTH_SIDES,
    BROWSER,
    FALSE,
    UNDEFINED,
    UNKNOWN,
    Object,
    SideFlag,
    Value,
)
from svelte_warden.flow.moments import Phase
from svelte_warden.flow.natives.registry import NO_COMPONENT, call_later, first, native, run_callback
from svelte_warden.flow.trail import Step

if TYPE_CHECKING:
    from svelte_warden.facts import model
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.scopes import Scope
    from svelte_warden.flow.moments import Moment
    from svelte_warden.flow.natives.registry import NativeFunction

_RUNE = "rune"


@native(_RUNE, "$state", "$state.raw")
def _state(machine: Machine, arguments: list[Value], _node: model.Node) -> Value:
    make_reactive(machine, first(arguments))
    return first(arguments)


@native(_RUNE, "$bindable")
def _bindable(_machine: Machine, arguments: list[Value], _node: model.Node) -> Value:
    return first(arguments)


@native(_RUNE, "$state.snapshot", "$state.eager")
def _snapshot(_machine: Machine, arguments: list[Value], _node: model.Node) -> Value:
    return values.unknown(first(arguments).origins)


def make_derived(machine: Machine, node: model.Call, scope: Scope) -> Value:
    """Return the lazy value of ``$derived(expression)``: nothing in it runs before somebody reads it."""
    made = machine.allocate("derived", node, home=machine.home, scope=scope, expression=node.arguments, by=False)
    made.internal["moment"] = machine.moment
    return values.of(made)


@native(_RUNE, "$derived.by")
def _derived_by(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    made = machine.allocate("derived", node, function=first(arguments), by=True, moment=machine.moment)
    return values.of(made)


def force(machine: Machine, derived: Object, node: model.Node) -> Value:
    """Return what a derived value holds, computing it at the moment of its first read on each side.

    Svelte computes it with the component that made it current (run on 5.39 and later); one made by a module has none.
    """
    details = derived.internal
    if details.get("computing"):
        return UNKNOWN
    seen: frozenset[values.Side] | None = details.get("sides")
    if seen is not None and machine.sides <= seen:
        result: Value = details["result"]
        return result
    details["computing"] = True
    made_at: moments.Moment = details["moment"]
    moment = (
        moments.DERIVED
        if made_at.phase in (Phase.INIT, Phase.CURRENT, Phase.AFTER_TOP_LEVEL_AWAIT)
        else moments.UNKNOWN
    )
    step = Step("moment", machine.place(node), "reads a derived value", moment)
    activation = machine.new_activation(keeps_context_over_await=True)
    with machine.at(moment=moment, trail=machine.extended(step), activation=activation):
        if details["by"]:
            result = run_callback(machine, details["function"], [], node)
        else:
            machine.home = details["home"]
            parts = [machine.evaluate(argument, details["scope"]) for argument in details["expression"]]
            result = parts[0] if parts else UNDEFINED
    details.update(computing=False, result=result, sides=(seen or frozenset()) | machine.sides)
    return result


def _effect(when: Moment) -> NativeFunction:
    def call(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
        moment = machine.moment if machine.moment.phase in NO_COMPONENT else when
        call_later(
            machine, first(arguments), [], moment, node, sides=BROWSER, soon=True, teardown=moments.EFFECT_TEARDOWN
        )
        return UNDEFINED

    return call


native(_RUNE, "$effect")(_effect(moments.EFFECT))
native(_RUNE, "$effect.pre")(_effect(moments.EFFECT_PRE))


@native(_RUNE, "$effect.root")
def _effect_root(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    moment = machine.moment if machine.moment.phase in NO_COMPONENT else moments.EFFECT_ROOT
    sides = machine.sides & BROWSER
    if sides:
        step = Step("moment", machine.place(node), moment.words, moment)
        with machine.at(moment=moment, sides=sides, trail=machine.extended(step)):
            teardown = run_callback(machine, first(arguments), [], node)
        call_later(machine, teardown, [], moments.EFFECT_TEARDOWN, node)
    return UNKNOWN


@native(_RUNE, "$effect.tracking")
def _tracking(machine: Machine, _arguments: list[Value], _node: model.Node) -> Value:
    """Nothing is tracked where no component is current: in handlers, in timers, after an ``await``."""
    return FALSE if machine.moment.phase in NO_COMPONENT else values.of(SideFlag(BROWSER, BOTH_SIDES))


@native(_RUNE, "$inspect")
def _inspect(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    made = machine.allocate("inspection", node)
    made.internal["arguments"] = arguments
    return values.of(made)


@native(_RUNE, "$props")
def _props(machine: Machine, _arguments: list[Value], _node: model.Node) -> Value:
    instance = machine.instance
    return UNKNOWN if instance is None else instance.props
