"""The folder in which results are kept between runs: one file for each thing, none of which anybody has to keep.

It lies where the system wants caches (``SVELTE_WARDEN_CACHE_DIR`` says another place: an absolute path, or one that
begins with ``~``). An entry is written beside its place and takes its name in one step, so that two processes may write
it at once; it carries a digest of its content, so that a damaged one is none. Whatever goes wrong here costs time and
nothing else.
"""

from __future__ import annotations

import os
import tempfile
import time
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Final

VARIABLE: Final = "SVELTE_WARDEN_CACHE_DIR"
_SUFFIX: Final = ".svelte-warden"  # the folder may be one that others use too
_TEMPORARY: Final = ".svelte-warden-part"
_DIGEST_BYTES: Final = 32  # characters of its hexadecimal form
_MOST_ENTRIES: Final = 100
_LONGEST_SECONDS: Final = 30 * 24 * 60 * 60
_ABANDONED_SECONDS: Final = 60 * 60


def cache_folder() -> Path:
    """Return the folder; it need not be there yet."""
    chosen = chosen_folder()
    if chosen is not None and chosen.is_absolute():
        return chosen
    from platformdirs import user_cache_path  # noqa: PLC0415 - nobody else needs it

    return user_cache_path("svelte-warden", appauthor=False)


def chosen_folder() -> Path | None:
    """Return what the variable says, with ``~`` spelled out; ``None`` if it says nothing.

    A path that is not absolute then does not count.
    """
    chosen = os.environ.get(VARIABLE)
    return Path(os.path.expanduser(chosen)) if chosen else None  # noqa: PTH111 - its counterpart raises


def read_entry(folder: Path, name: str) -> bytes | None:
    """Return what was written under a name; ``None`` if there is nothing, or something else than was written."""
    try:
        data = (folder / f"{name}{_SUFFIX}").read_bytes()
    except OSError:
        return None
    digest, content = data[:_DIGEST_BYTES], data[_DIGEST_BYTES:]
    return content if digest == _digest(content) else None


def write_entry(folder: Path, name: str, content: bytes) -> bool:
    """Write something under a name, and remove what is old; false if that cannot be done."""
    temporary: str | None = None
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(_TEMPORARY, name, folder)
        with os.fdopen(descriptor, "wb") as file:
            file.write(_digest(content) + content)
        Path(temporary).replace(folder / f"{name}{_SUFFIX}")
    except OSError:
        if temporary is not None:
            with suppress(OSError):
                Path(temporary).unlink()
        return False
    with suppress(OSError):
        _prune(folder)
    return True


def _prune(folder: Path) -> None:
    """Remove entries that are old, those beyond the newest, and what an interrupted run left."""
    now = time.time()
    entries: list[tuple[float, Path]] = []
    for path in folder.iterdir():
        with suppress(OSError):  # another process was faster
            age = now - path.stat().st_mtime
            if path.suffix == _SUFFIX:
                entries.append((age, path))
            elif path.suffix == _TEMPORARY and age > _ABANDONED_SECONDS:
                path.unlink()
    for place, (age, path) in enumerate(sorted(entries)):
        if place >= _MOST_ENTRIES or age > _LONGEST_SECONDS:
            with suppress(OSError):
                path.unlink()


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=_DIGEST_BYTES // 2).hexdigest().encode()
