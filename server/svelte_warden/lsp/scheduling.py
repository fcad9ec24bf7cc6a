"""What to look at next: the edited document at once, then the other open ones, then the rest of the workspace.

There are no timers. The loop in ``server.py`` handles every waiting message first and then asks for one step of work
after the other until the next message comes. A step is one file, or a few milliseconds of the workspace, so that a
request never stands behind background work; work that an edit made obsolete is simply not begun.
"""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

from svelte_warden.engine.memo import Cancelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SLICE = 0.004  # seconds of background work between two looks at the messages


class Agenda:
    """The order of work. ``look`` brings the answer for one file up to date and tells the client if that matters.

    Args:
        look: Called with the path of a file; may raise :class:`~svelte_warden.engine.memo.Cancelled` in the
            background, and is then called again later.
        open_paths: The files that are open in the editor.
        all_paths: All files of the workspace; asked for when the background work begins, and may be cancelled too.
        settled: Called whenever the answers for all open files are up to date again.
    """

    def __init__(
        self,
        look: Callable[[str], None],
        open_paths: Callable[[], Iterable[str]],
        all_paths: Callable[[], Iterable[str]],
        settled: Callable[[], None],
    ) -> None:
        self._look = look
        self._open_paths = open_paths
        self._all_paths = all_paths
        self._settled = settled
        self._foreground: dict[str, None] = {}
        self._unsettled = False
        self._circle: list[str] | None = None
        self._next = 0
        self._left = 0
        self.background = False
        """Whether the rest of the workspace is wanted at all."""

    def edited(self, path: str) -> None:
        """The text of one file changed: it comes first, then the other open ones, then all others again."""
        self._foreground = {path: None, **self._foreground}
        self._content_changed()

    def files_changed(self) -> None:
        """Files came, went or changed outside of the editor."""
        self._circle = None
        self._content_changed()

    def _content_changed(self) -> None:
        self._foreground.update(dict.fromkeys(self._open_paths()))
        self._unsettled = True
        if self._circle is not None:
            self._left = len(self._circle)

    @property
    def idle(self) -> bool:
        """Whether there is nothing left to do."""
        return not self._foreground and not self._unsettled and not self._background_left()

    def _background_left(self) -> bool:
        return self.background and (self._circle is None or self._left > 0)

    @property
    def has_foreground(self) -> bool:
        """Whether an open document waits to be looked at."""
        return bool(self._foreground) or self._unsettled

    def step_foreground(self) -> bool:
        """Look at the most urgent open document; false if there is none."""
        if self._foreground:
            path = next(iter(self._foreground))
            del self._foreground[path]
            self._look(path)
            return True
        if self._unsettled:
            self._unsettled = False
            self._settled()
            return True
        return False

    def step_background(self, interrupted: Callable[[], bool]) -> bool:
        """Go on around the circle of all files for a moment; false if there is nothing left to do.

        An edit lets it go around once more from where it is, so that nothing starves while somebody types.
        """
        if not self._background_left():
            return False
        with suppress(Cancelled):
            self._go_around(interrupted)
        return True

    def _go_around(self, interrupted: Callable[[], bool]) -> None:
        if self._circle is None:
            self._circle = list(self._all_paths())
            self._next, self._left = 0, len(self._circle)
            return
        end = time.perf_counter() + SLICE
        while self._left > 0 and not interrupted() and time.perf_counter() < end:
            self._look(self._circle[self._next])
            self._next = (self._next + 1) % len(self._circle)
            self._left -= 1
