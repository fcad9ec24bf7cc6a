"""Published packages are checked to the end, and what is found in them was reviewed."""

from __future__ import annotations

import os

import pytest

from tests.ecosystem import snapshot
from tests.ecosystem.packages import PACKAGES, fetch, npm

pytestmark = pytest.mark.skipif(
    npm() is None and not os.environ.get("CI"), reason="npm is not installed, so no packages can be fetched"
)


@pytest.mark.parametrize("package", PACKAGES)
def test_findings_of_a_package_are_those_that_were_reviewed(package: str) -> None:
    expected = snapshot.recorded(package)
    assert expected is not None, f"record it: python -m tests.ecosystem {package.rpartition('@')[0]}"
    assert not snapshot.not_reviewed(expected)
    assert snapshot.take(fetch(package)) == snapshot.without_reviews(expected)
