"""Running programs and timing them."""

from __future__ import annotations

import compileall
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import svelte_warden as analysis
import svelte_warden_rules as rules

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

REPOSITORY = Path(__file__).parents[2]


def svelte_warden() -> str:
    """Return the path of the program that is installed beside the running interpreter."""
    return str(Path(sys.executable).with_name("svelte-warden" + (".exe" if os.name == "nt" else "")))


def compile_bytecode() -> None:
    """Leave the bytecode of svelte-warden beside its source, as its installation does.

    A program would compile an edited module at each start where Python is told to write no bytecode: 0.1 s for all.
    """
    for package in (analysis, rules):
        compileall.compile_dir(Path(package.__path__[0]), quiet=1)


def run(
    arguments: Sequence[str],
    folder: Path,
    accepted: tuple[int, ...] = (0,),
    environment: Mapping[str, str] | None = None,
    *,
    with_errors: bool = False,
) -> str:
    """Run a program to its end and return what it printed.

    Args:
        arguments: The program and its arguments.
        folder: Where it runs.
        accepted: The statuses with which it may end.
        environment: Variables that it sees beside those of this process.
        with_errors: Whether to return what it printed to standard error too.

    Raises:
        RuntimeError: It ended with another status.
    """
    done = subprocess.run(
        arguments,
        cwd=folder,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode not in accepted:
        message = f"{' '.join(arguments)} ended with {done.returncode}: {done.stderr[-2000:]}"
        raise RuntimeError(message)
    return done.stdout + done.stderr if with_errors else done.stdout


def seconds_of(work: Callable[[], object]) -> float:
    """Return the wall time of a call in seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
