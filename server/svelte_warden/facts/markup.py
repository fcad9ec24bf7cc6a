"""The markup of a component as the model's nodes, made again only where an edit touched it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts.immutable import immutable
from svelte_warden.facts.markup_reader import DEEPEST, MarkupReader
from svelte_warden.facts.reuse import NOTHING_KNOWN, unchanged_nodes
from svelte_warden.facts.template_code import MANY_FAILURES
from svelte_warden.text.edits import edit_between

if TYPE_CHECKING:
    from svelte_warden.facts.model import Fragment
    from svelte_warden.facts.reuse import Unchanged
    from svelte_warden.facts.scripts import ScriptElement


@immutable
class Markup:
    """The markup of a component.

    Attributes:
        data: the bytes that were read.
        fragment: the nodes, placed in the file.
        scripts: the scripts, in source order.
        has_errors: whether anything is half-typed.
        unsettled: the sorted offsets at which the extent of a node depends on what follows it.
        deepest: an upper bound of how many nodes lie around any node.
        failures: how many expressions had no end.
    """

    data: bytes
    fragment: Fragment
    scripts: tuple[ScriptElement, ...]
    has_errors: bool
    unsettled: tuple[int, ...]
    deepest: int
    failures: int


def read_markup(data: bytes, previous: Markup | None = None) -> Markup:
    """Read a component's markup; ``previous`` is an earlier version, whose unchanged nodes are used again.

    The result says the same with and without it.
    """
    edit = None if previous is None else edit_between(previous.data, data)
    if previous is None:
        return _read(data, NOTHING_KNOWN)
    if edit is None:
        return previous
    markup = _read(data, unchanged_nodes(previous.fragment, previous.unsettled, previous.deepest, edit))
    if markup.deepest >= DEEPEST or max(markup.failures, previous.failures) >= MANY_FAILURES:
        return _read(data, NOTHING_KNOWN)  # limits were met, which a node that is used again does not know of
    return markup


def _read(data: bytes, unchanged: Unchanged) -> Markup:
    reader = MarkupReader(data, unchanged)
    fragment = reader.read()
    code = reader.code
    unsettled = tuple(sorted(code.unsettled))
    scripts = tuple(reader.scripts)
    return Markup(data, fragment, scripts, code.has_errors, unsettled, reader.deepest, code.failures)
