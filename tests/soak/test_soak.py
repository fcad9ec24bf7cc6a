"""The short version of the long session, over the shop that ships with the repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.soak.session import Report, run

SHOP = Path(__file__).parents[1] / "example-app"


@pytest.mark.parametrize("seed", [1, 2])
def test_a_session_ends_with_what_a_fresh_check_says(seed: int) -> None:
    report = run(SHOP, steps=300, checkpoints=5, seed=seed, rest=0)
    assert report.differences == []
    assert report.errors == []
    assert (report.steps, report.compared) == (300, 5)
    assert report.findings


def test_growth_counts_from_the_end_of_the_warm_up() -> None:
    report = Report(memory=[50, 90, 100, 104, 110, 100, 100, 100, 100, 100])
    assert round(report.growth, 6) == 0.1
    assert Report().growth == 0.0
