"""Makes a component of a Markdown file (mdsvex): what Markdown takes as text is blanked, and nothing moves."""

from __future__ import annotations

import re
from typing import Final

_FRONT_MATTER: Final = re.compile(rb"\A(?:\xef\xbb\xbf)?---[ \t]*\r?\n.*?^---[ \t]*$", re.DOTALL | re.MULTILINE)
_FENCE: Final = re.compile(rb"^[ \t>]*(`{3,}|~{3,})[^\r\n]*(?:.*?^[ \t>]*\1[`~]*[ \t]*$|.*)", re.DOTALL | re.MULTILINE)
_INLINE: Final = re.compile(rb"(?<!`)(`+)(?!`)[^\r\n]*?(?<!`)\1(?!`)|<(?:https?|mailto):[^\s<>]*>")
_SCRIPT: Final = re.compile(rb"(<script\b.*?</script\s*>|<style\b.*?</style\s*>)", re.DOTALL)
_NOT_LINE_END: Final = re.compile(rb"[^\r\n]")


def blank_markdown(data: bytes) -> bytes:
    """The file with front matter, fenced and inline code and autolinks replaced by spaces, byte for byte."""
    data = _FENCE.sub(_blank, _FRONT_MATTER.sub(_blank, data))
    pieces = _SCRIPT.split(data)
    pieces[::2] = [_INLINE.sub(_blank, piece) for piece in pieces[::2]]  # a script has templates of its own
    return b"".join(pieces)


def _blank(match: re.Match[bytes]) -> bytes:
    return _NOT_LINE_END.sub(b" ", match[0])
