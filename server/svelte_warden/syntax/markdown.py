"""Makes a component of a Markdown file (mdsvex): what Markdown takes as text is blanked, and nothing moves."""

from __future__ import annotations

import re
from typing import Final

_FRONT_MATTER: Final = re.compile(rb"\A(?:\xef\xbb\xbf)?---[ \t]*\r?\n.*?^---[ \t]*$", re.DOTALL | re.MULTILINE)
_FENCE: Final = re.compile(rb"^[ \t>]*(`{3,}|~{3,})[^\r\n]*(?:.*?^[ \t>]*\1[`~]*[ \t]*$|.*)", re.DOTALL | re.MULTILINE)
_INLINE: Final = re.compile(
    rb"(?<!`)(`+)(?!`)[^\r\n]{0,2000}?(?<!`)\1(?!`)|<(?:https?|mailto):[^\s<>]*>|<(?![A-Za-z/!])"
)
_RAW_TEXT: Final = re.compile(rb"<(script|style)\b")
_NOT_LINE_END: Final = re.compile(rb"[^\r\n]")


def blank_markdown(data: bytes) -> bytes:
    """The file with front matter, fenced and inline code, autolinks and lone ``<`` as spaces; nothing moves."""
    data = _FENCE.sub(_blank, _FRONT_MATTER.sub(_blank, data))
    pieces: list[bytes] = []
    position = 0
    while element := _RAW_TEXT.search(data, position):
        pieces.append(_INLINE.sub(_blank, data[position : element.start()]))
        closing = data.find(b"</" + element[1], element.end())
        position = len(data) if closing < 0 else closing
        pieces.append(data[element.start() : position])  # a script has templates of its own
    pieces.append(_INLINE.sub(_blank, data[position:]))
    return b"".join(pieces)


def _blank(match: re.Match[bytes]) -> bytes:
    return _NOT_LINE_END.sub(b" ", match[0])
