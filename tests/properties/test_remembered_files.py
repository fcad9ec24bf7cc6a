"""However files are edited, a check that goes on from the last one says what a check from nothing says."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from svelte_warden.project.cache_folder import VARIABLE
from tests.cli.test_remembered_files import checked, told

if TYPE_CHECKING:
    from collections.abc import Callable

EXAMPLE = Path(__file__).parents[1] / "example-app"
EDITS = 8


def delete(lines: list[str], choose: random.Random) -> None:
    del lines[choose.randrange(len(lines))]


def repeat(lines: list[str], choose: random.Random) -> None:
    lines.insert(choose.randrange(len(lines)), choose.choice(lines))


def exchange(lines: list[str], choose: random.Random) -> None:
    one, other = choose.randrange(len(lines)), choose.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]


def move_down(lines: list[str], _choose: random.Random) -> None:
    lines.insert(0, "")


CHANGES: tuple[Callable[[list[str], random.Random], None], ...] = (delete, repeat, exchange, move_down)


@pytest.mark.parametrize("seed", range(6))
def test_one_edit_after_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    project = tmp_path / "app"
    shutil.copytree(EXAMPLE, project)
    files = sorted(path for path in (project / "src").rglob("*") if path.suffix in (".svelte", ".ts"))
    choose = random.Random(seed)  # noqa: S311  no secret
    checked(project)
    for _ in range(EDITS):
        for path in choose.sample(files, choose.choice((1, 1, 3))):
            lines = path.read_text(encoding="utf-8").split("\n")
            choose.choice(CHANGES)(lines, choose)
            path.write_text("\n".join(lines), encoding="utf-8")
        assert told(checked(project)) == told(checked(project, cached=False))
