"""The package of the VS Code extension, made from the sources as they are, the way a release is made."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.editors import programs
from tests.editors.installing import NPM_OPTIONS, cached, forget_others, run

REPOSITORY = Path(__file__).parents[2]

# What the package is made from.
_SOURCES = ("LICENSE", "CHANGELOG.md", "README.md", "pyproject.toml", "server", "rules", "editors/vscode")
_MADE = ("node_modules", "dist", "bundled", "__pycache__", "*.vsix")
_PACKAGE = "svelte-warden.vsix"
_OUTPUT = "output.txt"


def package() -> Path:
    """Return the package for this machine, with a server in it; made again if any source has changed."""
    return _folder() / _PACKAGE


def output_of_packaging() -> str:
    """Return what was printed while the package was made."""
    return (_folder() / _OUTPUT).read_text(encoding="utf-8")


def _folder() -> Path:
    programs.freezer()
    name = f"extension-{_digest()}"
    folder = cached(name, _make)
    forget_others("extension-*", name)
    return folder


def _make(folder: Path) -> None:
    """Check, test and package a copy of the sources: nothing is written into the repository."""
    copy = folder / "sources"
    for source in _SOURCES:
        original, target = REPOSITORY / source, copy / source
        target.parent.mkdir(parents=True, exist_ok=True)
        if original.is_dir():
            shutil.copytree(original, target, ignore=shutil.ignore_patterns(*_MADE))
        else:
            shutil.copy(original, target)
    extension = copy / "editors" / "vscode"
    run(["npm", "install", *NPM_OPTIONS], extension)
    run(["npm", "run", "check"], extension)
    run(["npm", "test"], extension)
    done = subprocess.run(
        ["npm", "run", "package", "--", "--out", str(folder / _PACKAGE)],
        cwd=extension,
        env={**os.environ, "PYTHON": sys.executable, "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    (folder / _OUTPUT).write_text(done.stdout, encoding="utf-8")
    shutil.rmtree(copy)


def _digest() -> str:
    """Return what stands for the content of all sources."""
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(path for source in _SOURCES for path in _files(REPOSITORY / source)):
        digest.update(f"{path.relative_to(REPOSITORY).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    ignored = shutil.ignore_patterns(*_MADE)
    names = [entry.name for entry in path.iterdir()]
    kept = set(names) - ignored(str(path), names)
    return [file for name in sorted(kept) for file in _files(path / name)]
