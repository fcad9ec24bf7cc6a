"""What the last check learnt of single files, for the next one to go on with when only some of them have changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from svelte_warden.engine.sharing_out import Record
from svelte_warden.project.cache_folder import read_entry, write_entry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from svelte_warden.cli.remembering import Last, Memory
    from svelte_warden.engine.analysis import Analysis
    from svelte_warden.project.problem import Problem
    from svelte_warden.project.witness import Witness

_NAME: Final = "{}-files"
# A configuration may take in any of these, and then says how other files are found.
_DATA: Final = (".json", ".jsonc", ".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class RememberedFiles:
    """What is still true: of files that have not changed and rest on none that have.

    Attributes:
        records: What was learnt of them.
        witness: What was seen, without the files that have changed.
        problems: What is wrong with files and settings, but for those.
    """

    records: tuple[Record, ...]
    witness: Witness
    problems: tuple[Problem, ...]


def recall_files(memory: Memory, analysis: Analysis) -> RememberedFiles | None:
    """Return what the last check learnt and is still true; ``None`` if more has changed than what source files say.

    Args:
        memory: What the check was recalled with.
        analysis: The new one, which knows what is a configuration.
    """
    last = memory.last
    changed = None if last is None else last.witness.changed_files()
    if last is None or changed is None:
        return None
    records = _read(memory, last)
    sources = {path for kept in records for path in kept.sources}
    analysis.files()  # it has to have seen the configurations
    if not changed <= sources or any(_is_configuration(analysis, path) for path in changed):
        return None
    return RememberedFiles(
        tuple(kept for kept in records if changed.isdisjoint(kept.sources)),
        last.witness.without(changed),
        tuple(problem for problem in last.problems if problem.path not in changed),
    )


def keep_files(memory: Memory, check: str, records: Sequence[Record]) -> None:
    """Keep what a check learnt, beside its results."""
    paths = sorted({path for kept in records for path in kept.sources})
    indexes = {path: index for index, path in enumerate(paths)}
    kept = {
        "check": check,
        "paths": paths,
        "files": [
            [indexes[kept.path], sorted(indexes[path] for path in kept.sources), kept.answers] for kept in records
        ],
    }
    write_entry(memory.folder, _NAME.format(memory.name), json.dumps(kept, separators=(",", ":")).encode())


def _read(memory: Memory, last: Last) -> tuple[Record, ...]:
    """Read what was kept beside the last results: of another check, or damaged, it is nothing."""
    content = read_entry(memory.folder, _NAME.format(memory.name))
    try:
        kept = json.loads(content or b"null")
        if kept["check"] != last.check:
            return ()
        return tuple(_record(kept["paths"], *file) for file in kept["files"])
    except (LookupError, TypeError, ValueError, RecursionError):  # somebody else wrote it
        return ()


def _record(paths: Any, index: Any, sources: Any, answers: Any) -> Record:  # noqa: ANN401 - whatever a file holds
    return Record(str(paths[index]), tuple([str(paths[source]) for source in sources]), str(answers))


def _is_configuration(analysis: Analysis, path: str) -> bool:
    return path.endswith(_DATA) or analysis.workspace.is_configuration(path)
