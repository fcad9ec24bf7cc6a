"""What is kept of a file between checks comes back as it was, or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from svelte_warden.engine.analysis import Analysis
from svelte_warden.engine.plain_data import from_text, to_text
from svelte_warden.engine.sharing_out import follow
from svelte_warden.flow.interpreter.values import Place, Primitive
from tests.rules.page import Example, read_page

SUITES = Path(__file__).parents[1] / "rules/suites"
EVERY = 7  # of the examples: all of them take a quarter of a minute


def some_examples() -> list[Example]:
    examples = [example for page in sorted(SUITES.rglob("*.md")) for example in read_page(page.read_text("utf-8"))]
    return examples[::EVERY]


def test_what_is_learnt_of_files_comes_back_as_it_was(tmp_path: Path) -> None:
    kept = 0
    for number, example in enumerate(some_examples()):
        root = tmp_path / str(number)
        for file in example.files:
            (root / file.path).parent.mkdir(parents=True, exist_ok=True)
            (root / file.path).write_text(file.text, encoding="utf-8")
        analysis = Analysis([root.as_posix()])
        for path in analysis.files():
            answers = follow(analysis, path).answers
            assert from_text(to_text(answers)) == answers
            kept += 1
    assert kept > len(some_examples())


def test_equal_numbers_of_different_types_stay_apart() -> None:
    value = (1, 1.0, True, "1", None, Primitive("number", 1.0), Primitive("boolean", True))  # noqa: FBT003
    assert [(type(part), part) for part in from_text(to_text(value))] == [(type(part), part) for part in value]
    assert type(from_text(to_text(value))[5].value) is float
    assert type(from_text(to_text(value))[6].value) is bool


def test_what_is_equal_stands_once() -> None:
    place = Place("/a.js", 1, 2)
    assert len(json.loads(to_text((place, Place("/a.js", 1, 2), place)))) == 5


def test_what_is_not_known_is_not_kept() -> None:
    with pytest.raises(TypeError, match="a set cannot be kept"):
        to_text(({1},))


@pytest.mark.parametrize(
    "text", ["", "[]", "7", "{}", "[[0,0]]", "[[999]]", '[1,["x",0]]', "[[5]]", '["x",[2,0]]', "[" * 9999]
)
def test_anything_else_is_an_error(text: str) -> None:
    with pytest.raises((LookupError, TypeError, ValueError)):
        from_text(text)
