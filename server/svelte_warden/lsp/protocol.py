"""JSON-RPC such that every request is answered and nothing the client sends ends the server.

pygls structures messages, runs handlers and awaits the client's replies. What it leaves to chance is done here: text
that is not JSON, requests of a wrong shape (answered, with what is wrong), requests before ``initialize`` and after
``shutdown``, and error messages that would carry the user's source text into the log.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import logging
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from cattrs import transform_error
from cattrs.errors import BaseValidationError
from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcRequestCancelled
from pygls.protocol import JsonRPCRequestMessage, LanguageServerProtocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from svelte_warden.lsp.framing import Body

log = logging.getLogger(__name__)

Message = dict[str, Any]
INTERNAL_ERROR = types.ErrorCodes.InternalError.value
PARSE_ERROR = types.ErrorCodes.ParseError.value
INVALID_REQUEST = types.ErrorCodes.InvalidRequest.value
METHOD_NOT_FOUND = types.ErrorCodes.MethodNotFound.value
INVALID_PARAMETERS = types.ErrorCodes.InvalidParams.value
NOT_INITIALIZED = types.ErrorCodes.ServerNotInitialized.value


class Protocol(LanguageServerProtocol):
    """One session with one client.

    Attributes:
        exit_code: None while the session lasts, then the status the process must end with.
    """

    exit_code: int | None = None
    _initialized = False

    def _register_builtin_features(self) -> None:
        """Register the life cycle only; pygls' documents and folders are not used (see documents.py)."""
        self.fm.add_builtin_feature(types.SHUTDOWN, self._shut_down)
        self.fm.add_builtin_feature(types.EXIT, self._exit)

    def _shut_down(self, _parameters: object) -> None:
        for future in list(self._request_futures.values()):
            future.cancel()
        self._shutdown = True

    def _exit(self, _parameters: object) -> None:
        self.exit_code = 0 if self._shutdown else 1

    @property
    def is_ending(self) -> bool:
        """Whether the client has said goodbye, so that it answers no more."""
        return self._shutdown or self.exit_code is not None

    def stream_ended(self) -> None:
        """End the session because the client closed the stream, whether it said goodbye or not."""
        if self.exit_code is None:
            self.exit_code = 0 if self._shutdown else 1

    def receive_all(self, bodies: Iterable[Body]) -> None:
        """Handle messages that are waiting together; a request that is cancelled among them is not begun."""
        messages = [message for body in bodies if (message := self._decode(body.data)) is not None]
        cancelled = _cancelled_among(messages)
        for message in messages:
            if self.exit_code is not None:
                return
            if _is_request(message) and message["id"] in cancelled:
                self._refuse(message["id"], JsonRpcRequestCancelled.CODE, "cancelled before it was begun")
            elif message.get("method") == types.CANCEL_REQUEST:
                self._cancel(_cancel_target(message))
            else:
                self._receive(message)

    def _execute_handler(
        self,
        msg_id: str | int,
        handler: Callable[..., Any],
        callback: Callable[[Any], None],
        args: tuple[Any, ...] | None = None,
        kwargs: dict[str, Any] | None = None,
    ) -> None:
        """Run a handler, which may answer with a coroutine or a task when it cannot answer at once.

        A handler that is no coroutine itself runs before any later message is handled, and so knows the text that the
        client means. Whatever is under way is forgotten when it is done; pygls keeps that of notifications.
        """
        if inspect.isgeneratorfunction(handler):
            super()._execute_handler(msg_id, handler, callback, args, kwargs)
            return
        future: Any = Future()
        try:
            result = handler(*(args or ()), **(kwargs or {}))
        except Exception as error:  # noqa: BLE001  the callback answers the client and logs it
            future.set_exception(error)
        else:
            if isinstance(result, asyncio.Future) or asyncio.iscoroutine(result):
                future = asyncio.ensure_future(result)
                self._request_futures[msg_id] = future
                future.add_done_callback(lambda _: self._request_futures.pop(msg_id, None))
            else:
                future.set_result(result)
        future.add_done_callback(callback)

    def _cancel(self, target: str | int | None) -> None:
        """Call off a request that was begun; one that was answered already is of no concern."""
        future = self._request_futures.get(target) if target is not None else None
        if future is not None:
            future.cancel()

    def _decode(self, data: bytes) -> Message | None:
        try:
            message = json.loads(data)
        except (ValueError, RecursionError) as error:
            log.warning("a message of %d bytes is not JSON: %s", len(data), _reason(error))
            self._refuse(None, PARSE_ERROR, f"the message is not JSON: {_reason(error)}")
            return None
        if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
            log.warning("a message of %d bytes is no JSON-RPC 2.0 object", len(data))
            self._refuse(None, INVALID_REQUEST, 'a message must be an object with "jsonrpc": "2.0"')
            return None
        return message

    def _receive(self, message: Message) -> None:
        if "method" not in message:
            self._receive_reply(message)
            return
        refusal = self._refusal(message)
        if refusal is None:
            self._dispatch(message)
            return
        code, text = refusal
        if "id" in message:
            identifier = message["id"]
            self._refuse(identifier if _is_identifier(identifier) else None, code, text)
        elif not str(message["method"]).startswith("$/"):
            log.warning("notification %r ignored: %s", message["method"], text)

    def _refusal(self, message: Message) -> tuple[int, str] | None:
        """Why a request or notification cannot be handled, as an error code and a text; None if it can."""
        method = message["method"]
        if not isinstance(method, str):
            return INVALID_REQUEST, "the method must be a string"
        if "id" in message and not _is_identifier(message["id"]):
            return INVALID_REQUEST, "the id must be a string or an integer"
        if method == types.EXIT:
            return None
        if self._shutdown:
            return INVALID_REQUEST, "the server was shut down"
        if method == types.INITIALIZE:
            return (INVALID_REQUEST, "the server is already initialized") if self._initialized else None
        if not self._initialized:
            return NOT_INITIALIZED, "the server is not initialized"
        if method not in self.fm.builtin_features and method not in self.fm.features:
            return METHOD_NOT_FOUND, f"unknown method {method}"
        return None

    def _dispatch(self, message: Message) -> None:
        try:
            if message["method"] == types.INITIALIZE:
                structured = self._initialize_message(message)
            else:
                structured = self._converter.structure(message, types.METHOD_TO_TYPES[message["method"]][0])
        except Exception as error:  # noqa: BLE001  whatever a converter raises for a malformed message
            log.warning("%s has malformed parameters: %s", message["method"], _reason(error))
            if "id" in message:
                self._refuse(message["id"], INVALID_PARAMETERS, f"malformed parameters: {_reason(error)}")
            return
        try:
            self.handle_message(structured)
        except Exception as error:  # a handler's mistake is answered by pygls; this is one of ours or pygls' own
            log.exception("%s could not be handled", message["method"])
            if "id" in message:
                self._refuse(message["id"], INTERNAL_ERROR, f"{type(error).__name__} while handling the message")

    def _initialize_message(self, message: Message) -> JsonRPCRequestMessage:
        """Keep the parameters of ``initialize`` as plain JSON (see client.py)."""
        parameters = message.get("params")
        if not isinstance(parameters, dict):
            raise TypeError
        self._initialized = True
        return JsonRPCRequestMessage(message["id"], types.INITIALIZE, "2.0", parameters)

    def _receive_reply(self, message: Message) -> None:
        """Hand the client's reply to whoever awaits it, as plain JSON."""
        identifier = message.get("id")
        future = self._request_futures.pop(identifier, None) if isinstance(identifier, str) else None
        if future is None or future.done():
            log.debug("a reply to no request of ours: id %r", identifier)
            return
        error = message.get("error")
        if error is None:
            future.set_result(message.get("result"))
            return
        text = error.get("message") if isinstance(error, dict) else None
        future.set_exception(JsonRpcException(message=f"the client refused: {text or 'no reason given'}"))

    def _refuse(self, identifier: str | int | None, code: int, text: str) -> None:
        # not as a structure: the converter leaves out an id that is None, which the protocol wants as null
        self._send_data({"jsonrpc": "2.0", "id": identifier, "error": {"code": code, "message": text}})


def _is_identifier(value: object) -> bool:
    return isinstance(value, (str, int)) and not isinstance(value, bool)


def _is_request(message: Message) -> bool:
    return "method" in message and _is_identifier(message.get("id"))


def _cancel_target(message: Message) -> str | int | None:
    parameters = message.get("params")
    target = parameters.get("id") if isinstance(parameters, dict) else None
    return target if _is_identifier(target) else None


def _cancelled_among(messages: list[Message]) -> set[str | int]:
    """The ids of the requests in these messages that a later one of them cancels."""
    seen: set[str | int] = set()
    cancelled: set[str | int] = set()
    for message in messages:
        if _is_request(message):
            seen.add(message["id"])
        elif message.get("method") == types.CANCEL_REQUEST:
            target = _cancel_target(message)
            if target is not None and target in seen:
                cancelled.add(target)
    return cancelled


def _reason(error: Exception) -> str:
    """What is wrong and where, without the values: they may be source text."""
    if isinstance(error, BaseValidationError):
        return "; ".join(transform_error(error, format_exception=_describe))
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at character {error.pos}"
    return type(error).__name__


def _describe(error: BaseException, expected: type | None) -> str:
    if isinstance(error, KeyError):
        return "missing"
    return f"expected {getattr(expected, '__name__', expected)}" if expected else "unexpected value"
