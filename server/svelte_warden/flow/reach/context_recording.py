"""Recording context reads and sets: which of them count, when they happen, and whether a missing value is expected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.facts import model
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.moments import AT_ONCE, Phase, Verdict, verdict
from svelte_warden.flow.reach.optional import declared_name, is_tested_in, throws_if_missing, typed_optional
from svelte_warden.flow.reach.recording import NOWHERE, ReadRecord, SetRecord, rendered_at, spot_of
from svelte_warden.flow.timing import shown_at

if TYPE_CHECKING:
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.values import Place, Value
    from svelte_warden.flow.moments import ContextOperation
    from svelte_warden.flow.reach.model import Hop, SetMoment
    from svelte_warden.flow.trail import Step

_SVELTE_5: Final = 5
_NAMELESS: Final = "function"
"""The last word of a step into a function without a name."""


def note_context(machine: Machine, operation: ContextOperation, function: str, node: model.Node, key: Value) -> None:
    """Record a read or a set, if it lies in the component at hand and does not throw anyway."""
    tree = machine.tree
    tree.last_read = values.NOTHING
    if machine.instance is None or tree.location is NOWHERE:
        return
    call = machine.place(node)
    inside = _inside(machine)
    steps = machine.trail.steps() if machine.trail is not None else ()
    shown = shown_at(call, steps, machine.path)
    if shown is None and inside and operation == "set":
        shown = rendered_at(machine)  # a function of a module that is only handed down
    if shown is None or inside is None:
        return
    if operation == "set":
        for one in tree.keys.keys_of(key):
            record = SetRecord(
                one, spot_of(shown), spot_of(call), _set_moment(machine), machine.moment.words, machine.doubts,
                len(tree.reads) + len(tree.sets),
            )  # fmt: skip
            if inside:
                tree.sets_below.append((inside[0], record))
            elif tree.location is None:
                tree.sets.append(record)
        return
    when = _read_moment(machine)
    if when is None or any(doubt.is_for_argument for doubt in machine.doubts):
        return
    read = ReadRecord(
        key=tree.keys.key_of(key),
        label=_label(machine, node, function) if shown == call else _wrapper(machine, node, function, shown),
        function=function,
        spot=spot_of(shown),
        call=spot_of(call),
        is_later=when == "later",
        is_certain=not machine.doubts,
        optional=_reason(machine, function, node),
        location=tree.location,
        inside=inside,
        order=len(tree.reads) + len(tree.sets),
        doubts=machine.doubts,
        moment=machine.moment,
        through=_after(steps, shown),
    )
    tree.last_read = values.of(values.Held(len(tree.reads)))
    tree.reads.append(read)


def _after(steps: tuple[Step, ...], shown: Place) -> tuple[Step, ...]:
    """Return the calls that come after the one at a place."""
    begun = next((index for index, step in enumerate(steps) if step.place == shown), len(steps))
    return tuple(step for step in steps[begun + 1 :] if step.kind == "call")


def _reason(machine: Machine, function: str, node: model.Node) -> str | None:
    if machine.tree.is_caught:
        return "a `catch` takes what is thrown"
    if throws_if_missing(function):
        return None
    if typed_optional(machine.home, node):
        return "its type allows for `undefined`"
    name = declared_name(machine.home, node)
    facts = machine.program.facts(machine.path) if name is not None and machine.home.path == machine.path else None
    if name is not None and facts is not None and any(is_tested_in(piece.item.text, name) for piece in facts.instance):
        return "the program looks whether it is there"
    return None


def _inside(machine: Machine) -> tuple[Hop, ...] | None:
    """Return the components the run has followed to get here, ``None`` when one of them is not known."""
    hops: list[Hop] = []
    instance = machine.instance
    while instance is not None and instance.parent is not None:
        if instance.hop is None:
            return None
        hops.insert(0, instance.hop)
        instance = instance.parent
    return tuple(hops)


def _label(machine: Machine, node: model.Node, function: str) -> str:
    """Return the key as it is written, or the name of the getter."""
    code = machine.home.code
    if code is None:
        return ""
    if not isinstance(node, model.Call):
        return f"{function}()"
    is_key = function in ("getContext", "hasContext") and len(node.arguments) > 0
    named: model.Node = node.arguments[0] if is_key else node.callee
    text = code.text[named.start : named.end].decode("utf-8", "replace")
    return text if is_key else f"{text}()"


def _wrapper(machine: Machine, node: model.Node, function: str, shown: Place) -> str:
    """Return the name of the function that is called at a place on the way here; if it has none, what it calls."""
    steps = machine.trail.steps() if machine.trail is not None else ()
    words = next((step.words for step in steps if step.place == shown and step.kind == "call"), "")
    name = words.rpartition(" ")[2]
    if name not in ("", _NAMELESS):
        return f"{name}()"
    label = _label(machine, node, function)
    return label if label.endswith("()") else f"{function}({label})"


def _answers(machine: Machine, operation: ContextOperation) -> set[Verdict]:
    project = machine.program.project(machine.path)
    majors = project.svelte_majors or {_SVELTE_5}
    return {verdict(machine.moment, operation, major, async_mode=project.async_mode) for major in majors}


def _read_moment(machine: Machine) -> str | None:
    """Return whether the read happens at once or later; ``None`` when it throws, or when it may never happen."""
    phase = machine.moment.phase
    if phase is Phase.UNKNOWN:
        return "at once" if machine.tree.location is not None else None
    if _answers(machine, "get") == {Verdict.THROWS}:
        return None
    if phase in (Phase.INIT, Phase.AFTER_TOP_LEVEL_AWAIT, Phase.SOMETIMES):
        return "at once"
    return "at once" if machine.moment.cause in AT_ONCE else "later"


def _set_moment(machine: Machine) -> SetMoment:
    moment = machine.moment
    if moment.phase is Phase.UNKNOWN:
        return "maybe"
    if _answers(machine, "set") == {Verdict.THROWS}:
        return "never"
    if moment.phase is Phase.INIT or moment.cause == "reactive":
        return "init"
    if moment.cause == "template" and not machine.tree.is_declaring:
        majors = machine.program.project(machine.path).svelte_majors or {_SVELTE_5}
        return "late" if min(majors) >= _SVELTE_5 else "maybe"
    return "maybe" if moment.phase is Phase.SOMETIMES or moment.cause in AT_ONCE else "late"
