"""What changed in files, as a patch that git and patch can apply."""

from __future__ import annotations

from difflib import unified_diff
from typing import TYPE_CHECKING

from svelte_warden.report.results import relative_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from svelte_warden.engine.repair import TextChange

_NO_FILE = "/dev/null"


def render(changes: Iterable[TextChange], base: str) -> str:
    """Return a unified diff of all changes; paths are seen from the folder ``base``, behind ``a/`` and ``b/``."""
    return "".join(line for change in changes for line in _lines(change, relative_path(change.path, base)))


def _lines(change: TextChange, path: str) -> Iterator[str]:
    ending = "\t" if " " in path else ""  # else the name ends at the space
    before = f"a/{path}{ending}" if change.before is not None else _NO_FILE
    old, new = _split(change.before or b""), _split(change.after)
    for line in unified_diff(old, new, before, f"b/{path}{ending}"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _split(data: bytes) -> list[str]:
    """Split a text into lines as git does: they end at a line feed and nowhere else."""
    *lines, last = data.decode().split("\n")
    return [*(f"{line}\n" for line in lines), *([last] if last else [])]
