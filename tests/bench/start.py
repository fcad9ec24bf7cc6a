"""Starts: of the command line, of the server, and of the first diagnostics it shows."""

from __future__ import annotations

import sys
import time
from functools import partial
from typing import TYPE_CHECKING

from tests.bench.client import LanguageClient
from tests.bench.measurement import Row, milliseconds, run, seconds_of, svelte_warden
from tests.bench.workspace import MIDDLE_COMPONENT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def measure(root: Path, rounds: int) -> list[Row]:
    """Start each program a number of times."""
    program = svelte_warden()
    commands: tuple[tuple[str, Sequence[str], str], ...] = (
        ("python -c pass", [sys.executable, "-c", "pass"], ""),
        ("svelte-warden --version", [program, "--version"], "≤ 120 ms"),
        ("svelte-warden explain", [program, "explain", "context-outside-init"], "≤ 120 ms"),
    )
    rows = [
        Row(name, milliseconds([seconds_of(partial(run, command, root)) for _ in range(rounds)]), budget)
        for name, command, budget in commands
    ]
    answers, diagnostics = zip(*(_start_server(root) for _ in range(rounds)), strict=True)
    return [
        *rows,
        Row("server start to initialize answer", milliseconds(answers), "≤ 500 ms"),
        Row("didOpen to first diagnostics", milliseconds(diagnostics), "≤ 50 ms"),
    ]


def _start_server(root: Path) -> tuple[float, float]:
    """Return the seconds until the server has answered, and from opening a file to its diagnostics."""
    file = root / MIDDLE_COMPONENT
    text = file.read_text(encoding="utf-8")
    start = time.perf_counter()
    with LanguageClient([svelte_warden(), "lsp"], root) as client:
        client.initialize()
        answered = time.perf_counter()
        item = {"uri": file.as_uri(), "languageId": "svelte", "version": 1, "text": text}
        client.notify("textDocument/didOpen", {"textDocument": item})
        client.wait_for("textDocument/publishDiagnostics", lambda it: it["uri"] == file.as_uri())
        return answered - start, time.perf_counter() - answered
