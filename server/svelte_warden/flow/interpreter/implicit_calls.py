"""Functions that nobody calls by name: the language does.

``[Symbol.iterator]`` runs where an object is gone through, ``then`` where it is awaited, ``toString`` where it is
written as text. Objects that a file writes out or makes of its own classes have such functions; for all others it is
known, or does not matter, what happens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.hierarchy import class_member
from svelte_warden.flow.interpreter.properties import element, get_property
from svelte_warden.flow.interpreter.values import UNKNOWN, Closure, Object, Value

if TYPE_CHECKING:
    from svelte_warden.facts import model
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.values import Atom

ITERATOR: Final = "@@Symbol.iterator"
_ITERATORS: Final = (ITERATOR, "@@Symbol.asyncIterator")
_TO_TEXT: Final = ("@@Symbol.toPrimitive", "toString", "valueOf")
_PLAIN: Final = frozenset(("object", "map", "set"))
_TEXT_OF_OBJECT: Final = values.text("[object Object]")


def items_of_own_iterator(machine: Machine, atom: Atom, node: model.Node) -> Value | None:
    """Return what going through an object gives that has an iterator of its own; ``None`` for any other value."""
    gone_through = _call_own(machine, atom, _ITERATORS, [], node)
    if gone_through is None:
        return None
    items: list[Value] = []
    for iterator in gone_through.atoms:
        step = _call_own(machine, iterator, ("next",), [], node)
        items.append(element(machine, values.of(iterator), node) if step is None else _value_of(machine, step, node))
    return values.join(items) if items else UNKNOWN


def _value_of(machine: Machine, step: Value, node: model.Node) -> Value:
    return get_property(machine, step, "value", node)


def run_own_then(machine: Machine, awaited: Value, node: model.Node) -> None:
    """Run what waiting for a value runs."""
    for atom in awaited.atoms:
        _call_own(machine, atom, ("then",), [UNKNOWN, UNKNOWN], node)


def run_own_text(machine: Machine, value: Value, node: model.Node) -> Value:
    """Return what a value is in a text, and run what makes it so."""
    texts = [_text_of(machine, atom, node) for atom in value.atoms]
    if not any(text is not None for text in texts):
        return value
    kept = values.join(values.of(atom) if text is None else text for atom, text in zip(value.atoms, texts, strict=True))
    return kept if kept == _TEXT_OF_OBJECT else values.tainted(kept, value.origins)


def _text_of(machine: Machine, atom: Atom, node: model.Node) -> Value | None:
    """Return what an object is in a text; ``None`` for anything else, and where that is not known."""
    own = _call_own(machine, atom, _TO_TEXT, [UNKNOWN], node)
    return _TEXT_OF_OBJECT if own is None and _is_plain(atom) else own


def _is_plain(atom: Atom) -> bool:
    """Whether an object is certainly written as text like any other one: there is nothing of what it holds in that."""
    if not isinstance(atom, Object) or atom.kind not in _PLAIN:
        return False
    return not (atom.open or atom.rest is not None or atom.internal.get("prototype"))


def run_own_json(machine: Machine, source: Object, node: model.Node) -> None:
    """Run what an object says it is as JSON."""
    _call_own(machine, source, ("toJSON",), [UNKNOWN], node)


def _call_own(
    machine: Machine, atom: Atom, names: tuple[str, ...], arguments: list[Value], node: model.Node
) -> Value | None:
    """Call the first of some methods that an object has from the code at hand; ``None`` if it has none."""
    from svelte_warden.flow.interpreter.calls import call_value  # noqa: PLC0415 - calls go through what they are given

    if not isinstance(atom, Object):
        return None
    for name in names:
        method = atom.properties.get(name)
        if method is None and atom.definition is not None:
            method = class_member(atom.definition, name)
        if method is not None and any(isinstance(function, Closure) for function in method.atoms):
            return call_value(machine, method, values.of(atom), arguments, node)
    return None
