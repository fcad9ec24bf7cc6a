"""Makes a component of a Markdown file (mdsvex): what Markdown takes as text is blanked, and nothing moves."""

from __future__ import annotations

import re
from typing import Final

_FRONT_MATTER: Final = re.compile(rb"\A(?:\xef\xbb\xbf)?---[ \t]*\r?\n.*?^---[ \t]*$", re.DOTALL | re.MULTILINE)
_FENCE: Final = re.compile(rb"^[ \t>]*(`{3,}|~{3,})[^\r\n]*(?:.*?^[ \t>]*\1[`~]*[ \t]*$|.*)", re.DOTALL | re.MULTILINE)
# Inline code, an autolink, or a lone `<`; or else the start of an element that has no Markdown in it.
_INLINE: Final = re.compile(
    rb"(?<!`)(`+)(?!`)[^\r\n]{0,2000}?(?<!`)\1(?!`)|<(?:https?|mailto):[^\s<>]*>|<(?![A-Za-z/!])|<(script|style)\b"
)
_NOT_LINE_END: Final = re.compile(rb"[^\r\n]")


def blank_markdown(data: bytes) -> bytes:
    """The file with front matter, fenced and inline code, autolinks and lone ``<`` as spaces; nothing moves."""
    data = _FENCE.sub(_blank, _FRONT_MATTER.sub(_blank, data))
    pieces: list[bytes] = []
    done = position = 0
    while found := _INLINE.search(data, position):
        position = found.end()
        if found[2] is None:
            pieces += data[done : found.start()], _blank(found)
            done = position
        else:
            closing = data.find(b"</" + found[2], position)
            if closing < 0:
                break
            position = closing
    pieces.append(data[done:])
    return b"".join(pieces)


def _blank(match: re.Match[bytes]) -> bytes:
    return _NOT_LINE_END.sub(b" ", match[0])
