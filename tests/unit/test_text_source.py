from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svelte_warden.text.source import Encoding, InvalidEncodingError, Source, TextChange

ENCODINGS: tuple[Encoding, ...] = ("utf-8", "utf-16", "utf-32")
TEXTS = st.lists(st.sampled_from(["a", "\t", "é", "😀", "\u2028", "\x0b", "\x85", "\ufeff", "\n", "\r\n", "\r"])).map(
    "".join
)


def width(text: str, encoding: Encoding) -> int:
    if encoding == "utf-8":
        return len(text.encode())
    return len(text) if encoding == "utf-32" else len(text.encode("utf-16-le")) // 2


def lines_of(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


@pytest.mark.parametrize(
    ("encoding", "column"),
    [("utf-8", 7), ("utf-16", 4), ("utf-32", 3)],
)
def test_a_column_counts_what_was_negotiated(encoding: Encoding, column: int) -> None:
    source = Source("first\ré\t😀x".encode())
    offset = source.data.index(b"x")
    assert source.position(offset, encoding) == (1, column)
    assert source.offset(1, column, encoding) == offset


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_the_protocol_says(end: str) -> None:
    source = Source(f"one{end}two\u2028\x0b\x0c\x85\x1c{end}{end}".encode())
    assert source.line_count == 4
    assert source.line_span(0) == (0, 3)
    start, stop = source.line_span(1)
    assert source.data[start:stop].decode() == "two\u2028\x0b\x0c\x85\x1c"
    assert source.line_span(3) == (len(source.data), len(source.data))


def test_an_empty_document_has_one_line() -> None:
    assert Source(b"").line_count == 1
    assert Source(b"").position(5, "utf-16") == (0, 0)
    assert Source(b"").offset(3, 3, "utf-16") == 0


def test_a_byte_order_mark_is_a_character() -> None:
    source = Source("\ufeffab".encode())
    assert source.position(3, "utf-16") == (0, 1)
    assert source.position(3, "utf-8") == (0, 3)
    assert source.offset(0, 1, "utf-32") == 3


@pytest.mark.parametrize(
    ("line", "column", "expected"),
    [(0, 99, 2), (0, -1, 0), (-1, 5, 0), (1, 99, 6), (2, 0, 7), (9, 0, 7)],
)
def test_places_out_of_range_are_clamped(line: int, column: int, expected: int) -> None:
    assert Source(b"ab\r\ncd\n").offset(line, column, "utf-16") == expected


def test_a_column_within_a_character_is_its_start() -> None:
    source = Source("a😀b".encode())
    assert source.offset(0, 2, "utf-16") == 1
    assert source.offset(0, 3, "utf-8") == 1
    assert source.position(3, "utf-16") == (0, 1)


def test_an_offset_within_a_line_end_is_the_end_of_the_line() -> None:
    assert Source(b"ab\r\ncd").position(3, "utf-8") == (0, 2)


def test_invalid_utf8_is_refused_with_its_place() -> None:
    with pytest.raises(InvalidEncodingError, match="line 2, column 3") as caught:
        Source.from_bytes("ok\né".encode() + b"x\xff")
    assert (caught.value.line, caught.value.column) == (2, 3)
    assert Source.from_bytes(b"fine").data == b"fine"


def test_invalid_utf8_that_got_in_is_survived() -> None:
    source = Source(b"a\xffb\xc3\nc")
    for offset in range(len(source.data) + 1):
        for encoding in ENCODINGS:
            line, column = source.position(offset, encoding)
            assert source.offset(line, column, encoding) <= len(source.data)


@given(TEXTS)
def test_every_character_has_its_position(text: str) -> None:
    source = Source(text.encode())
    for encoding in ENCODINGS:
        for number, line in enumerate(lines_of(text)):
            start, end = source.line_span(number)
            assert source.data[start:end].decode() == line
            for index in range(len(line) + 1):
                offset = start + len(line[:index].encode())
                column = width(line[:index], encoding)
                assert source.position(offset, encoding) == (number, column)
                assert source.offset(number, column, encoding) == offset


@given(TEXTS, st.data())
def test_changes_are_applied_as_a_client_means_them(text: str, data: st.DataObject) -> None:
    encoding = data.draw(st.sampled_from(ENCODINGS))
    source = Source(text.encode())
    expected = text.encode()
    changes = []
    for _ in range(data.draw(st.integers(1, 3))):
        current = Source(expected)
        places = sorted(data.draw(st.tuples(*[st.integers(0, len(expected.decode()))] * 2)))
        start, end = (current.position(len(expected.decode()[:place].encode()), encoding) for place in places)
        inserted = data.draw(TEXTS)
        changes.append(TextChange(inserted, start, end))
        first, last = current.offset(*start, encoding), current.offset(*end, encoding)
        expected = expected[:first] + inserted.encode() + expected[last:]
    changed, edits = source.apply(changes, encoding)
    assert changed.data == expected
    assert source.data == text.encode()
    assert len(edits) == len(changes)
    assert sum(edit.new_end - edit.old_end for edit in edits) == len(expected) - len(source.data)


def test_a_change_without_places_is_the_whole_document() -> None:
    changed, (edit,) = Source(b"old text").apply([TextChange("new")], "utf-16")
    assert changed.data == b"new"
    assert (edit.start, edit.old_end, edit.new_end) == (0, 8, 3)


def test_places_in_the_wrong_order_insert() -> None:
    changed, _ = Source(b"abc").apply([TextChange("x", (0, 2), (0, 1))], "utf-16")
    assert changed.data == b"abxc"


def test_half_a_surrogate_pair_keeps_its_width() -> None:
    changed, _ = Source(b"ab").apply([TextChange("\ud83d", (0, 1), (0, 1))], "utf-16")
    assert changed.data.decode() == "a\ufffdb"
