"""The tools that are measured beside: fetched once with npm, at the versions that the lock file says."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from svelte_warden.engine.analysis import Analysis
from tests.bench.programs import run
from tests.bench.subject import Subject
from tests.ecosystem.packages import npm

if TYPE_CHECKING:
    from collections.abc import Iterator

_MANIFEST = Path(__file__).with_name("npm")
_CONFIGURATION = "configuration"
_NOT_COPIED = shutil.ignore_patterns("node_modules", ".git", ".svelte-kit")


def modules() -> Path:
    """Return the folder with the packages, which are installed unless they were before.

    None of their scripts is run. The folder stands in the user's cache folder.

    Raises:
        RuntimeError: npm is not installed or could not install the packages.
    """
    lock = (_MANIFEST / "package-lock.json").read_bytes()
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "svelte-warden-tests", "peers")
    folder = base / hashlib.sha256(lock).hexdigest()[:12]
    if not folder.is_dir():
        base.mkdir(parents=True, exist_ok=True)
        _install(folder)
    return folder / "node_modules"


def program(name: str) -> str:
    """Return the path of a program that one of the packages brings."""
    return str(modules() / ".bin" / name)


def version(package: str) -> str:
    """Return the version of a package."""
    content = json.loads((modules() / package / "package.json").read_text(encoding="utf-8"))
    return str(content["version"])


@contextmanager
def prepared(subject: Subject) -> Iterator[Subject]:
    """Copy a folder for as long as it is needed, with the packages and with configuration for all tools."""
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary).resolve() / "workspace"
        shutil.copytree(subject.root, root, ignore=_NOT_COPIED, symlinks=True)
        shutil.copytree(_MANIFEST / _CONFIGURATION, root, dirs_exist_ok=True)
        (root / "node_modules").symlink_to(modules(), target_is_directory=True)
        run([program("svelte-kit"), "sync"], root)
        yield Subject(root, Analysis([root.as_posix()]).files(), subject.is_generated)


def _install(folder: Path) -> None:
    installer = npm()
    if installer is None:
        message = "npm is not installed"
        raise RuntimeError(message)
    with tempfile.TemporaryDirectory(dir=folder.parent) as temporary:
        work = Path(temporary, "tools")
        shutil.copytree(_MANIFEST, work)
        # Not `npm ci`: a lock file that was made on one platform lacks what another one needs, and `ci` stops there.
        run([installer, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], work)
        work.replace(folder)
