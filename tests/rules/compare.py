"""Assertions against findings: every finding must be asserted, every assertion must be met."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules.findings import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tests.rules.assertions import Assertion
    from tests.rules.findings import Found
    from tests.rules.page import PageFile


def compare(files: Iterable[PageFile], found: Sequence[Found]) -> list[str]:
    """Return what differs, a line each; empty when assertions and findings agree.

    A related place need not be asserted, but an asserted one must be there.
    """
    files = tuple(files)
    unmatched = list(found)
    problems: list[str] = []
    for file in files:
        # The assertion that says most chooses first, so that `[rule]` alone does not take what `[rule] "text"` needs.
        for assertion in sorted(file.assertions, key=lambda item: -len(item.text)):
            here = Place(file.path, assertion.line)
            if assertion.kind == "note":
                if not any(_notes(item, here, assertion) for item in found):
                    problems.append(_unmet(file, assertion, found))
                continue
            match = next((item for item in unmatched if item.place == here and _meets(item, assertion)), None)
            if match is None:
                problems.append(_unmet(file, assertion, found))
            else:
                unmatched.remove(match)
    lines = {file.path: file.line for file in files}
    return problems + [f"{_where(item.place, lines)}: finding is not asserted: {_shown(item)}" for item in unmatched]


def _meets(found: Found, assertion: Assertion) -> bool:
    return (found.severity, found.rule) == (assertion.kind, assertion.rule) and assertion.text in found.message


def _notes(found: Found, here: Place, assertion: Assertion) -> bool:
    return found.rule == assertion.rule and any(
        place == here and assertion.text in message for place, message in found.notes
    )


def _unmet(file: PageFile, assertion: Assertion, found: Iterable[Found]) -> str:
    here = Place(file.path, assertion.line)
    if assertion.kind == "note":
        there = [f"note: [{item.rule}] {message}" for item in found for place, message in item.notes if place == here]
    else:
        there = [_shown(item) for item in found if item.place == here]
    seen = "; ".join(there) if there else "nothing"
    return f"{_where(here, {file.path: file.line})}: no such finding: {assertion}; the line has {seen}"


def _where(place: Place, page_lines: dict[str, int]) -> str:
    """Name the line of the page, and the line of the file."""
    shown = f"{place.path}:{place.line}"
    return f"page line {page_lines[place.path] + place.line - 1} ({shown})" if place.path in page_lines else shown


def _shown(found: Found) -> str:
    return f"{found.severity}: [{found.rule}] {found.message}"
