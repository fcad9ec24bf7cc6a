"""Edits that change what another open document sees: from the one's change to the other's diagnostics."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.bench.editor import Editor
from tests.bench.measurement import Budget, Row, in_milliseconds, sessions
from tests.bench.programs import svelte_warden
from tests.bench.workspace import (
    CONTEXT_LAYOUT,
    CONTEXT_PAGE,
    HELPER_MODULE,
    HELPER_USER,
    STORE_MODULE,
    STORE_USER,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.bench.options import Options
    from tests.bench.subject import Subject

# What is edited, who is open beside it, the text that is replaced, and what by: with an error there and without.
# `@` stands for a number, so that no text comes twice.
_EDITS = {
    "edit of a helper to publish of its user": (
        HELPER_MODULE,
        HELPER_USER,
        "task();",
        ("setTimeout(task, @);", "task(); // @"),
    ),
    "edit of the widely imported store to publish of an importer": (
        STORE_MODULE,
        STORE_USER,
        "// type here",
        ("session(); // @", "// type @ here"),
    ),
    "edit of a layout's setContext to publish of its reader": (
        CONTEXT_LAYOUT,
        CONTEXT_PAGE,
        "'provided',",
        ("'other@',", "'provided', /* @ */"),
    ),
}
_WARM_UP = 2  # the first ones wait until the whole workspace is known


def measure(subject: Subject, options: Options) -> Iterator[Row]:
    """Make each edit and take it back, again and again; there are no such files in a folder that was not generated."""
    if not subject.is_generated:
        return
    rounds = max(2, options.keystrokes // 5)
    for work, edit in _EDITS.items():
        runs = [in_milliseconds(_edit(subject.root, edit, rounds, options.pause)) for _ in range(options.sessions)]
        yield Row(work, "ms", sessions(runs), Budget(p95=50))


def _edit(root: Path, edit: tuple[str, str, str, tuple[str, str]], rounds: int, pause: float) -> list[float]:
    edited, seen, replaced, (wrong, right) = edit
    with Editor([svelte_warden(), "lsp"], root) as editor:
        seen_document = editor.open(seen)
        document = editor.open(edited)
        times: list[float] = []
        for number in range(rounds + _WARM_UP):
            found = number % 2 == 0
            replacement = (wrong if found else right).replace("@", str(number))
            text = document.text.replace(replaced, replacement)
            start = time.perf_counter()
            editor.change(document, {"text": text})
            editor.wait_for_change(seen_document, found=found)
            times.append(time.perf_counter() - start)
            time.sleep(pause)
        return times[_WARM_UP:]
