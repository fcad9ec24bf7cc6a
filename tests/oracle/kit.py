"""Projects of SvelteKit: built with adapter-node, served, and asked by two users."""

from __future__ import annotations

import json
import os
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.oracle.asking import GUEST, Answer, Server, ask_everything
from tests.oracle.components import link_modules
from tests.oracle.environments import node
from tests.oracle.kit_project import complete
from tests.oracle.observed import Observed, Thrown
from tests.oracle.visits import cookies, visits
from tests.rules.project import write_project

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.rules.page import Frameworks

_PROGRAMS = Path(__file__).with_name("node")
_BUILD_TIMEOUT_SECONDS = 180
_MARK = "oracle "


def run_kit(
    folder: Path, files: Mapping[str, str], frameworks: Frameworks, *, asynchronous: bool, rounds: int
) -> Observed:
    """Build an example with adapter-node, start it, and let two users ask it for everything it answers.

    Args:
        folder: Where the project is written; the frameworks are found from the folder above it.
        files: Path → content of the example.
        frameworks: Majors of Svelte and SvelteKit.
        asynchronous: Whether `compilerOptions.experimental.async` is on.
        rounds: How often users ask at the same time at most, as long as nobody has seen anything of another.
    """
    modules = link_modules(folder, f"svelte-{frameworks.svelte}-kit-{frameworks.kit}")
    app = complete(files, frameworks, asynchronous=asynchronous)
    write_project(folder, app)
    build = [node(), "--no-warnings", str(modules / "vite" / "bin" / "vite.js"), "build"]
    done = subprocess.run(
        build, cwd=folder, capture_output=True, text=True, timeout=_BUILD_TIMEOUT_SECONDS, check=False
    )
    if done.returncode:
        return Observed((Thrown("build", done.stderr[-4000:]),))
    log = folder / "server.log"
    with _served(folder, log) as port:
        answers, leaks = ask_everything(Server(port, cookies(files)), visits(app), rounds)
    lines = log.read_text(encoding="utf-8").splitlines()
    logs = tuple(line for line in lines if not line.startswith(_MARK))
    thrown = dict.fromkeys((*_thrown(lines), *_failed(answers)))
    return Observed(tuple(thrown), logs, tuple(leaks))


@contextmanager
def _served(folder: Path, log: Path) -> Iterator[int]:
    """Start the server that was built, yield its port, and stop it."""
    command = [node(), "--no-warnings", "--import", str(_PROGRAMS / "outside.mjs"), str(_PROGRAMS / "serve.mjs")]
    with log.open("w", encoding="utf-8") as errors:
        server = subprocess.Popen(
            command, cwd=folder, env=dict(os.environ), stdout=subprocess.PIPE, stderr=errors, text=True
        )
        try:
            assert server.stdout is not None
            first = server.stdout.readline()
            if not first.strip().isdigit():
                message = f"the server did not start: {first}{log.read_text(encoding='utf-8')[-4000:]}"
                raise RuntimeError(message)
            yield int(first)
        finally:
            server.terminate()
            server.communicate()


def _thrown(lines: Sequence[str]) -> Iterator[Thrown]:
    """Yield the errors that were written down, but for those that a guest met: many pages are for users only."""
    for line in lines:
        if line.startswith(_MARK):
            error = json.loads(line.removeprefix(_MARK))
            if not error.get("guest"):
                yield Thrown(error["stage"], error["message"])


def _failed(answers: Sequence[Answer]) -> Iterator[Thrown]:
    """Yield the answers to users that say the server failed, in case nobody was told of an error."""
    for answer in answers:
        if answer.status >= 500 and answer.user != GUEST:
            yield Thrown(str(answer.visit), f"the answer has status {answer.status}")
