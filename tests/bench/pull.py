"""Pulls for the whole workspace, as an editor does that shows the problems of all files."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.bench.editor import Editor
from tests.bench.measurement import Row, in_milliseconds, repeated
from tests.bench.programs import svelte_warden
from tests.bench.subject import places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.client import Message
    from tests.bench.options import Options
    from tests.bench.subject import Place, Subject

_FIRST = "workspace pull, first one of a new server"
_FULL = "workspace pull, full, nothing changed"
_UNCHANGED = "workspace pull, unchanged, nothing changed"
_EDITED = "workspace pull after a keystroke, "


def measure(subject: Subject, options: Options) -> Iterator[Row]:
    """Pull from new servers, each time in full, then for what is new only, then after keystrokes."""
    typed = places(subject)[:1] + places(subject)[-1:]
    times: dict[str, list[float]] = {}
    for _ in range(options.sessions):
        _pull(subject, typed, times)
    first = times.pop(_FIRST)
    yield Row(_FIRST, "s", repeated(first))
    for work, taken in times.items():
        yield Row(work, "ms", repeated(in_milliseconds(taken)))


def _pull(subject: Subject, typed: tuple[Place, ...], times: dict[str, list[float]]) -> None:
    with Editor([svelte_warden(), "lsp"], subject.root, pull=True) as editor:

        def pull(work: str, known: list[Message]) -> list[Message]:
            start = time.perf_counter()
            report = editor.client.request("workspace/diagnostic", {"previousResultIds": known})
            times.setdefault(work, []).append(time.perf_counter() - start)
            items: list[Message] = report["items"]
            return items

        pull(_FIRST, [])
        known = [{"uri": item["uri"], "value": item["resultId"]} for item in pull(_FULL, [])]
        again = pull(_UNCHANGED, known)
        assert all(item["kind"] == "unchanged" for item in again)
        assert len(again) == len(known)
        for place in typed:
            document = editor.open(place.path, place.text)
            pull("", known)
            position = {"line": place.line, "character": place.character}
            editor.change(document, {"range": {"start": position, "end": position}, "text": ";"})
            pull(_EDITED + place.name, known)
        times.pop("", None)
