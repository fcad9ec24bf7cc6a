"""What to look at next: the edited document at once, then the other open ones, then the rest of the workspace.

There are no timers. The loop in ``server.py`` handles every waiting message first and then asks for one step of work
after the other until the next message comes. What is said of an open document at first may lack what depends on the
whole workspace; that follows when all open documents have had their first answer. From there on every message cuts the
work short, so that no request stands behind it; work that an edit made obsolete is simply not begun.
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
    """The order of work.

    Args:
        look: Brings the answer for one file up to date as far as that takes a moment; false if more is to come.
        finish: Does so completely. Raises :class:`~svelte_warden.engine.memo.Cancelled` when it is interrupted.
        open_paths: The files that are open in the editor.
        all_paths: All files of the workspace; asked for when the background work begins, and may be cancelled too.
        settled: Called whenever the answers for all open files are up to date and complete again.
    """

    def __init__(
        self,
        look: Callable[[str], bool],
        finish: Callable[[str], None],
        open_paths: Callable[[], Iterable[str]],
        all_paths: Callable[[], Iterable[str]],
        settled: Callable[[], None],
    ) -> None:
        self._look = look
        self._finish = finish
        self._open_paths = open_paths
        self._all_paths = all_paths
        self._settled = settled
        self._foreground: dict[str, None] = {}
        self._unfinished: dict[str, None] = {}
        self._unsettled = False
        self._circle: list[str] | None = None
        self._next = 0
        self._left = 0
        self.background = False
        """Whether the rest of the workspace is wanted at all."""

    # --- what happened ------------------------------------------------------------------------------------------------

    def edited(self, path: str) -> None:
        """The text of one file changed: it comes first, then the other open ones, then all others again."""
        self._foreground = {path: None, **self._foreground}
        self._content_changed()

    def files_changed(self) -> None:
        """Files came, went or changed outside of the editor."""
        self._circle = None
        self._content_changed()

    def unfinished(self, path: str) -> None:
        """The client was given an answer for this file that is not complete."""
        self._unfinished[path] = None
        self._unsettled = True

    def _content_changed(self) -> None:
        self._foreground.update(dict.fromkeys(self._open_paths()))
        self._unsettled = True
        if self._circle is not None:
            self._left = len(self._circle)

    # --- what to do ---------------------------------------------------------------------------------------------------

    @property
    def idle(self) -> bool:
        """Whether there is nothing left to do."""
        return not (self._foreground or self._unfinished or self._unsettled or self._background_left())

    @property
    def progress(self) -> tuple[int, int]:
        """How many files of the workspace have been looked at since the last change, and how many there are."""
        total = len(self._circle or ())
        return total - self._left, total

    def _background_left(self) -> bool:
        return self.background and (self._circle is None or self._left > 0)

    @property
    def has_foreground(self) -> bool:
        """Whether an open document waits for its first answer, which nothing interrupts."""
        return bool(self._foreground)

    def step_foreground(self) -> None:
        """Look at the most urgent open document."""
        path = next(iter(self._foreground))
        del self._foreground[path]
        self._unfinished.pop(path, None)
        if not self._look(path):
            self._unfinished[path] = None

    def step_background(self, interrupted: Callable[[], bool]) -> bool:
        """Complete the answer for an open document, or go on with all files for a moment; false if all is done."""
        if self.idle:
            return False
        with suppress(Cancelled):
            if self._unfinished:
                path = next(iter(self._unfinished))
                self._finish(path)
                del self._unfinished[path]
            elif self._unsettled:
                self._unsettled = False
                self._settled()
            else:
                self._go_around(interrupted)
        return True

    def _go_around(self, interrupted: Callable[[], bool]) -> None:
        """Go around the circle of all files; an edit lets it go around once more from where it is.

        So nothing starves while somebody types.
        """
        if self._circle is None:
            self._circle = list(self._all_paths())
            self._next, self._left = 0, len(self._circle)
            return
        end = time.perf_counter() + SLICE
        while self._left > 0 and not interrupted() and time.perf_counter() < end:
            self._finish(self._circle[self._next])
            self._next = (self._next + 1) % len(self._circle)
            self._left -= 1
