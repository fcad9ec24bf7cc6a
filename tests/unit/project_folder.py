"""Lays projects out on the disk, given as path → content."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeAlias

from svelte_warden.project.files import to_posix
from svelte_warden.project.resolution import External, File, Missing, Resolution
from svelte_warden.project.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Content: TypeAlias = "str | bytes | Mapping[str, object]"

APP: dict[str, object] = {"name": "app", "devDependencies": {"svelte": "^5.0.0", "@sveltejs/kit": "^2.20.0"}}
FLAT_APP: dict[str, object] = {
    "name": "app",
    "devDependencies": {"svelte": "^5.50.0", "@sveltejs/kit": "^3.1.0"},
    "imports": {"#lib": "./src/lib/index.ts", "#lib/*": "./src/lib/*"},
}


class Folder:
    """A folder with files, and the workspace that looks at it; paths in calls are relative to the folder."""

    def __init__(self, base: Path, files: Mapping[str, Content]) -> None:
        self.base = base
        self.root = to_posix(base)
        for name, content in files.items():
            self.write(name, content)
        self.workspace = Workspace([self.root])

    def write(self, name: str, content: Content = "") -> str:
        """Write a file; an object becomes JSON. Returns the absolute path."""
        path = self.base / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, (str, bytes)) else json.dumps(content)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return self.path(name)

    def path(self, name: str) -> str:
        """The absolute path of a name; the folder itself for ``""``."""
        return f"{self.root}/{name}" if name else self.root

    def relative(self, path: str) -> str:
        """The name of an absolute path."""
        return path.removeprefix(f"{self.root}/")

    def files(self) -> list[str]:
        """What the workspace finds."""
        return [self.relative(path) for path in self.workspace.files()]

    def resolve(self, importer: str, specifier: str) -> str:
        """Where an import leads: a name in the folder, ``external …`` or ``missing``."""
        return self.shown(self.workspace.resolve(self.path(importer), specifier))

    def shown(self, resolution: Resolution) -> str:
        """A resolution as text."""
        match resolution:
            case File(path=path):
                return self.relative(path)
            case External(package=package, subpath=subpath):
                return f"external {package}|{self.relative(subpath)}"
            case Missing():
                return "missing"
