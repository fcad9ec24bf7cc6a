"""The runner can fail: on a wrong, missing or extra finding, and on a fix that does not give what the page shows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.rules.findings import Edit, Fix, Found, Place
from tests.rules.page import Frameworks, read_page
from tests.rules.run import Projects, check_each_fix, check_example

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.rules.page import Example

PAGE = """\
# no-bad
## Example
```js file=src/a.js
good();
bad(); {assertion}
```
## Use instead
```js file=src/a.js fixed
good();
{fixed}();
```
"""


def example(assertion: str = '// error: [no-bad] "bad is called"', fixed: str = "better") -> Example:
    (result,) = read_page(PAGE.format(assertion=assertion, fixed=fixed))
    return result


def finding_of(path: str, text: str, match: re.Match[str], replacement: str) -> Found:
    start = len(text[: match.start()].encode())
    edit = Edit(path, start, start + len("bad"), replacement)
    return Found(
        Place(path, text.count("\n", 0, match.start()) + 1),
        "error",
        "no-bad",
        "bad is called here",
        ((Place(path, 1), "good is defined here"),),
        (Fix("Explain", "manual", ()), Fix("Call better", "safe", (edit,))),
    )


def find_bad(root: Path, *, replacement: str = "better") -> tuple[Found, ...]:
    """Report every call of `bad` in src/a.js."""
    path = "src/a.js"
    text = (root / path).read_text(encoding="utf-8")
    return tuple(finding_of(path, text, match, replacement) for match in re.finditer(r"\bbad\(", text))


def problems(of: Example, folder: Path, analyse: Callable[[Path], tuple[Found, ...]] = find_bad) -> str:
    return "\n".join(check_example(of, Frameworks(), Projects(folder, analyse)))


def test_what_is_asserted_and_found_passes(tmp_path: Path) -> None:
    assert problems(example(), tmp_path) == ""


@pytest.mark.parametrize(
    ("assertion", "expected"),
    [
        ("", "page line 5 (src/a.js:2): finding is not asserted: error: [no-bad] bad is called here"),
        ("// warning: [no-bad]", "no such finding: warning: [no-bad]; the line has error: [no-bad] bad is called here"),
        ("// error: [other]", "no such finding: error: [other]"),
        ('// error: [no-bad] "another text"', 'no such finding: error: [no-bad] "another text"'),
        ("// error: [no-bad] // error: [no-bad]", "no such finding: error: [no-bad]; the line has"),
        ("// error: [no-bad], note: [no-bad]", "no such finding: note: [no-bad]; the line has nothing"),
    ],
)
def test_wrong_or_missing_assertion_fails(assertion: str, expected: str, tmp_path: Path) -> None:
    assert expected in problems(example(assertion), tmp_path)


def test_assertion_where_nothing_is_found_fails(tmp_path: Path) -> None:
    found = problems(example(), tmp_path, analyse=lambda _: ())
    assert "no such finding: error: [no-bad]" in found
    assert "the line has nothing" in found


def test_finding_in_another_file_fails(tmp_path: Path) -> None:
    extra = Found(Place("svelte.config.js", 1), "hint", "odd", "odd")
    found = problems(example(), tmp_path, analyse=lambda root: (*find_bad(root), extra))
    assert "svelte.config.js:1: finding is not asserted: hint: [odd] odd" in found


def test_related_place_can_be_asserted(tmp_path: Path) -> None:
    page = '# r\n```js file=src/a.js\ngood(); // note: [no-bad] "is defined"\nbad(); // error: [no-bad]\n```\n'
    (asserted,) = read_page(page)
    assert problems(asserted, tmp_path) == ""


def test_more_telling_assertion_chooses_first(tmp_path: Path) -> None:
    page = '# r\n```js file=src/a.js\nbad(); bad(); // error: [no-bad] // error: [no-bad] "bad is called"\n```\n'
    (asserted,) = read_page(page)
    assert problems(asserted, tmp_path) == ""


def test_fix_that_gives_something_else_fails_with_the_difference(tmp_path: Path) -> None:
    found = problems(example(fixed="best"), tmp_path)
    assert "the fix gives something else" in found
    assert "-best();" in found
    assert "+better();" in found


def test_fixed_version_that_still_has_a_finding_fails(tmp_path: Path) -> None:
    assert "page line 9, `fixed`: page line 10 (src/a.js:2): finding is not asserted" in problems(
        example(fixed="bad"), tmp_path
    )


def test_fix_that_is_not_offered_fails(tmp_path: Path) -> None:
    page = PAGE.replace("js fixed", 'js fixed="Wrap it"').format(assertion="// error: [no-bad]", fixed="better")
    (asserted,) = read_page(page)
    assert "no finding offers a fix with “Wrap it” in its title" in problems(asserted, tmp_path)


def test_fix_that_never_ends_fails(tmp_path: Path) -> None:
    def analyse(root: Path) -> tuple[Found, ...]:
        return find_bad(root, replacement="bad(bad")

    assert "there are still findings that offer one" in problems(example(), tmp_path, analyse)


def test_fix_that_changes_nothing_fails(tmp_path: Path) -> None:
    def analyse(root: Path) -> tuple[Found, ...]:
        return find_bad(root, replacement="bad")

    assert "changes nothing" in problems(example(), tmp_path, analyse)
    assert "still there or new: [no-bad]" in "\n".join(
        check_each_fix(example(), Frameworks(), Projects(tmp_path / "x", analyse))
    )


def test_each_fix_alone_is_good_when_its_finding_goes(tmp_path: Path) -> None:
    assert check_each_fix(example(), Frameworks(), Projects(tmp_path, find_bad)) == []


def test_overlapping_edits_fail(tmp_path: Path) -> None:
    def analyse(root: Path) -> tuple[Found, ...]:
        edits = (Edit("src/a.js", 0, 4, "x"), Edit("src/a.js", 2, 6, "y"))
        return tuple(
            Found(item.place, item.severity, item.rule, item.message, fixes=(Fix("Break", "safe", edits),))
            for item in find_bad(root)
        )

    assert "overlaps another" in "\n".join(check_each_fix(example(), Frameworks(), Projects(tmp_path, analyse)))


def test_hand_written_version_must_be_silent(tmp_path: Path) -> None:
    page = PAGE.replace("js fixed", "js instead").format(assertion="// error: [no-bad]", fixed="{}")
    (good,) = read_page(page.format("better"))
    (bad,) = read_page(page.format("bad"))
    assert problems(good, tmp_path / "good") == ""
    assert "`instead`: page line 10 (src/a.js:2): finding is not asserted" in problems(bad, tmp_path / "bad")
