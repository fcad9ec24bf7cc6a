"""What ``resolve(event)`` gives in a hook: an answer that was rendered for one user, perhaps with his data in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.origins import THE_RESPONSE
from svelte_warden.flow.interpreter.values import UNKNOWN, Origin
from svelte_warden.flow.natives.promises import promise_of
from svelte_warden.flow.natives.registry import method

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from svelte_warden.facts import model
    from svelte_warden.facts.code import Code
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.values import Atom, Value

_CONTENT: Final = frozenset((Origin("given", THE_RESPONSE),))
_OUTSIDE: Final = ("status", "statusText", "ok", "headers", "redirected", "type", "url", "bodyUsed")
_OF_SOMEBODY: Final = frozenset(("event.locals", "the request's cookies"))
_REQUEST: Final = "the request"
_ASKS_WHO: Final = re.compile(
    rb"\bif\s*\([^{};]*?\b(?:locals|cookies?|session\w*|user\w*|signedIn|loggedIn|isAuth\w*|auth\w*|token)\b",
    re.IGNORECASE,
)
"""A test of who asks, which leaves before anything of his is kept."""
_LISTED: Final = re.compile(rb"([\w$]+)\s*\.\s*(?:has|includes|some|test)\s*\(")


def rendered_response(machine: Machine, node: model.Node) -> Value:
    """Return the promise of a response: what is in it may be a user's, its status and headers are none's."""
    made = machine.allocate("response", node)
    made.open = True
    made.properties = dict.fromkeys(_OUTSIDE, UNKNOWN)
    made.rest = values.unknown(_CONTENT)
    return promise_of(machine, values.of(made), node)


@method("response", "text json arrayBuffer blob bytes formData")
def _read(machine: Machine, _receiver: Atom, _name: str, _arguments: list[Value], node: model.Node) -> Value:
    return promise_of(machine, values.unknown(_CONTENT), node)


@method("response", "clone")
def _clone(_machine: Machine, receiver: Atom, _name: str, _arguments: list[Value], _node: model.Node) -> Value:
    return values.of(receiver)


def is_for_all(origins: Collection[Origin], conditions: Iterable[Origin], code: Code | None, kept_in: str) -> bool:
    """Whether what is kept is a response for all: a test of who asks comes first, or of a list of public pages.

    Args:
        origins: the origins of what is kept.
        conditions: those of the tests before.
        code: the code that keeps it.
        kept_in: the name of what it is kept in.
    """
    if not origins or any(origin.label != THE_RESPONSE for origin in origins):
        return False  # it is another matter, such as that somebody signs out
    if any(origin.label in _OF_SOMEBODY or _is_header(origin) for origin in conditions):
        return True
    if code is not None and _ASKS_WHO.search(code.text) is not None:
        return True
    asked = {name.decode("utf-8", "replace") for name in _LISTED.findall(code.text)} if code is not None else set()
    return bool(asked - {kept_in})


def _is_header(origin: Origin) -> bool:
    return origin.label == _REQUEST and origin.part.startswith("headers")
