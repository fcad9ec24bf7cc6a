"""What a function has when its body begins: ``this``, its parameters, and what its body hoists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.hoisting import hoist
from svelte_warden.flow.interpreter.patterns import bind
from svelte_warden.flow.interpreter.scopes import Scope
from svelte_warden.flow.interpreter.values import UNDEFINED, Object

if TYPE_CHECKING:
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.values import Closure, Value


def scope_of(closure: Closure, this: Value | None) -> Scope:
    """Return the scope of a call, with the ``this`` that the function has in it."""
    scope = Scope(closure.scope, is_function=True)
    if not closure.function.is_arrow:
        scope.this = this if this is not None and this.atoms else closure.this or UNDEFINED
    elif closure.this is not None:
        scope.this = closure.this
    return scope


def declare_in(machine: Machine, scope: Scope, closure: Closure, given: list[Value], *, are_all: bool = False) -> None:
    """Declare the class, the parameters, given these arguments, and what the body hoists.

    ``are_all`` says that there are certainly no more arguments than these.
    """
    function = closure.function
    if closure.owner is not None:
        cell = machine.declare(scope, "%owner", "const")
        cell.value, cell.initialised = values.of(closure.owner), True
    if not function.is_arrow and closure.home.code is not None and "arguments" in closure.home.code.names:
        _bind_arguments(machine, function, given, scope, are_all=are_all)
    bind_parameters(machine, function, given, scope, are_all=are_all)
    if function.parameter_properties:
        _assign_parameter_properties(function, scope)
    hoist(machine, function.body, scope)


def are_all_given(node: model.Node | None, arguments: list[Value]) -> bool:
    """Whether a call writes out each of the arguments that a function is called with, and gives it no more."""
    return (
        isinstance(node, (model.Call, model.New))
        and len(node.arguments) == len(arguments)
        and not any(isinstance(argument, model.Spread) for argument in node.arguments)
    )


def _list_of(machine: Machine, node: model.Node, arguments: list[Value], *, are_all: bool) -> Object:
    listed = machine.allocate("array", node)
    listed.properties = {str(position): value for position, value in enumerate(arguments)}
    if are_all:
        listed.internal["exact"] = True
    return listed


def _bind_arguments(
    machine: Machine, function: model.Function, arguments: list[Value], scope: Scope, *, are_all: bool
) -> None:
    """Declare ``arguments``."""
    listed = _list_of(machine, function, arguments, are_all=are_all)
    cell = machine.declare(scope, "arguments", "const")
    cell.value, cell.initialised = values.of(listed), True


def bind_parameters(
    machine: Machine, function: model.Function, arguments: list[Value], scope: Scope, *, are_all: bool = False
) -> None:
    """Bind a function's parameters to the arguments of a call."""
    for position, parameter in enumerate(function.parameters):
        if isinstance(parameter, model.RestPattern):
            rest = _list_of(machine, parameter, arguments[position:], are_all=are_all)
            bind(machine, parameter.target, values.of(rest), scope, "parameter")
            return
        value = arguments[position] if position < len(arguments) else UNDEFINED
        bind(machine, parameter, value, scope, "parameter")


def _assign_parameter_properties(function: model.Function, scope: Scope) -> None:
    """Give a new instance the fields that stand among the parameters of its constructor: ``private name = 'x'``."""
    for atom in scope.this.atoms if scope.this is not None else ():
        if isinstance(atom, Object):
            for name in function.parameter_properties:
                atom.properties[name] = scope.cells[name].value
