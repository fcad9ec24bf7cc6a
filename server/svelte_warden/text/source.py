r"""A document as bytes, and its places as lines and columns.

Inside the program a place is a byte offset into UTF-8. Lines and columns exist at the edges only: a client counts
columns in UTF-8 bytes, UTF-16 code units or (``utf-32``) characters, whichever was negotiated, and people count
characters. A line ends at ``\n``, ``\r\n`` or a lone ``\r`` and nowhere else (not at U+2028, U+0085 or a form
feed), as the language server protocol says. A byte order mark is a character like any other.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from svelte_warden.text.edits import ByteEdit

if TYPE_CHECKING:
    from collections.abc import Sequence

# The bytes of a character after its first one.
_LOWEST_CONTINUATION: Final = 0x80
_HIGHEST_CONTINUATION: Final = 0xBF

# How bytes that are not UTF-8 are counted: each as a character.
_KEEP_BYTES: Final = "surrogateescape"

Encoding: TypeAlias = Literal["utf-8", "utf-16", "utf-32"]


class InvalidEncodingError(ValueError):
    """Bytes that are not UTF-8; ``line`` and ``column`` say where, counted from 1, the column in characters."""

    def __init__(self, line: int, column: int) -> None:
        super().__init__(f"not valid UTF-8 at line {line}, column {column}")
        self.line = line
        self.column = column


@dataclass(frozen=True, slots=True)
class TextChange:
    """One change as a client tells it: ``text`` replaces what lies between two places.

    The places are (line, column) pairs, 0-based, in the text that the changes before this one produced. Without
    them ``text`` is the whole new document.
    """

    text: str
    start: tuple[int, int] | None = None
    end: tuple[int, int] | None = None


class Source:
    """An immutable document: UTF-8 bytes with a line index, which is built when it is first needed."""

    __slots__ = ("_line_starts", "data")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._line_starts: list[int] | None = None

    @classmethod
    def from_bytes(cls, data: bytes) -> Source:
        """A document read from outside.

        Raises:
            InvalidEncodingError: The bytes are not UTF-8.
        """
        try:
            data.decode()
        except UnicodeDecodeError as error:
            line, column = cls(data[: error.start]).position(error.start, "utf-32")
            raise InvalidEncodingError(line + 1, column + 1) from None
        return cls(data)

    @property
    def line_count(self) -> int:
        """The number of lines; an empty document has one."""
        return len(self._starts())

    def line_span(self, line: int) -> tuple[int, int]:
        """The bytes of a 0-based line without its line end; a line out of range is clamped."""
        starts = self._starts()
        line = max(0, min(line, len(starts) - 1))
        start = starts[line]
        if line + 1 == len(starts):
            return start, len(self.data)
        end = starts[line + 1] - 1
        if end > start and self.data[end - 1 : end + 1] == b"\r\n":
            end -= 1
        return start, end

    def position(self, offset: int, encoding: Encoding) -> tuple[int, int]:
        """The 0-based line and column of a byte offset.

        An offset out of range is clamped; one within a character means that character's start, one within a line
        end the end of the line.
        """
        starts = self._starts()
        offset = max(0, min(offset, len(self.data)))
        line = bisect_right(starts, offset) - 1
        start, end = self.line_span(line)
        offset = self._character_start(min(offset, end), start)
        before = self.data[start:offset]
        if encoding == "utf-8" or before.isascii():
            return line, offset - start
        return line, _width(before.decode(errors=_KEEP_BYTES), encoding)

    def offset(self, line: int, column: int, encoding: Encoding) -> int:
        """The byte offset of a 0-based line and column.

        A column past the end of its line means that end, a line past the last one the end of the document, negative
        values zero; a column within a character means that character's start.
        """
        if line < 0:
            return 0
        if line >= len(self._starts()):
            return len(self.data)
        start, end = self.line_span(line)
        column = max(0, column)
        content = self.data[start:end]
        if encoding == "utf-8" or content.isascii():
            return self._character_start(min(start + column, end), start)
        text = content.decode(errors=_KEEP_BYTES)
        if encoding == "utf-16":
            column = _characters(text, column)
        return start + len(text[:column].encode(errors=_KEEP_BYTES))

    def apply(self, changes: Sequence[TextChange], encoding: Encoding) -> tuple[Source, tuple[ByteEdit, ...]]:
        """The document after some changes, and the same changes as edits in bytes, one each."""
        source = self
        edits: list[ByteEdit] = []
        for change in changes:
            source, edit = source._apply_one(change, encoding)
            edits.append(edit)
        return source, tuple(edits)

    def _apply_one(self, change: TextChange, encoding: Encoding) -> tuple[Source, ByteEdit]:
        new = encode(change.text)
        if change.start is None or change.end is None:
            return Source(new), ByteEdit(0, len(self.data), len(new))
        start = self.offset(*change.start, encoding)
        end = max(start, self.offset(*change.end, encoding))
        return Source(self.data[:start] + new + self.data[end:]), ByteEdit(start, end, start + len(new))

    def _starts(self) -> list[int]:
        """The byte offset at which each line starts."""
        if self._line_starts is None:
            lines = self.data.splitlines(keepends=True)  # of bytes: at \n, \r\n and \r only
            starts = [0, *accumulate(map(len, lines))]
            if lines and not lines[-1].endswith((b"\n", b"\r")):
                starts.pop()
            self._line_starts = starts
        return self._line_starts

    def _character_start(self, offset: int, lowest: int) -> int:
        """The start of the character that the byte at ``offset`` belongs to."""
        data = self.data
        while lowest < offset < len(data) and _LOWEST_CONTINUATION <= data[offset] <= _HIGHEST_CONTINUATION:
            offset -= 1
        return offset


def encode(text: str) -> bytes:
    """Text as UTF-8; half a surrogate pair, which a client can send, becomes U+FFFD (as wide in UTF-16)."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()


def _width(text: str, encoding: Encoding) -> int:
    """The width of text in UTF-16 code units or characters."""
    if encoding == "utf-32":
        return len(text)
    return len(text) + sum(character > "\uffff" for character in text)


def _characters(text: str, units: int) -> int:
    """How many whole characters lie within so many UTF-16 code units."""
    if text.isascii():
        return units
    for index, character in enumerate(text):
        units -= 1 + (character > "\uffff")
        if units < 0:
            return index
    return len(text)
