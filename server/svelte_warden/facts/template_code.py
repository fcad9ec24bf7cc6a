"""Cuts pieces of code out of markup, and remembers where markup was half-typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from svelte_warden.facts.code import Code, Form, shared_code
from svelte_warden.facts.model import Placed
from svelte_warden.syntax.brackets import NOT_FOUND, closing_brace
from svelte_warden.syntax.characters import CLOSE_BRACE
from svelte_warden.syntax.template import trim

if TYPE_CHECKING:
    from collections.abc import Iterable

# The end of an expression is looked for this far, and in its line only once many had none: the time stays linear.
_REACH: Final = 200_000
MANY_FAILURES: Final = 20

# Where an unfinished expression is taken to end: its line, a closing tag or a block; in a tag also the tag's end.
_END_IN_TEXT: Final = re.compile(rb"[}\r\n]|</[A-Za-z]|\{\s*(?:[#:@]|/[a-z])")
_END_IN_TAG: Final = re.compile(rb"[}\r\n]|(?<!=)>|/>|</[A-Za-z]|\{\s*(?:[#:@]|/[a-z])")
_ONLY_COMMENTS: Final = re.compile(rb"(?:\s|//[^\r\n]*|/\*.*?\*/)*", re.DOTALL)


class TemplateCode:
    """The bytes of a component while its markup is read; ``known`` code is used again with what was made of it.

    Attributes:
        data: the bytes.
        unsettled: the offsets of nodes whose extent something else decided: half-typed, or closed implicitly.
        has_errors: whether anything was half-typed.
        failures: how many expressions had no end.
    """

    __slots__ = ("_known", "data", "failures", "has_errors", "unsettled")

    def __init__(self, data: bytes, known: Iterable[Code]) -> None:
        self.data = data
        self.unsettled: list[int] = []
        self.has_errors = False
        self.failures = 0
        self._known = {(code.form, code.text): code for code in known}

    def error(self, offset: int) -> None:
        """Records that the markup at an offset is half-typed."""
        self.has_errors = True
        self.unsettled.append(offset)

    def expression_end(self, start: int, *, in_tag: bool = False) -> tuple[int, int]:
        """Where the code that starts at ``start``, after a brace, ends, and where markup goes on after it."""
        data = self.data
        limit = min(len(data), start + _REACH)
        if self.failures >= MANY_FAILURES:
            line_end = data.find(b"\n", start, limit)
            limit = limit if line_end < 0 else line_end
        end = closing_brace(data, start, limit)
        if end != NOT_FOUND:
            return end, end + 1
        self.failures += 1
        self.error(start - 1)
        stop = (_END_IN_TAG if in_tag else _END_IN_TEXT).search(data, start)
        if stop is None:
            return len(data), len(data)
        end = stop.start()
        return end, end + 1 if data[end] == CLOSE_BRACE else end

    def code(self, form: Form, text: bytes) -> Code:
        """A piece of code; the one of an earlier version where it is the same."""
        return self._known.get((form, text)) or shared_code(form, text)

    def embedded(self, form: Form, span: tuple[int, int], base: int) -> Placed[Code]:
        """The code of a span, trimmed already, placed relative to ``base``."""
        start, end = span
        return Placed(start - base, self.code(form, self.data[start:end]))

    def expression(self, start: int, end: int, base: int) -> Placed[Code]:
        """The expression between two offsets without the white space around it."""
        return self.embedded("expression", trim(self.data, start, end), base)

    def is_empty(self, start: int, end: int) -> bool:
        """Whether nothing but white space and comments stands between two offsets."""
        only_comments = _ONLY_COMMENTS.match(self.data, start, end)
        return only_comments is not None and only_comments.end() == end
