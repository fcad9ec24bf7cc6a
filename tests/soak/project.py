"""A copy of a project that may be changed in any way, and put back."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable
    from pathlib import Path

ENDINGS = (".svelte", ".ts", ".js")
_LEFT_OUT = {"node_modules", ".git", ".svelte-kit", "build"}


class Copy:
    """The files of a project in a folder of their own.

    Attributes:
        root: The folder.
        texts: What the files held at first, by path relative to the folder.
    """

    def __init__(self, project: Path, root: Path) -> None:
        self.root = root
        self.texts: dict[str, str] = {}
        shutil.copytree(project, root, ignore=lambda _, names: _LEFT_OUT & set(names), dirs_exist_ok=True)
        for path in sorted(root.rglob("*")):
            if path.is_file() and path.name.endswith(ENDINGS):
                self.texts[path.relative_to(root).as_posix()] = path.read_text(encoding="utf-8", errors="replace")
        assert self.texts, f"there is no source in {project}"

    def path(self, name: str) -> str:
        """Return the absolute path of a file, with /."""
        return (self.root / name).as_posix()

    def any(self, chance: random.Random) -> str:
        """Return one of the files that were there at first."""
        return chance.choice(sorted(self.texts))

    def write(self, name: str, text: str) -> None:
        """Write a file, in a folder that may not be there."""
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        (self.root / name).write_text(text, encoding="utf-8")

    def restore(self, names: Iterable[str]) -> None:
        """Put files back as they were; those that were not there at first go."""
        for name in names:
            if name in self.texts:
                self.write(name, self.texts[name])
            else:
                (self.root / name).unlink(missing_ok=True)
