"""The examples of the pages do on the real frameworks what the pages say, and what mends them works."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.ecosystem.packages import npm
from tests.oracle.cases import Case, Subject, cases, subjects
from tests.oracle.claims import claims
from tests.oracle.mended import mended
from tests.oracle.results import RESULTS, examples, recorded, versions
from tests.oracle.run import run

if TYPE_CHECKING:
    from pathlib import Path

SUBJECTS = tuple(subjects())
RECORDED = RESULTS.read_text(encoding="utf-8")
REFRESH = "look whether it is right, then write it down: python -m tests.oracle"

needs_npm = pytest.mark.skipif(
    npm() is None and not os.environ.get("CI"), reason="npm is not installed, so the frameworks cannot be fetched"
)


@needs_npm
@pytest.mark.parametrize("case", [case for subject in SUBJECTS for case in cases(subject)], ids=str)
def test_the_frameworks_do_what_the_page_says(case: Case, tmp_path: Path) -> None:
    verdict = run(case, tmp_path)
    assert not verdict.problems, "\n".join(verdict.problems)
    assert recorded(RECORDED, case) == verdict.summary, REFRESH


@needs_npm
@pytest.mark.parametrize("subject", [subject for subject in SUBJECTS if claims(subject.example)], ids=str)
def test_every_fix_that_is_offered_works(subject: Subject, tmp_path: Path) -> None:
    made = list(mended(subject, tmp_path / "analysed"))
    for number, case in enumerate(made):
        verdict = run(case, tmp_path / str(number))
        assert not verdict.problems, f"{case.version}\n" + "\n".join(verdict.problems)
        assert recorded(RECORDED, case) == verdict.summary, REFRESH
    assert versions(RECORDED, subject) == {case.version for case in (*cases(subject), *made)}, REFRESH


def test_the_table_speaks_of_no_example_that_is_gone() -> None:
    assert examples(RECORDED) == {(subject.page, subject.example.name) for subject in SUBJECTS}, REFRESH
