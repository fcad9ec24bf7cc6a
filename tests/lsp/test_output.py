"""How messages leave for the client."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from svelte_warden.lsp.standard_streams import Output

if TYPE_CHECKING:
    import pytest


def test_whoever_waits_may_run_as_soon_as_a_message_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client on the same processor would otherwise wait until the work that follows has used up its turn."""
    reading, writing = os.pipe()
    read_meanwhile: list[bytes] = []
    monkeypatch.setattr(os, "sched_yield", lambda: read_meanwhile.append(os.read(reading, 100)))

    Output(writing).write(b"an answer")

    assert read_meanwhile == [b"an answer"]
    os.close(reading)
    os.close(writing)
