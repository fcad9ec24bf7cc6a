"""Signs that a context may be missing: tests of what was read, and types that say so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from svelte_warden.facts import model

if TYPE_CHECKING:
    from svelte_warden.flow.interpreter.values import Home

_NULLISH: Final = rb"\b(?:undefined|null)\b"
_TYPE_ARGUMENT: Final = re.compile(rb"^[\w$.?!\s]+<([\s\S]*?)>\s*\(")
_CAST: Final = re.compile(rb"^\s*\)*\s*(?:as|satisfies)\s([^;\n,]*)")
_DECLARATION: Final = re.compile(rb"\b(?:const|let|var)\s+([\w$]+)\s*(:[^=]*)?=\s*\(*$")
_RESULT: Final = re.compile(rb"\)\s*:\s*((?:\{[^{}]*\}|[^={};])+?)\s*(?:=>|\{)")
_MENTIONS_NULLISH: Final = re.compile(_NULLISH)
_AROUND: Final = 300


def throws_if_missing(function: str) -> bool:
    """Whether a function that reads a context throws when there is none, so that a test of what it gives is too late.

    The getter of ``createContext()`` does: always in the browser, since Svelte 5.56 on the server too.
    """
    return function == "createContext"


def typed_optional(home: Home, node: model.Node) -> bool:
    """Whether the type that stands at a call says that its result may be undefined or null.

    Looks at ``getContext<T | undefined>(…)``, ``getContext(…) as T | undefined``, ``const x: T | undefined = …`` and
    ``function f(): T | undefined { return … }``.
    """
    if home.code is None:
        return False
    text = home.code.text
    call = _TYPE_ARGUMENT.match(text[node.start : node.end])
    if call is not None and _MENTIONS_NULLISH.search(call.group(1)):
        return True
    cast = _CAST.match(text[node.end : node.end + _AROUND])
    if cast is not None:
        return _MENTIONS_NULLISH.search(cast.group(1)) is not None
    before = text[max(0, node.start - _AROUND) : node.start]
    declaration = _DECLARATION.search(before)
    if declaration is not None and _MENTIONS_NULLISH.search(declaration.group(2) or b""):
        return True
    results = _RESULT.findall(text[: node.start])
    return bool(results) and _MENTIONS_NULLISH.search(results[-1]) is not None


def declared_name(home: Home, node: model.Node) -> bytes | None:
    """Return the variable that a call initialises, ``None`` if it does not."""
    if home.code is None:
        return None
    declaration = _DECLARATION.search(home.code.text[max(0, node.start - _AROUND) : node.start])
    return declaration.group(1) if declaration is not None else None


def is_tested_in(text: bytes, name: bytes) -> bool:
    """Whether code that may never run looks whether a variable is there: ``name?.``, ``name ??``, ``name &&``."""
    if name not in text:  # of most pieces of a file that is all that has to be known
        return False
    return re.search(rb"(?<![\w$.])" + re.escape(name) + rb"\s*(?:\?\.(?!\d)|\?\?|&&|\|\|)", text) is not None


def is_demand(node: model.If) -> bool:
    """Whether an ``if`` throws on one of its ways: it does not allow for what it tests, it insists on it."""
    return _throws(node.consequent) or _throws(node.alternate)


def _throws(statements: tuple[model.Statement, ...]) -> bool:
    return any(
        isinstance(statement, model.Throw) or (isinstance(statement, model.Block) and _throws(statement.body))
        for statement in statements
    )
