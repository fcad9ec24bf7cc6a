"""The source passes the linter, the formatter and the type checker, and its modules stay small."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("server", "rules", "tests", "editors")
MODULES = sorted(path for folder in ("server", "rules") for path in (ROOT / folder).rglob("*.py"))

MOST_LINES_OF_A_MODULE = 400
LONGER_MODULES = {"server/svelte_warden/facts/model.py": 750}  # the vocabulary, a list of small classes
MOST_LINES_OF_A_FUNCTION = 50
MOST_LINES_OF_A_RULE = 120

# Names that say nothing about what is in a module.
EMPTY_NAMES = frozenset({"util", "utils", "helper", "helpers", "manager", "common", "misc", "base"})


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["ruff", "check", "--no-fix", *FOLDERS], id="ruff check"),
        pytest.param(["ruff", "format", "--check", *FOLDERS], id="ruff format"),
        pytest.param(["mypy"], id="mypy"),
    ],
)
def test_tool_has_nothing_to_say(command: list[str]) -> None:
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_modules_are_small_and_their_names_say_something() -> None:
    wrong = [
        _shown(path)
        for path in MODULES
        if path.stem.strip("_") in EMPTY_NAMES
        or _line_count(path) > LONGER_MODULES.get(_shown(path), MOST_LINES_OF_A_MODULE)
    ]
    assert not wrong, "\n".join(wrong)


def test_functions_are_short() -> None:
    wrong = [
        f"{_shown(path)}:{node.lineno}: {node.name}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno >= MOST_LINES_OF_A_FUNCTION
    ]
    assert not wrong, "\n".join(wrong)


def test_every_page_has_a_short_rule_beside_it() -> None:
    rules = [page.with_suffix(".py") for page in (ROOT / "rules").rglob("*.md")]
    wrong = [_shown(rule) for rule in rules if not rule.is_file() or _line_count(rule) > MOST_LINES_OF_A_RULE]
    assert not wrong, "\n".join(wrong)


def _line_count(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


def _shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
