"""Published packages that ship Svelte source, each at one version, fetched once with npm."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path, PurePosixPath

# Component libraries of Svelte 5, of Svelte 4 and 3, and libraries made of stores, contexts and state classes.
PACKAGES = (
    "@skeletonlabs/skeleton-svelte@5.0.1",
    "@sveltestack/svelte-query@1.6.0",
    "@threlte/core@8.6.0",
    "bits-ui@2.21.0",
    "carbon-components-svelte@0.112.1",
    "flowbite-svelte@1.33.1",
    "layercake@11.0.0",
    "runed@0.37.1",
    "svelte-routing@2.13.0",
    "svelte-sonner@1.2.1",
)


def npm() -> str | None:
    """Return the path of npm, `None` if it is not installed."""
    return shutil.which("npm")


def fetch(package: str) -> Path:
    """Return the folder with the files of a package, which is fetched unless it was before.

    Only the package itself is fetched and none of its scripts is run. The folder stands in the user's cache folder.

    Args:
        package: Name and exact version, such as `runed@0.37.1`.

    Raises:
        RuntimeError: npm is not installed or could not fetch the package.
    """
    folder = _cache() / package.replace("/", "+")
    if folder.is_dir():
        return folder
    program = npm()
    if program is None:
        message = "npm is not installed"
        raise RuntimeError(message)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as work:
        done = subprocess.run(
            [program, "pack", package, "--json", "--ignore-scripts", "--pack-destination", work],
            cwd=work,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            message = f"npm pack {package} ended with {done.returncode}: {done.stderr[-2000:]}"
            raise RuntimeError(message)
        (archive,) = Path(work).glob("*.tgz")
        content = Path(work, "content")
        _unpack(archive, content)
        content.replace(folder)
    return folder


def svelte_range(folder: Path) -> str:
    """Return what a package says about the version of Svelte it works with."""
    package = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    return str((package.get("peerDependencies") or {}).get("svelte", "unknown"))


def _unpack(archive: Path, folder: Path) -> None:
    """Write the files of an npm archive, all of which stand in one folder whose name is not always `package`."""
    with tarfile.open(archive) as files:
        for member in files:
            path = PurePosixPath(*PurePosixPath(member.name).parts[1:])
            content = files.extractfile(member) if member.isfile() and ".." not in path.parts else None
            if content is not None:
                target = folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content.read())


def _cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base, "svelte-warden-tests", "packages")
