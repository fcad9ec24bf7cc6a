"""What the last check of some folders gave, for the next one to show at once if nothing has changed.

*Nothing* means: none of the files and folders that the check looked at, and nothing of the program itself. If nothing
but the content of some files has, what was learnt of the others still counts: ``remembered_files.py``.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass
from hashlib import blake2b
from secrets import token_hex
from typing import TYPE_CHECKING, Any, Final

from svelte_warden import __version__
from svelte_warden.engine.stored import (
    finding_from_json,
    finding_to_json,
    problem_from_json,
    problem_to_json,
    rule_from_json,
    rule_to_json,
)
from svelte_warden.project.cache_folder import cache_folder, read_entry, write_entry
from svelte_warden.project.files import FileSystem
from svelte_warden.project.program_files import look_at_program
from svelte_warden.project.witness import from_json
from svelte_warden.report.results import Results, paths_shown
from svelte_warden.text.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from svelte_warden.project.problem import Problem
    from svelte_warden.project.witness import Witness

_FORM: Final = 1
"""Grows when what is written means something else."""


@dataclass(frozen=True, slots=True)
class Last:
    """The last check: what tells it from all others, all that it saw, and what was wrong with files."""

    check: str
    witness: Witness
    problems: tuple[Problem, ...]


class Memory:
    """The results of one command: the same folders and the same rules.

    Args:
        roots: The folders that are checked.
        rules: The rules that were named.

    Attributes:
        folder: Where things are kept.
        name: Under which name.
        last: The last check, when it was recalled and something has changed since.
    """

    def __init__(self, roots: Sequence[str], rules: Sequence[str]) -> None:
        asked = json.dumps([_FORM, __version__, sys.version, sys.path, roots, sorted(rules)])
        self.folder = cache_folder()
        self.name = blake2b(asked.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        self.last: Last | None = None

    def recall(self, base: str, started: float) -> Results | None:
        """Return the results as they are still true; ``None`` if they may not be, or if there are none.

        Args:
            base: The folder from which paths are shown.
            started: When the command began, by ``time.perf_counter``.
        """
        content = read_entry(self.folder, self.name)
        if content is None:
            return None
        try:
            kept = json.loads(content)
            witness = from_json(kept["witness"])
            if witness.still_holds():
                return _results(kept, base, started)
            problems = tuple(problem_from_json(problem) for problem in kept["problems"])
            self.last = Last(str(kept["check"]), witness, problems)
        except (KeyError, TypeError, ValueError, RecursionError):  # somebody else wrote it
            return None
        return None

    def keep(self, results: Results, witness: Witness, modules: Iterable[str]) -> str:
        """Keep results with all that they rest on: what was seen, and the program with the ``modules`` of its rules.

        Returns:
            What tells this check from all others.
        """
        witness.add(look_at_program(modules))
        check = token_hex(16)
        kept = {
            "check": check,
            "witness": witness.to_json(),
            "findings": [finding_to_json(finding) for finding in results.findings],
            "problems": [problem_to_json(problem) for problem in results.problems],
            "rules": [rule_to_json(rule) for rule in results.rules],
            "counts": [results.projects, results.files, results.suppressed],
        }
        write_entry(self.folder, self.name, json.dumps(kept, separators=(",", ":")).encode())
        return check


def _results(kept: dict[str, Any], base: str, started: float) -> Results:
    findings = tuple(finding_from_json(finding) for finding in kept["findings"])
    problems = tuple(problem_from_json(problem) for problem in kept["problems"])
    projects, files, suppressed = (int(count) for count in kept["counts"])
    disk = FileSystem()
    texts = ((path, disk.read(path)) for path in sorted(paths_shown(findings, problems)))
    return Results(
        version=__version__,
        base=base,
        findings=findings,
        sources={path: Source(text if isinstance(text, bytes) else b"") for path, text in texts},
        rules=tuple(rule_from_json(rule) for rule in kept["rules"]),
        projects=projects,
        files=files,
        suppressed=suppressed,
        seconds=time.perf_counter() - started,
        problems=problems,
    )
