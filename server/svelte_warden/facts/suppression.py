"""Reads the comments that silence rules: ``// svelte-warden-ignore rule[, rule] -- reason``."""

from __future__ import annotations

import re
from typing import Final

from svelte_warden.facts.model import Suppression

_MARK: Final = b"svelte-warden-ignore"
_COMMENT: Final = re.compile(
    rb"(?P<open>//|/\*+|<!--)[ \t]*svelte-warden-ignore(?P<file>-file)?(?![\w-])[ \t]*(?P<body>[^\r\n]*)"
)
_CLOSING: Final = {b"<!--": b"-->", b"//": None}
_REASON: Final = re.compile(rb"(?:^|(?<=\s))--(?:\s+|$)")
_RULE: Final = re.compile(rb"[^\s,]+")


def read_suppressions(data: bytes) -> tuple[Suppression, ...]:
    """The suppressions of a script or component, in source order; each lies on one line."""
    if _MARK not in data:
        return ()
    return tuple([_suppression(data, match) for match in _COMMENT.finditer(data)])


def _suppression(data: bytes, match: re.Match[bytes]) -> Suppression:
    closing = _CLOSING.get(match["open"], b"*/")
    body_start, body_end = match.span("body")
    end = body_end
    if closing is not None:
        closed = data.find(closing, body_start, body_end)
        if closed >= 0:
            body_end, end = closed, closed + len(closing)
    reason = _REASON.search(data, body_start, body_end)
    rules_end = reason.start() if reason else body_end
    rules = tuple(
        [
            (rule[0].decode(errors="replace"), rule.start(), rule.end())
            for rule in _RULE.finditer(data, body_start, rules_end)
        ]
    )
    text = data[reason.end() : body_end].decode(errors="replace").strip() if reason else ""
    return Suppression(match.start(), end, match["file"] is not None, rules, text or None)
