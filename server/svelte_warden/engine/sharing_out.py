"""What one process learns about files, in a form that another takes over instead of finding it out again.

Following a file is the dear part of a check and needs little but the file; what needs all files is cheap once they
are followed. So several processes follow, each its share, and one puts together what they give; and what one check
learnt is good for the next one too, as long as the files are the same that it was learnt from.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from svelte_warden.engine.plain_data import from_text, to_text
from svelte_warden.engine.queries import comments, near_run, source
from svelte_warden.facts.immutable import immutable
from svelte_warden.flow.analyse import analyse
from svelte_warden.flow.kinds import kind_of
from svelte_warden.flow.reach.outline import outline, who_mentions
from svelte_warden.flow.reach.providers import providers
from svelte_warden.flow.server_code import importers_by_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from svelte_warden.engine.analysis import Analysis

_QUERIES: Final[tuple[Callable[[Any, str], Any], ...]] = (near_run, analyse, outline, comments, kind_of)
"""The queries whose answers are handed on: plain data, and all that the rules which need other files ask of one."""


@immutable
class Followed:
    """The answers about one file: each the index of its query, and what it gave. One that raised is left out."""

    path: str
    answers: tuple[tuple[int, Any], ...]


def follow(analysis: Analysis, path: str) -> Followed:
    """Follow a file and return what is worth handing on."""
    followed = Followed(path, tuple(_answers(analysis, path)))
    analysis.rest(path)
    return followed


def _answers(analysis: Analysis, path: str) -> Iterator[tuple[int, Any]]:
    for index, function in enumerate(_QUERIES):
        with suppress(Exception):  # whoever takes the others over finds the same, and says so
            yield index, analysis.query(function, path)


def take_over(analysis: Analysis, followed: Followed) -> None:
    """Take over what another process learnt about a file; both see the same files, which do not change meanwhile."""
    for index, answer in followed.answers:
        analysis.memo.adopt(_QUERIES[index], followed.path, answer)


@immutable
class Record:
    """What is kept of a file between checks: the files that were read to learn it, and the answers as JSON."""

    path: str
    sources: tuple[str, ...]
    answers: str


def record(analysis: Analysis, followed: Followed, known: Mapping[str, Record]) -> Record | None:
    """Return what to keep of a file that was followed by a traced analysis; ``None`` if that cannot be kept.

    Args:
        analysis: Where it was followed.
        followed: What that gave.
        known: The records from which answers about other files were taken over.
    """
    if len(followed.answers) < len(_QUERIES):
        return None
    try:
        answers = to_text(followed.answers)
    except (TypeError, RecursionError):  # a rule of somebody else may find what only it knows
        return None
    sources = {followed.path}
    for leaf in analysis.memo.leaves((query, followed.path) for query in _QUERIES):
        if leaf.function is source:
            sources.add(str(leaf.key))
        elif leaf.function in _QUERIES and leaf.key in known:
            sources.update(known[str(leaf.key)].sources)
    return Record(followed.path, tuple(sources), answers)


def followed_before(kept: Record) -> Followed:
    """Return what a record says.

    Raises:
        LookupError, TypeError, ValueError: it is none.
    """
    return Followed(kept.path, from_text(kept.answers))


def prepare(analysis: Analysis) -> None:
    """Find out what the answers that need all files have in common, before several processes go on from here."""
    analysis.query(who_mentions, None)
    analysis.query(importers_by_file, None)
    analysis.query(providers, None)
