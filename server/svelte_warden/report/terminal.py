"""What a terminal shows: colours, and how wide characters are."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, TextIO

from svelte_warden.engine.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

TAB_WIDTH: Final = 4

_CODES: Final = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36"}
_SEVERITY_COLOURS: Final = {
    Severity.ERROR: "red",
    Severity.WARNING: "yellow",
    Severity.INFO: "blue",
    Severity.HINT: "cyan",
}
# Everything that could move the cursor or change what the reader sees: C0 and C1 controls, bidirectional overrides.
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


@dataclass(frozen=True, slots=True)
class Palette:
    """Puts text in colour, or leaves it as it is."""

    enabled: bool = False

    def paint(self, text: str, *styles: str) -> str:
        """Return text in some of the styles bold, dim, red, green, yellow, blue, cyan."""
        if not self.enabled or not text:
            return text
        return f"\x1b[{';'.join(_CODES[style] for style in styles)}m{text}\x1b[0m"

    def severity(self, severity: Severity, text: str) -> str:
        """Return text in the colour of a severity."""
        return self.paint(text, "bold", _SEVERITY_COLOURS[severity])


def wants_colour(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether output to a stream is to be in colour: NO_COLOR, then FORCE_COLOR, then whether it is a terminal."""
    if environment.get("NO_COLOR"):
        return False
    forced = environment.get("FORCE_COLOR")
    if forced is not None:
        return forced not in {"0", "false"}
    return stream.isatty() and environment.get("TERM") != "dumb"


def printable(text: str) -> str:
    """Return text in which nothing can steer a terminal; each such character becomes U+FFFD."""
    return text if text.isascii() and text.isprintable() else _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def expand(text: str, column: int = 0) -> str:
    """Return text that starts in a display column (from 0) with its tabs as spaces and nothing unprintable."""
    if "\t" not in text:
        return printable(text)
    parts: list[str] = []
    for index, part in enumerate(text.split("\t")):
        if index:
            spaces = TAB_WIDTH - column % TAB_WIDTH
            parts.append(" " * spaces)
            column += spaces
        shown = printable(part)
        parts.append(shown)
        column += width(shown)
    return "".join(parts)


def width(text: str) -> int:
    """Return the number of terminal columns that text without tabs takes."""
    return len(text) if text.isascii() else sum(_character_width(character) for character in text)


@cache
def _character_width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
