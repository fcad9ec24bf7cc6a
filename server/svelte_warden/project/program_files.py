"""What the program itself is made of: what it found depends on that as much as on what it looked at."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from svelte_warden.project.listing import list_folder
from svelte_warden.project.witness import Witness, status_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def look_at_program(modules: Iterable[str]) -> Witness:
    """Look at the files of the program, at those of the packages of ``modules``, and at what is installed beside."""
    witness = Witness()
    for path in sorted(_program_files(modules)):
        witness.file_was_read(path, status_of(path), Path(path).read_bytes())
    for folder in sys.path:
        status = status_of(folder) if Path(folder).is_dir() else None
        if status is not None:
            witness.folder_was_listed(folder, status, list_folder(folder))
    return witness


def _program_files(modules: Iterable[str]) -> Iterator[str]:
    for name in {"svelte_warden", *(module.partition(".")[0] for module in modules)}:
        file = getattr(sys.modules.get(name), "__file__", None)
        if file is None:
            continue
        if Path(file).name != "__init__.py":
            yield file
            continue
        for path in Path(file).parent.rglob("*"):
            if path.is_file() and path.parent.name != "__pycache__":
                yield str(path)
