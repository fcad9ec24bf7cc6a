"""The pieces of source in `snippets/`, of which generated files are put together.

In a piece `@n@` stands for a number that is unique within the file, `@word@` for a noun that varies between files.
"""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent / "snippets"
_SEPARATOR = "---\n"


def _read(name: str) -> str:
    return (_FOLDER / f"{name}.txt").read_text(encoding="utf-8")


WORDS = tuple(_read("words").split())

# Top-level statements of an instance script; they use the names of DECLARATIONS, as MARKUP does.
STATEMENTS = tuple(_read("statements").split(_SEPARATOR))
DECLARATIONS = _read("declarations")

MARKUP = tuple(_read("markup").split(_SEPARATOR))
STYLE = _read("style")

# Top-level statements of a plain module.
FUNCTIONS = tuple(_read("functions").split(_SEPARATOR))
