"""The bytes that markup is read by."""

from __future__ import annotations

from typing import Final

BACKTICK: Final = ord("`")
CLOSE_BRACE: Final = ord("}")
CLOSE_PARENTHESIS: Final = ord(")")
DOT: Final = ord(".")
GREATER: Final = ord(">")
LESS: Final = ord("<")
OPEN_BRACE: Final = ord("{")
OPEN_PARENTHESIS: Final = ord("(")
SLASH: Final = ord("/")
SPACE: Final = ord(" ")
