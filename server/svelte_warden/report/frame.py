"""A code frame: the lines around a place with their numbers, and the place underlined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.report.terminal import expand, width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.report.results import Range
    from svelte_warden.report.terminal import Palette
    from svelte_warden.text.source import Source

_LINES_BEFORE: Final = 1
_LONGEST_PLACE: Final = 3
"""A place of more lines, mostly a whole function, is shown by its first line."""
_WIDTH: Final = 120
"""Display columns of a line that are shown; a longer line is cut around the place."""
_MARGIN: Final = 20


def code_frame(source: Source, place: Range, palette: Palette, style: tuple[str, ...], indent: str = "") -> str:
    """Return the frame of a place, each line ended by a line feed. ``style`` is that of the underline."""
    lines = list(_lines(place))
    gutter = len(str(lines[-1]))
    bar = palette.paint("|", "dim")
    shown: list[str] = []
    for number in lines:
        code, underline = _line(source, place, number)
        label = palette.paint(str(number).rjust(gutter), "dim")
        shown.append(f"{indent}{label} {bar} {code}".rstrip())
        if underline:
            offset, length = underline
            mark = palette.paint("^" * length, *style)
            shown.append(f"{indent}{' ' * gutter} {bar} {' ' * offset}{mark}")
    return "".join(f"{line}\n" for line in shown)


def _lines(place: Range) -> Iterator[int]:
    first, last = place.start.line, place.end.line
    if last > first and place.end.column == 1:
        last -= 1  # the place ends with a line end
    yield from range(max(1, first - _LINES_BEFORE), first)
    yield from range(first, last + 1 if last - first < _LONGEST_PLACE else first + 1)


def _line(source: Source, place: Range, number: int) -> tuple[str, tuple[int, int] | None]:
    """Return a line as it is shown and, if it is part of the place, the columns to underline: offset and length."""
    start, end = source.line_span(number - 1)
    text = source.data[start:end].decode(errors="replace")
    if number < place.start.line:
        return _cut(expand(text)), None
    from_ = place.start.column - 1 if number == place.start.line else len(text) - len(text.lstrip())
    to = place.end.column - 1 if number == place.end.line else len(text)
    left = expand(text[:from_])
    middle = expand(text[from_:to], width(left))
    right = expand(text[to:], width(left) + width(middle))
    offset, length = width(left), max(1, width(middle))
    code = left + middle + right
    if offset + length + _MARGIN > _WIDTH and width(code) > _WIDTH:
        dropped = max(0, offset - _MARGIN)
        code = _drop(code, dropped)
        offset -= max(0, dropped - 1)  # the ellipsis takes a column
    return _cut(code), (offset, min(length, _WIDTH - offset))


def _drop(text: str, columns: int) -> str:
    """Cut display columns off the front; an ellipsis stands for them."""
    if not columns:
        return text
    taken = 0
    for index, character in enumerate(text):
        if taken >= columns:
            return "…" + " " * (taken - columns) + text[index:]
        taken += width(character)
    return "…"


def _cut(text: str) -> str:
    """Cut display columns off the end, so that the text fits into the frame."""
    if width(text) <= _WIDTH:
        return text
    taken = 0
    for index, character in enumerate(text):
        taken += width(character)
        if taken > _WIDTH - 1:
            return text[:index] + "…"
    return text
