"""Fixes applied to a project that is held in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tests.rules.findings import Edit, Fix, Found


class FixError(AssertionError):
    """A fix that cannot be applied, or does not come to an end."""


def apply_edits(files: Mapping[str, str], edits: Iterable[Edit]) -> dict[str, str]:
    """Return the files after the edits, all of whose offsets speak of the files before.

    Raises:
        FixError: Two edits overlap, or an edit lies outside its file or splits a character.
    """
    changed = dict(files)
    by_path: dict[str, list[Edit]] = {}
    for edit in edits:
        by_path.setdefault(edit.path, []).append(edit)
    for path, edits_of_file in by_path.items():
        data, end = changed.get(path, "").encode(), 0
        pieces: list[bytes] = []
        for edit in sorted(edits_of_file, key=lambda item: (item.start, item.end)):
            if not end <= edit.start <= edit.end <= len(data):
                message = f"{path}: the edit at bytes {edit.start} to {edit.end} overlaps another or leaves the file"
                raise FixError(message)
            pieces += (data[end : edit.start], edit.text.encode())
            end = edit.end
        try:
            changed[path] = b"".join((*pieces, data[end:])).decode()
        except UnicodeDecodeError as error:
            message = f"{path}: an edit splits a character: {error}"
            raise FixError(message) from error
    return changed


def choose(finding: Found, title: str) -> Fix | None:
    """Return the first fix with edits whose title contains `title`."""
    return next((fix for fix in finding.fixes if fix.edits and title in fix.title), None)


def apply_all(
    files: Mapping[str, str], title: str, findings_of: Callable[[Mapping[str, str]], Iterable[Found]]
) -> dict[str, str]:
    """Apply the chosen fix of the first finding that has one, look again, and so on until none is offered.

    Args:
        files: Path → content of the project.
        title: Part of the title of the fix to take; `""` takes the first one offered.
        findings_of: Analyses path → content.

    Raises:
        FixError: No finding offers the fix, a fix changes nothing, or the fixes never come to an end.
    """
    current = dict(files)
    limit = 1 + sum(1 for _ in findings_of(current)) * 2
    for round_number in range(limit):
        fix = next((fix for item in findings_of(current) if (fix := choose(item, title))), None)
        if fix is None and round_number == 0:
            message = f"no finding offers a fix with “{title}” in its title" if title else "no finding offers a fix"
            raise FixError(message)
        if fix is None:
            return current
        after = apply_edits(current, fix.edits)
        if after == current:
            message = f"the fix “{fix.title}” changes nothing, and its finding stays"
            raise FixError(message)
        current = after
    message = f"after {limit} fixes there are still findings that offer one"
    raise FixError(message)
