"""State that is set, used and put back in one go: ``user = me; try { return page(); } finally { user = null; }``.

Nothing that runs without waiting can meet another request in between. ``async`` functions that it calls see the state
only until they wait for something themselves.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Final

from svelte_warden.facts import model
from svelte_warden.flow.interpreter.values import STORES, Object, Primitive
from svelte_warden.flow.names import around, parts_of, waits, within_function

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from svelte_warden.flow.events import SharedWrite
    from svelte_warden.flow.interpreter.values import Place
    from svelte_warden.flow.program import Program

_TAKES_OUT: Final = frozenset(("pop", "shift", "delete", "clear"))
_LEAVES: Final = (model.Return, model.Jump)


def is_put_back(program: Program, event: SharedWrite, others: Iterable[SharedWrite]) -> bool:
    """Whether a write is undone by another one before anything else can run.

    Args:
        program: the program.
        event: the write.
        others: all writes of the run.
    """
    undoing = {place for other in others if _takes_back(other, event) for place in _places(other)}
    for place in _places(event) if undoing else ():
        way, offset = _way_to(program, place)
        functions = [node for node in way if isinstance(node, model.Function)]
        spans = {(each.start - offset, each.end - offset) for each in undoing if each.path == place.path}
        if functions and _is_undone(way[way.index(functions[-1]) :], spans):
            return True
        if not functions or functions[-1].is_async or functions[-1].is_generator:
            return False
    return False


def puts_back(event: SharedWrite, others: Iterable[SharedWrite]) -> bool:
    """Whether a write puts back what was there before an earlier one: nothing comes in by that.

    A store is put into itself for its subscribers to see what has changed in it; and somebody signs out by a constant.
    """
    is_store = isinstance(event.target, Object) and event.target.kind in STORES
    if is_store or not event.value.origins:
        return False
    earlier = takewhile(lambda other: other is not event, others)
    return any(_is_the_same(event, other) and _restores(event, other) for other in earlier)


def _takes_back(other: SharedWrite, event: SharedWrite) -> bool:
    """Whether a write takes out what another one has put there: it puts a constant there, or what was there before."""
    if other is event or not _is_the_same(other, event):
        return False
    is_constant = bool(other.value.atoms) and all(isinstance(atom, Primitive) for atom in other.value.atoms)
    return other.how in _TAKES_OUT or (is_constant and not other.value.origins) or _restores(other, event)


def _is_the_same(other: SharedWrite, event: SharedWrite) -> bool:
    return other.target is event.target and other.name == event.name


def _restores(other: SharedWrite, event: SharedWrite) -> bool:
    before = event.before
    return before is not None and (other.value.atoms, other.value.origins) == (before.atoms, before.origins)


def _places(event: SharedWrite) -> Iterator[Place]:
    """Yield the place of a write, and those of the calls that lead to it at once."""
    yield event.place
    for step in reversed(event.trail.steps() if event.trail is not None else ()):
        if step.kind != "call":
            return
        yield step.place


def _way_to(program: Program, place: Place) -> tuple[tuple[model.Node, ...], int]:
    """Return the nodes from a statement of the top level to what lies at a place, and what their offsets begin with."""
    facts = program.facts(place.path)
    for piece in () if facts is None else (*facts.module, *facts.instance):
        start, end = place.start - piece.offset, place.end - piece.offset
        if 0 <= start < len(piece.item.text):
            return around(piece.item.statements, start, end), piece.offset
    return (), 0


def _is_undone(way: Sequence[model.Node], spans: Collection[tuple[int, int]]) -> bool:
    """Whether what ends a way from a function is undone behind it, and nothing waits in between."""
    for holder, node in zip(reversed(way[:-1]), reversed(way[1:]), strict=True):
        for statement in _behind(holder, node):
            if _undoes(spans, statement):
                return True
            if waits(statement) or any(isinstance(each, _LEAVES) for each in within_function(statement)):
                return False
        if isinstance(holder, model.Try) and _is_undone_finally(spans, holder):
            return True
    return False


def _behind(holder: model.Node, node: model.Node) -> Sequence[model.Node]:
    """Return the statements behind one, in the list of its block."""
    for part in parts_of(holder):
        if isinstance(part, tuple) and any(each is node for each in part):
            return part[next(i for i, each in enumerate(part) if each is node) + 1 :]
    return ()


def _undoes(spans: Collection[tuple[int, int]], statement: model.Node) -> bool:
    """Whether a statement undoes the write in any case, and waits for nothing before it does."""
    match statement:
        case model.Try():
            return _is_undone_finally(spans, statement)
        case model.ExpressionStatement(expression=expression):
            return (expression.start, expression.end) in spans
        case _:
            return False


def _is_undone_finally(spans: Collection[tuple[int, int]], statement: model.Try) -> bool:
    before = (*statement.block, *(statement.handler or ()))
    return not any(map(waits, before)) and any(_undoes(spans, each) for each in statement.finalizer or ())
