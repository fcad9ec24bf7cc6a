"""Bindings of components: what is bound gets the child's value where it had none, during server rendering too.

Source: run on Svelte 5.57 with SvelteKit 2.70 and 3.2; a bound value that is not undefined stays as it is.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from svelte_warden.facts import model
from svelte_warden.flow import moments
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.by_side import only_on
from svelte_warden.flow.interpreter.hoisting import bound_names
from svelte_warden.flow.interpreter.origins import A_PROP
from svelte_warden.flow.interpreter.patterns import write
from svelte_warden.flow.interpreter.property_writes import setter_of
from svelte_warden.flow.interpreter.values import BROWSER, UNDEFINED, UNKNOWN, Component, Home, Object, Origin, Value
from svelte_warden.flow.natives.registry import call_now, run_callback
from svelte_warden.flow.natives.stores import write_bound_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from svelte_warden.facts.file import FileFacts
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.scopes import Scope

SETTERS: Final = "setters"
"""What the functions are kept under, in a component's props, that its bound props write through."""
_MADE_BY_CHILD = values.unknown(frozenset((Origin("given", A_PROP),)))


def write_back(
    machine: Machine, component: Value, item: model.Directive, held: Value, start: int, scope: Scope
) -> None:
    """Give what a ``bind:name={target}`` of a component binds the value that the child makes, if it may have none.

    Args:
        machine: the run, at the component's element.
        component: what the element may render.
        item: the directive, with an expression.
        held: what the target holds.
        start: the absolute offset of the directive.
        scope: the scope of the element.
    """
    code = item.expression
    if code is None or isinstance(code.item.expression, model.Sequence):
        return
    outer = machine.home
    machine.home = Home(outer.path, start + code.offset, code.item)
    is_empty = UNDEFINED.atoms <= held.atoms
    if is_empty or _is_missing(machine, code.item.expression, scope):
        for atom in component.atoms:
            facts = machine.program.facts(atom.path) if isinstance(atom, Component) else None
            made = None if facts is None else _made_value(facts, item.name)
            if made is not None and (is_empty or made.origins):
                write(machine, code.item.expression, made, scope, code.item.expression, how="=")  # type: ignore[arg-type]  # an expression can be a target
    machine.home = outer


def _is_missing(machine: Machine, target: model.Expression | None, scope: Scope) -> bool:
    """Whether a property is bound that its object does not have before something is written to it.

    A constant that a child gives such a property is told of nowhere: that is how an empty form begins.
    """
    if not isinstance(target, model.Member):
        return False
    return any(
        isinstance(atom, Object)
        and atom.kind == "object"
        and atom.definition is None
        and not (atom.open or atom.rest is not None or atom.internal)
        and target.property not in atom.properties
        for atom in machine.evaluate(target.object, scope).atoms
    )


def is_pair(code: model.Embedded) -> bool:
    """Whether a binding is written as two functions: ``bind:value={get, set}``."""
    expression = code.item.expression
    return isinstance(expression, model.Sequence) and len(expression.expressions) == 2  # noqa: PLR2004 - get and set


def give_bound_pair(machine: Machine, props: Object, name: str, code: model.Embedded, start: int, scope: Scope) -> None:
    """Give a component a prop that is bound by two functions: what the first gives, and the second for its writes."""
    expression = code.item.expression
    assert isinstance(expression, model.Sequence)  # noqa: S101 - as is_pair tells
    outer = machine.home
    machine.home = Home(outer.path, start + code.offset, code.item)
    getter, setter = (machine.evaluate(part, scope) for part in expression.expressions)
    props.properties[name] = call_now(machine, getter, [], expression)
    props.internal.setdefault(SETTERS, {})[name] = _where_it_runs(setter, props.properties[name])
    machine.home = outer


def _where_it_runs(setter: Value, held: Value) -> Value:
    """Return the setter of a bound prop where it runs: a server calls it only for a prop that has no value yet.

    Holds in Svelte 5 (``bind_props`` of its server runtime); shown in ``values_by_side.md`` of the rules' tests.
    """
    has_none = bool(held.atoms & UNDEFINED.atoms) or any(isinstance(atom, values.Unknown) for atom in held.atoms)
    return setter if has_none else only_on(setter, BROWSER)


def give_setter(machine: Machine, props: Object, name: str, target: model.Expression | None, scope: Scope) -> None:
    """Give a component the setter of the property that one of its props is bound to, for what it writes there."""
    setters = _setters_of(machine, target, scope) if isinstance(target, model.Member) else None
    if setters is not None:
        props.internal.setdefault(SETTERS, {})[name] = setters


def _setters_of(machine: Machine, target: model.Member, scope: Scope) -> Value | None:
    """Return the functions that a write to a property runs."""
    setters = {
        replace(setter, this=values.of(atom))
        for atom in machine.evaluate(target.object, scope).atoms
        if isinstance(atom, Object) and (setter := setter_of(atom, target.property)) is not None
    }
    return Value(frozenset(setters)) if setters else None


def connect_setters(machine: Machine, pattern: model.ObjectPattern, given: Value, scope: Scope) -> None:
    """Let the variables that ``$props()`` is taken apart into write through to the functions they are bound by."""
    for atom in given.atoms:
        setters = atom.internal.get(SETTERS) if isinstance(atom, Object) else None
        for item in pattern.properties if setters else ():
            setter = setters.get(item.key) if setters else None
            cell = scope.cells.get(_local_and_fallback(item.target)[0])
            if setter is not None and cell is not None:
                cell.on_write = partial(_run_setter, machine, setter)


def _run_setter(machine: Machine, setter: Value, value: Value, node: model.Node) -> None:
    run_callback(machine, setter, [value], node)


def write_through(machine: Machine, item: model.Directive, target: model.Embedded, start: int, scope: Scope) -> None:
    """Let what an element's binding changes go through the function that its target is bound by, or its setter."""
    place = machine.place(model.Node(0, item.length))
    home = Home(machine.home.path, start + target.offset, target.item)
    with machine.at(home=home):
        change = _change_of(machine, target.item.expression, scope)
    if change is None:
        return

    def run() -> None:
        with machine.at(home=home):
            change()

    machine.schedule(run, moments.BOUND_SETTER, place, sides=BROWSER)


def _change_of(machine: Machine, target: model.Expression, scope: Scope) -> Callable[[], None] | None:
    """Return what of the program runs when an element changes what it binds."""
    match target:
        case model.Name(name=name):
            cell = scope.find(name)
            if cell is not None:
                return None if cell.on_write is None else partial(cell.on_write, UNKNOWN, target)
            store = scope.find(name[1:]) if name.startswith("$") else None
            return None if store is None else partial(write_bound_store, machine, machine.read(store), target)
        case model.Member():
            setters = _setters_of(machine, target, scope)
            return None if setters is None else partial(_run_setter, machine, setters, UNKNOWN, target)
        case _:
            return None


def _made_value(facts: FileFacts, prop: str) -> Value | None:
    """Return what a component gives a prop that it was not given: a fallback, or what its script assigns."""
    local = prop
    for statement in (statement for piece in facts.instance for statement in piece.item.statements):
        for pattern, default in _props(statement):
            if pattern != prop:
                continue
            target, fallback = default
            local = target
            if fallback is not None:
                return _constant(fallback)
    statements = [statement for piece in facts.instance for statement in piece.item.statements]
    return _MADE_BY_CHILD if any(name == local for name in _assigned(statements)) else None


def _constant(fallback: model.Expression) -> Value:
    if isinstance(fallback, model.Constant):
        return values.constant(fallback.kind, fallback.value)
    return _MADE_BY_CHILD


def _props(statement: model.Statement) -> Iterator[tuple[str, tuple[str, model.Expression | None]]]:
    """Yield the props that a statement declares: their names, the variables that hold them, and their fallbacks."""
    match statement:
        case model.ExportDeclaration(declaration=model.VariableDeclaration(kind="let", declarators=declarators)):
            for declarator in declarators:
                for name in bound_names(declarator.pattern):
                    yield name.name, (name.name, declarator.init)
        case model.VariableDeclaration(declarators=declarators):
            for declarator in declarators:
                match declarator:
                    case model.Declarator(
                        pattern=model.ObjectPattern(properties=properties),
                        init=model.Call(callee=model.Name(name="$props")),
                    ):
                        for item in properties:
                            if isinstance(item.key, str):
                                yield item.key, _local_and_fallback(item.target)
                    case _:
                        pass
        case _:
            pass


def _local_and_fallback(target: model.Pattern) -> tuple[str, model.Expression | None]:
    name = next((name.name for name in bound_names(target)), "")
    match target:
        case model.DefaultPattern(default=model.Call(callee=model.Name(name="$bindable"), arguments=arguments)):
            return name, (arguments[0] if arguments else None)
        case _:
            return name, None


def _assigned(statements: Iterable[model.Statement]) -> Iterator[str]:
    """Yield the variables that statements assign while they run, not in functions."""
    for statement in statements:
        match statement:
            case model.ExpressionStatement(expression=model.Assignment(target=model.Name(name=name))):
                yield name
            case model.If(consequent=consequent, alternate=alternate):
                yield from _assigned((*consequent, *alternate))
            case model.Block(body=body):
                yield from _assigned(body)
            case model.Labeled(label="$", body=inner):
                yield from _assigned((inner,))
            case _:
                pass
