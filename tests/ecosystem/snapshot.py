"""What a check says about a package, in a form that can be reviewed and compared."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.ecosystem.census import take_census

if TYPE_CHECKING:
    from collections.abc import Mapping

# As JSON holds it.
Snapshot = dict[str, Any]

_EXPECTED = Path(__file__).parent / "expected"
_COMPARED = ("file", "severity", "rule", "message")


def take(folder: Path) -> Snapshot:
    """Check the package in a folder.

    Raises:
        RuntimeError: The check did not come to its end.
    """
    program = Path(sys.executable).with_name("svelte-warden")
    done = subprocess.run(
        [program, "check", "--format", "json", "."],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode not in (0, 1):
        message = f"check ended with {done.returncode}: {done.stderr[-3000:]}"
        raise RuntimeError(message)
    report = json.loads(done.stdout)
    return {
        "files": report["summary"]["files"],
        "calls": take_census(folder),
        "findings": [_finding(diagnostic) for diagnostic in report["diagnostics"]],
    }


def recorded(package: str) -> Snapshot | None:
    """Return the reviewed snapshot of a package, `None` if there is none."""
    path = _path(package)
    if not path.is_file():
        return None
    snapshot: Snapshot = json.loads(path.read_text(encoding="utf-8"))
    return snapshot


def record(package: str, snapshot: Snapshot) -> None:
    """Write the snapshot of a package, keeping what a reviewer wrote about findings that are still there."""
    reviews = {_identity(finding): finding["review"] for finding in (recorded(package) or {"findings": []})["findings"]}
    for finding in snapshot["findings"]:
        finding["review"] = reviews.get(_identity(finding), "not reviewed")
    _path(package).write_text(json.dumps(snapshot, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def without_reviews(snapshot: Snapshot) -> Snapshot:
    """Return what a check alone can say."""
    findings = [
        {name: value for name, value in finding.items() if name != "review"} for finding in snapshot["findings"]
    ]
    return {**snapshot, "findings": findings}


def not_reviewed(snapshot: Snapshot) -> list[str]:
    """Name the findings nobody has judged yet."""
    return [
        f"{finding['file']}:{finding['line']} [{finding['rule']}]"
        for finding in snapshot["findings"]
        if finding["review"] == "not reviewed"
    ]


def _finding(diagnostic: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "file": diagnostic["file"],
        "line": diagnostic["range"]["start"]["line"],
        "severity": diagnostic["severity"],
        "rule": diagnostic["rule"],
        "message": diagnostic["message"],
    }


def _identity(finding: Mapping[str, Any]) -> tuple[Any, ...]:
    return (finding["line"], *(finding[name] for name in _COMPARED))


def _path(package: str) -> Path:
    return _EXPECTED / f"{package.rpartition('@')[0].replace('/', '+')}.json"
