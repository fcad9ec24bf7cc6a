"""What the tests of all editors need: a project to open, and the server under test."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.editors.installing import UnavailableError, is_continuous_integration

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    T = TypeVar("T")

REPOSITORY = Path(__file__).parents[2]


def obtained(get: Callable[[], T]) -> T:
    """Return an editor or what else must be installed; skip the test if that cannot be, but never unnoticed by CI."""
    try:
        return get()
    except UnavailableError as reason:
        if is_continuous_integration():
            raise
        pytest.skip(str(reason))


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A copy of the small shop that README.md is about; `ProductCard.svelte` has one finding."""
    folder = tmp_path / "shop"
    shutil.copytree(REPOSITORY / "tests" / "example-app", folder)
    return folder


@pytest.fixture(scope="session")
def environment() -> dict[str, str]:
    """The environment of a user who has `svelte-warden` on the PATH, and no configuration of any editor."""
    programs = Path(sys.executable).parent
    assert (programs / "svelte-warden").is_file(), "install the package: pip install --editable ."
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "NVIM", "VSCODE"))}
    return {**inherited, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
