"""One long session, with checkpoints at which all is compared with a fresh check."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from svelte_warden.lsp.uris import uri_of
from tests.soak.client import Client
from tests.soak.expectation import expected, received
from tests.soak.project import Copy
from tests.soak.user import User

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.soak.expectation import Said

WARM = 0.2  # the part of the checkpoints after which the memory is to grow no more
_CATCHING_UP = 30.0  # seconds for what is streamed
REST = 3.0  # seconds in which the server may tidy up, as while a user thinks
_CAPABILITIES = {
    "workspace": {
        "configuration": True,
        "diagnostics": {"refreshSupport": True},
        "codeLens": {"refreshSupport": True},
        "inlayHint": {"refreshSupport": True},
        "workspaceEdit": {"documentChanges": True},
    },
    "textDocument": {
        "diagnostic": {"relatedInformation": True},
        "publishDiagnostics": {"relatedInformation": True},
        "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}},
    },
}


@dataclass(slots=True)
class Report:
    """What a session showed.

    Attributes:
        steps: How many things were done.
        compared: How many checkpoints there were.
        findings: How many findings the checkpoints compared, together.
        memory: The server's resident memory in bytes at each checkpoint, when it was at rest.
        differences: What the server said and a fresh check did not, or the other way round; empty if all is well.
        errors: Requests that were answered with a mistake, and what the server logged as one.
        seconds: How long it took.
    """

    steps: int = 0
    compared: int = 0
    findings: int = 0
    memory: list[int] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def growth(self) -> float:
        """How much the memory grew after the warm-up, as a part of what it was then."""
        warm = self.memory[int(len(self.memory) * WARM) :]
        return max(warm) / warm[0] - 1 if warm and warm[0] else 0.0


def run(
    project: Path,
    *,
    steps: int,
    checkpoints: int,
    seed: int,
    rest: float = REST,
    tell: Callable[[str], None] = lambda _: None,
) -> Report:
    """Let somebody work at random on a copy of a project.

    Args:
        project: The folder of the project; it is left alone.
        steps: How many things to do.
        checkpoints: How often to compare.
        seed: Equal seeds give equal deeds.
        rest: Seconds to wait at each checkpoint before the memory is read.
        tell: Takes a line about each checkpoint.
    """
    report = Report()
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, Client() as client:
        copy = Copy(project, Path(folder).resolve() / "project")
        client.ask(
            "initialize",
            {"processId": None, "rootUri": uri_of(copy.root.as_posix()), "capabilities": _CAPABILITIES},
        )
        client.notify("initialized", {})
        user = User(client, copy, seed)
        held = user.hold()
        for number in range(1, checkpoints + 1):
            while report.steps < steps * number // checkpoints:
                user.step()
                report.steps += 1
                if user.chance.random() < 0.3:  # the user waits for an answer now and then
                    client.settle(but=held)
            _compare(report, client, user, held)
            time.sleep(rest)
            report.memory.append(client.memory())
            memory = report.memory[-1] / 1e6
            seconds = time.perf_counter() - begun
            tell(f"{report.steps} steps, {seconds:.0f} s, {memory:.0f} MB, {report.findings} findings")
        client.notify("$/cancelRequest", {"id": held})
        client.settle()
        report.errors += [f"{method}: {error}" for method, error in client.errors] + client.log
        if (status := client.end()) != 0:
            report.errors.append(f"the server ended with status {status}")
    report.seconds = time.perf_counter() - begun
    return report


def _compare(report: Report, client: Client, user: User, held: int) -> None:
    """Wait until all is answered, then compare what the server says with a fresh check."""
    client.settle(but=held)
    answer = client.ask("workspace/diagnostic", {"previousResultIds": []})
    said = received((item["uri"], item["items"]) for item in answer["items"])
    copy = user.project
    wanted = expected(copy.root.as_posix(), {copy.path(name): text for name, text in user.open.items()}, user.settings)
    report.compared += 1
    report.findings += sum(len(items) for items in wanted.values())
    report.differences += _differences(said, wanted, f"after {report.steps} steps, asked")
    end = time.monotonic() + _CATCHING_UP
    while (streamed := received(client.streamed.items())) != said and time.monotonic() < end:
        time.sleep(0.05)
    report.differences += _differences(streamed, said, f"after {report.steps} steps, streamed")


def _differences(said: Said, wanted: Said, when: str) -> list[str]:
    found = []
    for path in sorted({*said, *wanted}):
        more = [item for item in said.get(path, []) if item not in wanted.get(path, [])]
        less = [item for item in wanted.get(path, []) if item not in said.get(path, [])]
        if more or less or len(said.get(path, [])) != len(wanted.get(path, [])):
            found.append(f"{when}: {path}: too much {_short(more)}, too little {_short(less)}")
    return found


def _short(items: list[tuple[Any, ...]]) -> str:
    return "; ".join(f"{item[0]} at {item[2]}" for item in items[:3]) or "nothing"
