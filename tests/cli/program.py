"""The real program in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = (sys.executable, "-m", "svelte_warden")


@dataclass(frozen=True)
class Run:
    """What the program did."""

    status: int
    output: str
    errors: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever the program printed
        """Return the output parsed."""
        return json.loads(self.output)


def environment(**variables: str) -> dict[str, str]:
    """Return an environment in which nothing but `variables` decides about colours and encodings."""
    inherited = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR", "TERM"}}
    return {**inherited, "PYTHONUTF8": "1", **variables}


def run(folder: Path, *arguments: str, **variables: str) -> Run:
    """Run the program in a folder and wait for its end."""
    process = subprocess.run(
        [*PROGRAM, *arguments],
        cwd=folder,
        env=environment(**variables),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=60,
    )
    return Run(process.returncode, process.stdout.decode(), process.stderr.decode())
