"""Helix in a terminal, with the configuration that its page shows."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.editors import programs, wishlist
from tests.editors.conftest import REPOSITORY, obtained
from tests.editors.terminal import Terminal
from tests.editors.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Open = Callable[[Path], Terminal]

MESSAGE = "runs when the click handler runs"


@pytest.fixture
def open_file(environment: Mapping[str, str]) -> Iterator[Open]:
    """Open a file in Helix; the configuration holds nothing but the lines of its page."""
    tmux, helix = obtained(programs.tmux), obtained(programs.helix)
    opened: list[Terminal] = []
    with tempfile.TemporaryDirectory(prefix="sw-") as name:  # a socket's path must be short
        folder = Path(name)
        (folder / "helix").mkdir()
        shutil.copy(REPOSITORY / "editors/helix/languages.toml", folder / "helix")
        home = {"XDG_CONFIG_HOME": name, "XDG_CACHE_HOME": name, "HOME": name}

        def open_one(path: Path) -> Terminal:
            opened.append(Terminal(tmux, folder, [*helix, str(path)], {**environment, **home}))
            return opened[-1]

        yield open_one
        for terminal in opened:
            terminal.close()


def test_finding_hover_and_fix(open_file: Open, shop: Path) -> None:
    path = wishlist.write(shop)
    terminal = open_file(path)
    terminal.wait_for(MESSAGE)
    terminal.press(f":{wishlist.LINE + 1}", "Enter")
    terminal.press("t", "C")  # up to `getContext`
    terminal.press("Space", "k")
    terminal.wait_for("context-outside-init · error")
    terminal.press("Escape")
    terminal.wait_until_gone("context-outside-init · error")  # a key at once would count as pressed with Alt
    terminal.press("Space", "a")
    terminal.wait_for(wishlist.FIX)
    terminal.press("Enter")
    terminal.wait_for("const toasts = getContext")
    terminal.wait_until_gone(MESSAGE)
    terminal.press(":w", "Enter")
    wait_for(lambda: wishlist.is_fixed(_text_of(path)), "the fixed text is saved")


def _text_of(path: Path) -> str:
    """Read a file that Helix may be saving: it puts another in its place, and for a moment there is none."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def test_typescript_file_is_checked(open_file: Open, shop: Path) -> None:
    terminal = open_file(shop / "src/routes/+layout.ts")
    terminal.wait_for("user.set")
    terminal.press(":5", "Enter")
    terminal.wait_for("This puts data of `event.locals`")
