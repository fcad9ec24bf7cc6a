"""Whether the editor that started the server still lives, for the case that it dies and leaves the stream open."""

from __future__ import annotations

import asyncio
import os
import sys

INTERVAL = 5.0  # seconds


def is_alive(process: int) -> bool:
    """Whether a process with this id exists."""
    if sys.platform == "win32":
        return _is_alive_on_windows(process)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True  # it exists but is not ours, or cannot be told
    return True


async def parent_died(process: int) -> None:
    """Return when the process with this id has ended.

    Never returns for a process that cannot be seen to begin with: an editor outside of our container.
    """
    if not is_alive(process):
        await asyncio.get_running_loop().create_future()
    while is_alive(process):  # noqa: ASYNC110  nobody tells of the end of a process that is not our child
        await asyncio.sleep(INTERVAL)


if sys.platform == "win32":
    import ctypes

    _SYNCHRONIZE = 0x00100000
    _WAIT_TIMEOUT = 0x00000102

    def _is_alive_on_windows(process: int) -> bool:
        """As ``os.kill(process, 0)``, which on Windows would end the process."""
        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(_SYNCHRONIZE, False, process)  # noqa: FBT003  the interface of Windows
        if not handle:
            return False
        try:
            return bool(kernel.WaitForSingleObject(handle, 0) == _WAIT_TIMEOUT)
        finally:
            kernel.CloseHandle(handle)
