"""Names for what a fix adds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

_RESERVED_WORDS: Final = """
    arguments await break case catch class const continue debugger default delete do else enum eval export extends
    false finally for function if implements import in instanceof interface let new null package private protected
    public return static super switch this throw true try typeof undefined var void while with yield
"""
_RESERVED: Final = frozenset(_RESERVED_WORDS.split())


def free_name(wanted: str, taken: Collection[str]) -> str:
    """Return ``wanted``, or the first of ``wanted2``, ``wanted3``… that is neither taken nor a reserved word."""
    name, number = wanted, 1
    while name in taken or f"${name}" in taken or name in _RESERVED:
        number += 1
        name = f"{wanted}{number}"
    return name
