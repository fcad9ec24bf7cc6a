"""The server's log, sent to the editor.

At the default level a line never holds the user's source text. Messages of exceptions may, so that of a mistake only
its kind and the places in our own code are logged; the level ``debug`` adds the message.
"""

from __future__ import annotations

import logging
import traceback
from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = "svelte_warden"
_LOUDER_THAN_ALL = logging.CRITICAL + 1
_KINDS = {
    logging.ERROR: types.MessageType.Error,
    logging.WARNING: types.MessageType.Warning,
    logging.INFO: types.MessageType.Info,
}


class ClientHandler(logging.Handler):
    """Sends records as ``window/logMessage``."""

    def __init__(self, send: Callable[[types.LogMessageParams], None]) -> None:
        super().__init__(logging.INFO)
        self._send = send
        self._sending = False

    def emit(self, record: logging.LogRecord) -> None:
        """Send one record; what goes wrong on the way is not logged in its turn."""
        if self._sending:
            return
        self._sending = True
        try:
            kind = _KINDS.get(record.levelno, types.MessageType.Log)
            self._send(types.LogMessageParams(kind, self._text(record)))
        except Exception:  # noqa: BLE001  a log must not take down what it reports on
            self.handleError(record)
        finally:
            self._sending = False

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  the name is logging's
        """Do nothing: standard error may be a pipe that nobody reads."""

    def _text(self, record: logging.LogRecord) -> str:
        text = record.getMessage()
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return text
        frames = "".join(traceback.format_tb(error.__traceback__)[-6:]).rstrip()
        message = f": {error}" if self.level <= logging.DEBUG else ""
        return f"{text}\n{frames}\n{type(error).__name__}{message}"


def start_logging(send: Callable[[types.LogMessageParams], None]) -> ClientHandler:
    """Send the log of all our packages through ``send``; pygls, which logs parameters and texts, stays silent."""
    logging.getLogger("pygls").setLevel(_LOUDER_THAN_ALL)
    logger = logging.getLogger(ROOT)
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    handler = ClientHandler(send)
    logger.handlers = [handler]
    return handler
