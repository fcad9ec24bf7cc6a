"""Components: creating one, running its scripts, then its template, then what it scheduled."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.flow import moments
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.hoisting import bound_names, hoist
from svelte_warden.flow.interpreter.linking import declare_imports, module_of
from svelte_warden.flow.interpreter.origins import A_PROP
from svelte_warden.flow.interpreter.properties import get_property
from svelte_warden.flow.interpreter.scopes import Scope
from svelte_warden.flow.interpreter.slicing import Slice, slice_of
from svelte_warden.flow.interpreter.values import Home, Object, Place, Snippet, Value
from svelte_warden.flow.natives.requests import given_data
from svelte_warden.flow.reach.doubts import Doubt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from svelte_warden.facts.code import Code
    from svelte_warden.facts.file import FileFacts
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.reach.model import Hop


@dataclass(eq=False, slots=True)
class Instance:
    """One created component: the props it was given and the contents of its slots.

    ``contexts`` holds what it puts into context, and ``acting`` whether that can act, where somebody has asked.
    ``is_aside`` says that it is followed for the contexts above it alone: the rest its own file's run tells.
    """

    path: str
    props: Value
    contents: dict[str, Snippet] = field(default_factory=dict)
    known_parent: bool = False
    parent: Instance | None = None
    contexts: dict[tuple[str, ...], Value] = field(default_factory=dict)
    acting: dict[tuple[str, ...], bool] = field(default_factory=dict)
    is_aside: bool = False
    hop: Hop | None = None

    @property
    def nesting(self) -> int:
        """How many components deep this one is created within the run."""
        return 0 if self.parent is None else 1 + self.parent.nesting


def unknown_props(path: str, origins: frozenset[values.Origin] = values.NO_ORIGINS, data: Value | None = None) -> Value:
    """Return the props of a component whose parent is not known.

    Args:
        path: the component.
        origins: for a page or layout the origin of its data.
        data: what is known of that data.
    """
    props = Object("props", Place(path, 0, 0), open=True, rest=values.unknown(given_data(A_PROP)))
    props.internal["props_of"] = path
    if origins:
        for name in ("data", "form", "params"):
            props.properties[name] = values.unknown(origins)
        if data is not None:
            props.properties["data"] = values.tainted(values.merge(data, values.UNKNOWN), origins)
    return values.of(props)


def run_component(machine: Machine, instance: Instance) -> Scope | None:
    """Create a component: module script (once), instance script, template; callbacks are only scheduled.

    Returns the scope of the instance script, ``None`` if there is no such component.
    """
    facts = machine.program.facts(instance.path)
    module = module_of(machine, instance.path)
    if facts is None or module is None:
        return None
    outer, conditions = machine.instance, machine.conditions
    machine.instance, machine.conditions = instance, values.NO_ORIGINS
    try:
        scope = Scope(module.scope, is_function=True)
        home = Home(instance.path, 0)
        with machine.at(moment=moments.INIT, activation=machine.new_activation(), home=home):
            _run_instance_script(machine, facts, instance, scope)
            from svelte_warden.flow.interpreter.markup import render_fragment  # noqa: PLC0415 - markup creates components

            activation = machine.new_activation(keeps_context_over_await=True)
            with machine.at(moment=moments.TEMPLATE, activation=activation):
                render_fragment(machine, facts.markup, 0, scope)
            if instance.parent is None:
                machine.tree.render_again = lambda: _render_again(machine, facts, instance, scope)
    finally:
        machine.instance, machine.conditions = outer, conditions
    return scope


def run_script(machine: Machine, instance: Instance, facts: FileFacts) -> Scope | None:
    """Run a component's scripts without its template; return the scope of the instance script."""
    module = module_of(machine, instance.path)
    if module is None:
        return None
    outer, machine.instance = machine.instance, instance
    scope = Scope(module.scope, is_function=True)
    with machine.at(moment=moments.INIT, activation=machine.new_activation(), home=Home(instance.path, 0)):
        _run_instance_script(machine, facts, instance, scope)
    machine.instance = outer
    return scope


def _render_again(machine: Machine, facts: FileFacts, instance: Instance, scope: Scope) -> None:
    """Render the template as it may be once handlers have run: a variable may hold another component then."""
    from svelte_warden.flow.interpreter.markup import render_fragment  # noqa: PLC0415 - markup creates components

    outer, machine.instance = machine.instance, instance
    activation = machine.new_activation(keeps_context_over_await=True)
    with machine.at(moment=moments.TEMPLATE, activation=activation, home=Home(instance.path, 0)):
        render_fragment(machine, facts.markup, 0, scope)
    machine.instance = outer


def _run_instance_script(machine: Machine, facts: FileFacts, instance: Instance, scope: Scope) -> None:
    from svelte_warden.flow.interpreter.markup import declare_snippets  # noqa: PLC0415 - markup creates components

    declare_snippets(machine, facts.markup, 0, scope)
    pieces = [
        (Home(instance.path, piece.offset, piece.item), statement)
        for piece, statement in _followed(machine, facts, instance.path, scope)
    ]
    for home, statement in pieces:
        machine.home = home
        declare_imports(machine, instance.path, (statement,), scope)
        hoist(machine, (statement,), scope)
    for home, statement in pieces:
        machine.home = home
        _declare_reactive(machine, statement, scope)
    reactive = []
    for home, statement in pieces:
        machine.home = home
        if isinstance(statement, model.Labeled) and statement.label == "$":
            reactive.append((home, statement))
            continue
        _run_top_level(machine, statement, scope, instance)
    for home, statement in reactive:
        trail, sides = machine.trail, machine.sides
        with machine.at(moment=moments.REACTIVE_STATEMENT, home=home):
            machine.activation.depth += 1
            machine.execute((statement.body,), scope)
            machine.activation.depth -= 1
        machine.trail, machine.sides = trail, sides


def _followed(
    machine: Machine, facts: FileFacts, path: str, scope: Scope
) -> Iterable[tuple[model.Placed[Code], model.Statement]]:
    """Return the statements of the instance script that are followed, and have the machine follow so much markup.

    Variables that these set, and that others declare, are declared as anything.
    """
    if machine.followed is None:
        return ((piece, statement) for piece in facts.instance for statement in piece.item.statements)
    sliced = follow_markup(machine, facts, path, machine.followed)
    for name in sorted(sliced.unread):
        cell = machine.declare(scope, name, "let")
        cell.value, cell.initialised = values.UNKNOWN, True
    return sliced.instance


def follow_markup(machine: Machine, facts: FileFacts, path: str, followed: set[int]) -> Slice:
    """Return the slice of a component, and have the machine follow so much of its markup."""
    sliced = machine.slices.get(path)
    if sliced is None:
        sliced = machine.slices[path] = slice_of(facts)
        followed |= sliced.markup
    return sliced


def _run_top_level(machine: Machine, statement: model.Statement, scope: Scope, instance: Instance) -> None:
    """Run one top-level statement; after one that awaited, Svelte makes the component current again for the next.

    Holds in 5.36 and later with ``experimental.async``; within one statement nothing is restored.
    """
    before = machine.moment
    trail = machine.trail
    if isinstance(statement, model.ExportDeclaration) and isinstance(statement.declaration, model.VariableDeclaration):
        _run_props(machine, statement.declaration, scope, instance)
    else:
        machine.execute((statement,), scope)
    if machine.moment is not before:
        machine.moment = moments.AFTER_TOP_LEVEL_AWAIT
        machine.trail = trail


def _declare_reactive(machine: Machine, statement: model.Statement, scope: Scope) -> None:
    """Declare the variables that ``$: name = value`` introduces."""
    if not (isinstance(statement, model.Labeled) and statement.label == "$"):
        return
    body = statement.body
    if isinstance(body, model.ExpressionStatement) and isinstance(body.expression, model.Assignment):
        for name in bound_names(body.expression.target):
            if scope.find(name.name) is None and not name.name.startswith("$"):
                machine.declare(scope, name.name, "let", name)


def _run_props(machine: Machine, declaration: model.VariableDeclaration, scope: Scope, instance: Instance) -> None:
    """Run ``export let prop = default``: the parent's value or the default."""
    doubts = machine.doubts
    if not instance.known_parent and declaration.kind != "const" and len(declaration.declarators) == 1:
        names = bound_names(declaration.declarators[0].pattern)
        machine.doubts = (*doubts, *(Doubt(name.name, is_default=True) for name in names))
    machine.execute((declaration,), scope)
    machine.doubts = doubts
    if declaration.kind == "const":
        return
    for declarator in declaration.declarators:
        for name in bound_names(declarator.pattern):
            cell = scope.cells[name.name]
            given = get_property(machine, instance.props, name.name, name)
            undefined = given.atoms == values.UNDEFINED.atoms
            cell.value = (
                cell.value
                if undefined
                else values.merge(given, cell.value)
                if declarator.init or not instance.known_parent
                else given
            )
