"""A name for the variable that keeps what a call gives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from svelte_warden.engine.editing.names import free_name
from svelte_warden.facts import model

if TYPE_CHECKING:
    from collections.abc import Collection

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_ENDINGS = frozenset(("key", "symbol", "context", "ctx"))
_SECOND_CHOICE = {False: "Context", True: "Value"}
_VERBS = frozenset(("get", "use", "has", "create", "read", "fetch"))


def variable_name(call: model.Node, taken: Collection[str]) -> str:
    """Return a free name: ``session`` for ``getContext('session')``, ``useSession()`` and ``new Session()``."""
    wanted = _wanted(call)
    if free_name(wanted, taken) != wanted and wanted != "context":
        wanted = f"{wanted}{_SECOND_CHOICE[wanted.endswith('Context')]}"
    return free_name(wanted, taken)


def _wanted(call: model.Node) -> str:
    match call:
        case model.New(callee=model.Name(name=name)):
            return _camel(_words(name)) or "value"
        case model.Call(callee=model.Name(name="createEventDispatcher")):
            return "dispatch"
        case model.Call(callee=callee, arguments=(model.Constant(value=str(key)), *_)) if _by_key(callee):
            return _prefixed(callee, _words(key)) or "context"
        case model.Call(callee=callee, arguments=(model.Name(name=key), *_)) if _by_key(callee):
            return _prefixed(callee, _without_ending(_words(key))) or "context"
        case model.Call(callee=model.Member(object=model.Name(name=owner), property=name)) if name in ("get", "getOr"):
            return _camel(["current", *_words(owner)])
        case model.Call(callee=model.Name(name=name)) | model.Call(callee=model.Member(property=name)):
            return _camel(_without_verb(_words(name))) or "value"
        case model.Member(property=name):
            return _camel(_words(name)) or "value"
    return "value"


def _by_key(callee: model.Expression) -> bool:
    """Whether the function is given the key of a context."""
    return _name_of(callee).lower().endswith("context")


def _name_of(callee: model.Expression) -> str:
    if isinstance(callee, model.Name):
        return callee.name
    return callee.property if isinstance(callee, model.Member) else ""


def _prefixed(callee: model.Expression, words: list[str]) -> str:
    return _camel(["has", *words] if _name_of(callee).startswith("has") else words)


def _words(text: str) -> list[str]:
    return _WORDS.findall(text)


def _without_ending(words: list[str]) -> list[str]:
    return words[:-1] if words and words[-1].lower() in _ENDINGS else words


def _without_verb(words: list[str]) -> list[str]:
    return words[1:] if len(words) > 1 and words[0].lower() in _VERBS else words


def _camel(words: list[str]) -> str:
    """Return the words as one name, empty if they make none."""
    joined = "".join(word.capitalize() for word in words)
    joined = joined[:1].lower() + joined[1:]
    return joined if joined and not joined[0].isdigit() else ""
