"""From a keystroke to the diagnostics: a real server over standard input and output, every keystroke a new text.

The server works at the rest of the workspace in the pauses between keystrokes, as it does while somebody types.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.bench.editor import Editor
from tests.bench.measurement import Budget, Row, in_milliseconds, sessions
from tests.bench.programs import svelte_warden
from tests.bench.subject import places

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.bench.client import Message
    from tests.bench.options import Options
    from tests.bench.subject import Place, Subject

_WARM_UP = 20
_BUDGET = Budget(5, 12)
_BUDGETS = {"1,600-line component": Budget(p95=25)}


def measure(subject: Subject, options: Options) -> Iterator[Row]:
    """Type into components of two lengths, into the root layout, and into a module that many files import."""
    for place in places(subject):
        budget = _BUDGETS.get(place.name, _BUDGET) if subject.is_generated else None
        for pull, way in ((False, "publish"), (True, "answer to a pull")):
            runs = [in_milliseconds(type_at(subject.root, place, options, pull=pull)) for _ in range(options.sessions)]
            yield Row(f"keystroke to {way}, {place.name}", "ms", sessions(runs), budget)


def type_at(root: Path, place: Place, options: Options, *, pull: bool) -> list[float]:
    """Return the seconds of each keystroke of statements that are typed at a place.

    Raises:
        AssertionError: A mistake was typed and nothing was found, so that nothing was measured.
    """
    with Editor([svelte_warden(), "lsp"], root, pull) as editor:
        document = editor.open(place.path, place.text)
        times: list[float] = []
        diagnostics: list[Message] = []
        for typed, character in enumerate(statements(_WARM_UP + options.keystrokes, is_mistake=place.is_handler)):
            start = time.perf_counter()
            position = {"line": place.line, "character": place.character + typed}
            editor.change(document, {"range": {"start": position, "end": position}, "text": character})
            diagnostics = editor.diagnostics(document)
            times.append(time.perf_counter() - start)
            time.sleep(options.pause)
        if place.is_handler and not diagnostics:
            message = f"{place.path}: onMount was typed into a click handler and nothing was found"
            raise AssertionError(message)
        return times[_WARM_UP:]


def statements(length: int, *, is_mistake: bool) -> str:
    """Return complete statements of at least `length` characters in all, no two of them equal."""
    text = ""
    number = 0
    while len(text) < length:
        number += 1
        text += f"onMount(() => console.log({number})); " if is_mistake else f"console.log({number}); "
    return text
