"""How far a piece of work has come, told to a client that gave a token for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from collections.abc import Callable

_ALL = 100


class Progress:
    """The progress of one request: begun at once, told when another percent is done, ended once.

    Args:
        send: Sends a notification of progress.
        token: The client's token; without one nothing is sent.
        title: What is being done.
    """

    def __init__(
        self, send: Callable[[types.ProgressParams], None], token: types.ProgressToken | None, title: str
    ) -> None:
        self._send = send
        self._token = token
        self._title = title
        self._percentage = -1  # not begun; 100: ended

    def tell(self, done: int, total: int, *, complete: bool) -> None:
        """Say that so many parts of all are done, and whether that is the end of it.

        After the end nothing is told any more.
        """
        if self._token is None or self._percentage == _ALL:
            return
        percentage = min(_ALL - 1, _ALL * done // total) if total else 0
        if self._percentage < 0:
            self._tell(types.WorkDoneProgressBegin(self._title, cancellable=True, percentage=percentage))
            self._percentage = percentage
        if complete:
            self._tell(types.WorkDoneProgressEnd())
            self._percentage = _ALL
        elif percentage > self._percentage:
            message = f"{done} of {total} files"
            self._tell(types.WorkDoneProgressReport(cancellable=True, message=message, percentage=percentage))
            self._percentage = percentage

    def _tell(
        self, value: types.WorkDoneProgressBegin | types.WorkDoneProgressReport | types.WorkDoneProgressEnd
    ) -> None:
        if self._token is not None:
            self._send(types.ProgressParams(self._token, value))
