"""Projects of components: rendered on the server, then mounted in jsdom and used there."""

from __future__ import annotations

import json
import os
import posixpath
import re
import subprocess
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from tests.oracle.environments import environment, node, tools
from tests.oracle.observed import Observed, Thrown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_PROGRAMS = Path(__file__).with_name("node")
_IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*['"]((?:\.|[$#]lib)[^'"]*)['"]""")
_SOURCE = re.compile(r"\.(?:svelte|js|ts)$")
_ENDING = re.compile(r"\.(?:js|ts)$")
_TIMEOUT_SECONDS = 60


def roots(files: Mapping[str, str]) -> tuple[str, ...]:
    """Return the paths of the components and modules that no other file of the project imports.

    Args:
        files: Path → content of the project.
    """
    imported = {target for path, text in files.items() for target in _imports(path, text)}
    return tuple(
        path
        for path in files
        if path.startswith("src/") and _SOURCE.search(path) and imported.isdisjoint(_spellings(path))
    )


def run_components(folder: Path, files: Mapping[str, str], svelte: str, *, asynchronous: bool) -> Observed:
    """Render and mount the roots of a project.

    Args:
        folder: Folder of the project; the frameworks are found from the folder above it.
        files: Path → content of the project, as it stands in the folder.
        svelte: Major of Svelte, `"4"` or `"5"`.
        asynchronous: Whether the components are compiled with `experimental.async`.
    """
    link_modules(folder, f"svelte-{svelte}-kit-2")
    starts = [str(folder / path) for path in roots(files)]
    program = (node(), "--no-warnings", "--conditions=development")
    server = [*program, str(_PROGRAMS / "render.mjs"), *(path for path in starts if not _starts_a_browser(path))]
    browser = [*program, "--conditions=browser", str(_PROGRAMS / "mount.mjs"), *starts]
    return _merged(
        _report(command, folder, side, asynchronous=asynchronous)
        for command, side in ((server, "server"), (browser, "browser"))
    )


def link_modules(folder: Path, name: str) -> Path:
    """Let a project find the packages of an environment, and return their folder."""
    modules = environment(name).modules
    folder.parent.mkdir(parents=True, exist_ok=True)
    (folder.parent / "node_modules").symlink_to(modules, target_is_directory=True)
    return modules


def _starts_a_browser(path: str) -> bool:
    return PurePosixPath(path).stem == "main"


def _imports(path: str, text: str) -> Iterator[str]:
    """Yield what a file imports from the project, as paths that are written like the imports."""
    for specifier in _IMPORT.findall(text):
        base = PurePosixPath("src") if specifier[0] in "$#" else PurePosixPath(path).parent
        yield posixpath.normpath(base / specifier.lstrip("$#"))


def _spellings(path: str) -> set[str]:
    """Return how imports write a file: with its ending, without it, with that of its output, or by its folder."""
    bare = _ENDING.sub("", path)
    return {path, bare, f"{bare}.js", bare.removesuffix("/index")}


def _report(command: Sequence[str], folder: Path, side: str, *, asynchronous: bool) -> Observed:
    variables = {
        **os.environ,
        "ORACLE_SIDE": side,
        "ORACLE_ASYNC": "1" if asynchronous else "",
        "ORACLE_TOOLS": str(tools().folder / "package.json"),
    }
    done = subprocess.run(
        command, cwd=folder, env=variables, capture_output=True, text=True, timeout=_TIMEOUT_SECONDS, check=False
    )
    if done.returncode:
        message = f"node ended with {done.returncode}: {done.stderr[-4000:]}"
        raise RuntimeError(message)
    report = json.loads(done.stdout)
    return Observed(tuple(Thrown(**error) for error in report["errors"]), tuple(report["logs"]))


def _merged(parts: Iterable[Observed]) -> Observed:
    thrown, logs = list[Thrown](), list[str]()
    for part in parts:
        thrown += part.thrown
        logs += part.logs
    return Observed(tuple(thrown), tuple(logs))
