"""How an editor gets onto the machine: from where, once, and into the user's cache folder.

Only one process at a time installs anything, however many workers run the tests. What an editor needs from Debian is
installed as the system's packages if the tests run as root (or in continuous integration, where `sudo` may be used);
everything else stands in the cache folder and can be deleted at any time.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

NPM_OPTIONS = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


class UnavailableError(Exception):
    """Something a test needs is not on this machine and cannot be installed here; the text says why."""


def is_continuous_integration() -> bool:
    """Whether every test must run, whatever it takes."""
    return bool(os.environ.get("CI"))


def cached(name: str, make: Callable[[Path], None]) -> Path:
    """Return a folder of the cache, which is made unless it was before.

    Args:
        name: Of the folder; holds the version of what is in it.
        make: Fills an empty folder, in which nothing may know the folder's own path: it is moved when it is full.

    Raises:
        UnavailableError: `make` raised it.
    """
    folder = _cache() / name
    with _alone():
        if not folder.is_dir():
            with tempfile.TemporaryDirectory(dir=_cache(), prefix=f".{name}-") as work:
                made = Path(work, "made")
                made.mkdir()
                make(made)
                made.replace(folder)
    return folder


def forget_others(pattern: str, kept: str) -> None:
    """Delete older folders of the cache that stand for the same thing as one that is kept."""
    with _alone():
        for folder in _cache().glob(pattern):
            if folder.name != kept:
                shutil.rmtree(folder)


def on_path(*names: str) -> Path | None:
    """Return the first of some programs that is installed."""
    found = next((path for name in names if (path := shutil.which(name)) is not None), None)
    return None if found is None else Path(found)


def from_debian(program: str, packages: Sequence[str]) -> Path:
    """Return a program that Debian's packages bring; they are installed unless it is there.

    Raises:
        UnavailableError: This is no Debian, or nothing may be installed here.
    """
    if on_path(program) is None:
        install_debian(*packages)
    found = on_path(program)
    assert found is not None
    return found


def install_debian(*packages: str) -> None:
    """Install packages of Debian, with what they need.

    Raises:
        UnavailableError: This is no Debian, or nothing may be installed here.
    """
    with _alone():
        apt = [*_as_root(", ".join(packages)), "apt-get", "-qq"]
        run([*apt, "update"])
        run([*apt, "install", "--yes", "--no-install-recommends", *packages])


def install_with_npm(folder: Path, *packages: str) -> None:
    """Install packages below a folder; none of their scripts is run.

    Raises:
        UnavailableError: npm is not installed.
    """
    npm = on_path("npm")
    if npm is None:
        text = "npm is not installed"
        raise UnavailableError(text)
    (folder / "package.json").write_text('{ "private": true }\n', encoding="utf-8")
    run([str(npm), "install", *NPM_OPTIONS, *packages], folder)


def install_with_pip(folder: Path, *packages: str) -> None:
    """Install distributions into a folder, apart from the environment of the tests."""
    run([sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(folder), *packages])


def run(command: Sequence[str], folder: Path | None = None) -> str:
    """Run a program to its end and return what it printed.

    Raises:
        AssertionError: It ended with another status than 0; the text holds the end of what it printed.
    """
    done = subprocess.run(
        command, cwd=folder, env=_quiet_environment(), capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout


def _quiet_environment() -> dict[str, str]:
    return {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "NO_COLOR": "1"}


def _as_root(missing: str) -> list[str]:
    """Return what has to stand before a command so that it runs as root."""
    if on_path("apt-get") is not None:
        if os.geteuid() == 0:
            return []
        if is_continuous_integration() and on_path("sudo") is not None:
            return ["sudo", "--non-interactive"]
    text = f"{missing} is not installed, and only root can install it"
    raise UnavailableError(text)


def _cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(base, "svelte-warden-tests", "editors")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Wait until no other process installs anything, and keep others waiting meanwhile."""
    with (_cache() / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
