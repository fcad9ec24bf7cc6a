"""The long session: ``python -m tests.soak``; status 1 if anything was wrong."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.ecosystem.packages import fetch
from tests.soak.session import run

PACKAGE = "layercake@11.0.0"
MOST_GROWTH = 0.10
_SHOWN = 20


def main() -> int:
    """Run the session and print what it showed."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--project", type=Path, help=f"a folder with a project; default: the package {PACKAGE}")
    parser.add_argument("--steps", type=int, default=20_000, help="default: %(default)s")
    parser.add_argument("--checkpoints", type=int, default=50, help="default: %(default)s")
    parser.add_argument("--seed", type=int, default=1, help="default: %(default)s")
    options = parser.parse_args()
    project = options.project or fetch(PACKAGE)
    report = run(project, steps=options.steps, checkpoints=options.checkpoints, seed=options.seed, tell=_tell)
    _tell(
        f"{report.steps} steps in {report.seconds:.0f} s; {report.compared} checkpoints, {report.findings} findings"
        f" compared, {len(report.differences)} differences, {len(report.errors)} errors;"
        f" memory {report.memory[-1] / 1e6:.0f} MB at the end, {report.growth:+.1%} at most after the warm-up"
    )
    for line in (*report.differences[:_SHOWN], *report.errors[:_SHOWN]):
        _tell(line)
    return 1 if report.differences or report.errors or report.growth > MOST_GROWTH else 0


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
