"""An analysis with one tiny rule, for what can be tested of the server without the real one.

A call of ``getContext`` on a line with ``onclick`` is a finding, and so is a call of ``read()`` there if the file
``helper.ts`` beside it calls ``getContext``: a finding that depends on another file.
"""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

from svelte_warden.engine.findings import Edit, Finding, Fix, Place, Related, Severity
from svelte_warden.engine.outcome import Crash, FileOutcome
from svelte_warden.text.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_CALL = re.compile(rb"[^\n]*onclick[^\n]*?((getContext|read)\([^)\n]*\))")


class FakeAnalysis:
    def __init__(self, roots: Sequence[str], cancelled: Callable[[], bool] = lambda: False) -> None:
        self.roots = roots
        self.cancelled = cancelled
        self.structure = 0
        self.settings: object = None
        self.documents: dict[str, Source] = {}
        self.registry = SimpleNamespace(get=lambda _name: None, rules=())
        self.asked: list[str] = []

    def configure(self, settings: object, _base: str) -> tuple[object, ...]:
        self.settings = settings
        return ()

    def open(self, path: str, source: Source, _version: int = 0) -> None:
        self.documents[path] = source

    edit = open

    def close(self, path: str) -> None:
        del self.documents[path]

    def changed_on_disk(self, paths: Iterable[str]) -> None:
        self.structure += len(list(paths))

    def files(self) -> tuple[str, ...]:
        found = (path for root in self.roots for path in Path(root).rglob("*") if path.suffix in (".svelte", ".ts"))
        return tuple(sorted(path.as_posix() for path in found))

    def problems(self) -> tuple[object, ...]:
        return ()

    def facts(self, _path: str) -> None:
        return None

    def source(self, path: str) -> Source:
        if path in self.documents:
            return self.documents[path]
        return Source(Path(path).read_bytes()) if Path(path).is_file() else Source(b"")

    def outcome(self, path: str) -> FileOutcome:
        self.asked.append(path)
        data = self.source(path).data
        if b"crash the analysis" in data:
            raise KeyError("a secret of the user")
        if b"crash the rule" in data:
            crash = Crash(path, "fragile-rule", "KeyError: 'a secret of the user'", "Traceback…")
            return FileOutcome(path, tuple(self._findings(path, data)), (), (crash,))
        return FileOutcome(path, tuple(self._findings(path, data)))

    def _findings(self, path: str, data: bytes) -> Iterable[Finding]:
        helper = f"{path.rpartition('/')[0]}/helper.ts"
        for match in _CALL.finditer(data):
            related: tuple[Related, ...] = ()
            if match[2] == b"read":
                found = self.source(helper).data.find(b"getContext(")
                if found < 0:
                    continue
                related = (Related(Place(helper, found, found + 10), "calls getContext here"),)
            start, end = match.span(1)
            yield Finding(
                rule="context-outside-init",
                family="context-timing",
                severity=Severity.ERROR,
                place=Place(path, start, end),
                message="getContext is called when the click handler runs",
                related=related,
                fixes=(
                    Fix("Call it at initialisation", "safe", (Edit(path, start, end, "session"),)),
                    Fix("Explain", "manual", ()),
                ),
            )
