"""What is found out about a file as JSON, and back: for keeping it between runs.

It is a list in which each thing stands once, behind all that it is made of: a string, a number, ``true``, ``false`` or
``null`` as such, anything else as a list of the index of its type and the indexes of its parts. Nothing that is read is
trusted: it becomes instances of the types below or an error, and none of it is run.
"""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

from svelte_warden.engine import findings
from svelte_warden.engine.running import RulesRun
from svelte_warden.facts.model import Suppression
from svelte_warden.flow.analyse import FileFlow
from svelte_warden.flow.events import HandedProp, RenderSite
from svelte_warden.flow.interpreter.handover import Portable, SharedReference, Structure
from svelte_warden.flow.interpreter.values import Origin, Place, Primitive
from svelte_warden.flow.moments import Moment, Phase, Verdict
from svelte_warden.flow.reach import model as reach
from svelte_warden.flow.reach.doubts import Doubt
from svelte_warden.flow.reach.outline import Outline
from svelte_warden.flow.sharing import StateWrite
from svelte_warden.flow.timing import TimedCall
from svelte_warden.flow.trail import Step

if TYPE_CHECKING:
    from enum import Enum

_SCALARS: Final = frozenset((str, int, float, bool, type(None)))
_DATACLASSES: Final[tuple[type[Any], ...]] = (
    *(findings.Place, findings.Related, findings.Edit, findings.Fix, findings.Finding, RulesRun, Suppression),
    *(FileFlow, TimedCall, StateWrite, RenderSite, HandedProp, Step, Moment, Place, Origin, Primitive),
    *(Portable, SharedReference, Structure, Outline, Doubt),
    *(reach.Summary, reach.Key, reach.Spot, reach.Within, reach.Hop, reach.Site, reach.Outlet, reach.ContextSet),
    *(reach.ContextRead, reach.Mount),
)
_ENUMS: Final[tuple[type[Enum], ...]] = (findings.Severity, Phase, Verdict)
_TYPES: Final[tuple[type[Any], ...]] = (tuple, frozenset, *_ENUMS, *_DATACLASSES)
_INDEXES: Final = {kind: index for index, kind in enumerate(_TYPES)}
_FIELDS: Final = {kind: tuple(field.name for field in fields(kind)) for kind in _DATACLASSES}


def to_text(value: object) -> str:
    """Return plain data as JSON.

    Raises:
        TypeError: it holds something else than the types above.
    """
    rows: list[Any] = []
    _index_of(value, rows, {})
    return json.dumps(rows, separators=(",", ":"))


def _index_of(part: Any, rows: list[Any], known: dict[object, int]) -> int:  # noqa: ANN401 - it may be anything
    """Return where something stands, and put it there if it does not yet. No closure: nobody collects cycles here."""
    kind = type(part)
    is_scalar = kind in _SCALARS
    row = part if is_scalar else (_type_index(kind), *[_index_of(each, rows, known) for each in _parts(kind, part)])
    key = (kind, part) if is_scalar else row  # 1, 1.0 and true are equal
    index = known.get(key)
    if index is None:
        index = known[key] = len(rows)
        rows.append(row)
    return index


def from_text(text: str) -> Any:  # noqa: ANN401 - whatever was kept
    """Read what :func:`to_text` gave.

    Raises:
        LookupError, TypeError, ValueError: it is something else.
    """
    made: list[Any] = []
    try:
        rows = json.loads(text)
    except RecursionError as error:
        raise ValueError(text[:80]) from error
    for row in rows:
        if type(row) is list:
            made.append(_made(_TYPES[row[0]], [made[index] for index in row[1:]]))
        else:
            made.append(row)
    return made[-1]


def _type_index(kind: type[Any]) -> int:
    index = _INDEXES.get(kind)
    if index is None:
        message = f"a {kind.__name__} cannot be kept"
        raise TypeError(message)
    return index


def _parts(kind: type[Any], value: Any) -> Any:  # noqa: ANN401 - as above
    if kind in _FIELDS:
        return [getattr(value, name) for name in _FIELDS[kind]]
    return (value.value,) if kind in _ENUMS else value


def _made(kind: type[Any], parts: list[Any]) -> Any:  # noqa: ANN401 - as above
    if kind is tuple or kind is frozenset:
        return kind(parts)
    if kind in _FIELDS and len(parts) != len(_FIELDS[kind]):
        raise ValueError(kind)
    return kind(*parts)
