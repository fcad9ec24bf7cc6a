"""Questions about the whole workspace that a person asked and waits for.

Most are answered at once. One that takes longer goes on beside the loop and lets every message that comes meanwhile go
first; what was found out by then stays known. If the document is edited before the answer is there, the question was
about a text that is no more, and the client is told so.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar, Union

from pygls.exceptions import JsonRpcContentModified

from svelte_warden.engine.memo import Cancelled
from svelte_warden.lsp.interruption import after

if TYPE_CHECKING:
    from collections.abc import Callable

    from svelte_warden.flow.program import Program
    from svelte_warden.lsp.session import Session

_Value = TypeVar("_Value")

Answer = Union[_Value, "asyncio.Task[_Value | None]", None]
"""What a handler returns: the answer, ``None`` where there is none, or a task that will have it."""

MOMENT = 0.03  # seconds that an answer may take before others get their turn


class Questions:
    """Answers questions about the program.

    Args:
        session: What the questions are put to.
        has_messages: Whether the client has sent something that nobody has looked at.
    """

    def __init__(self, session: Session, has_messages: Callable[[], bool]) -> None:
        self._session = session
        self._has_messages = has_messages

    def ask(self, path: str, question: Callable[[Program], _Value]) -> Answer[_Value]:
        """Answer a question about a file, now or, as a task, when it has been found out.

        Returns:
            The answer; ``None`` if it could not be found out because of a mistake of ours.

        Raises:
            JsonRpcContentModified: By the task, if the text of the file has changed meanwhile.
        """
        try:
            with self._session.interruption.when(after(MOMENT)):
                return self._session.ask(path, question)
        except Cancelled:
            return asyncio.get_running_loop().create_task(self._go_on(path, question, self._version(path)))

    async def _go_on(self, path: str, question: Callable[[Program], _Value], version: int | None) -> _Value | None:
        while True:
            await asyncio.sleep(0)
            if self._has_messages():
                continue
            if self._version(path) != version:
                edited = "the document was edited before the answer was found"
                raise JsonRpcContentModified(edited)
            try:
                with self._session.interruption.when(self._has_messages):
                    return self._session.ask(path, question)
            except Cancelled:
                continue

    def _version(self, path: str) -> int | None:
        document = self._session.documents.at(path)
        return None if document is None else document.version
