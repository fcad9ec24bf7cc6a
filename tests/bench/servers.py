"""A keystroke beside other language servers: the same component, the same client, the whole text with each change.

The others look for other things: what compares is how long somebody waits.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.bench.editor import Editor
from tests.bench.measurement import Row, in_milliseconds, repeated, sessions
from tests.bench.peer_tools import modules, prepared, program, version
from tests.bench.programs import svelte_warden
from tests.bench.subject import places

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.bench.options import Options
    from tests.bench.subject import Place, Subject

_KEYSTROKES = 20
_PAUSE_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class _Times:
    """Seconds of one session."""

    answer: float
    first: float
    keystrokes: list[float]


def measure(subject: Subject, options: Options) -> Iterator[Row]:
    """Start every server in turn, and type into the component of 500 lines."""
    with prepared(subject) as copy:
        place = places(copy)[0]
        servers = _servers()
        taken: dict[str, list[_Times]] = {name: [] for name in servers}
        for _ in range(options.sessions):
            for name, (command, pull) in servers.items():
                taken[name].append(_session(command, copy.root, place, pull=pull))
    for name, times in taken.items():
        answers = in_milliseconds([it.answer for it in times])
        yield Row("start to initialize answer", "ms", repeated(answers), subject=name)
        yield Row("didOpen to diagnostics", "ms", repeated(in_milliseconds([it.first for it in times])), subject=name)
        runs = [in_milliseconds(it.keystrokes) for it in times]
        yield Row("keystroke to diagnostics", "ms", sessions(runs), subject=name)


def _servers() -> dict[str, tuple[Sequence[str], bool]]:
    """Return the command of each server, and whether it can be asked for diagnostics."""
    node = ["node", str(modules() / "svelte-language-server" / "bin" / "server.js"), "--stdio"]
    return {
        "svelte-warden": ([svelte_warden(), "lsp"], False),
        "svelte-warden, pull": ([svelte_warden(), "lsp"], True),
        f"svelte-language-server {version('svelte-language-server')}, pull": (node, True),
        f"biome {version('@biomejs/biome')}": ([program("biome"), "lsp-proxy"], False),
        f"oxlint {version('oxlint')}": ([program("oxlint"), "--lsp"], False),
    }


def _session(command: Sequence[str], root: Path, place: Place, *, pull: bool) -> _Times:
    """Type statements as slowly as a person does, so that no server is behind when the next keystroke comes."""
    start = time.perf_counter()
    with Editor(command, root, pull) as editor:
        answered = time.perf_counter()
        document = editor.announce(place.path, place.text)
        editor.diagnostics(document)
        first = time.perf_counter() - answered
        lines = place.text.split("\n")
        keystrokes: list[float] = []
        for number in range(_KEYSTROKES):
            time.sleep(_PAUSE_SECONDS)
            typed = f"onMount(() => console.log({number})); "
            line = lines[place.line][: place.character] + typed + lines[place.line][place.character :]
            text = "\n".join((*lines[: place.line], line, *lines[place.line + 1 :]))
            begun = time.perf_counter()
            editor.change(document, {"text": text})
            editor.diagnostics(document)
            keystrokes.append(time.perf_counter() - begun)
        return _Times(answered - start, first, keystrokes)
