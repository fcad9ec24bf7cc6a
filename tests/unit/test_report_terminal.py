"""Code frames: underlines in display columns, tabs, wide characters, long lines, text that would steer a terminal."""

from __future__ import annotations

import io

import pytest

from svelte_warden.report.frame import code_frame
from svelte_warden.report.results import Results, relative_path
from svelte_warden.report.terminal import Palette, expand, printable, wants_colour, width
from svelte_warden.text.source import Source

PLAIN = Palette()


def frame(text: str) -> str:
    """Return the frame of what stands between « and » in a text."""
    before, marked = text.split("«")
    place, after = marked.split("»")
    data = (before + place + after).encode()
    start = len(before.encode())
    results = Results("0", "/", sources={"/a": Source(data)})
    return code_frame(Source(data), results.range("/a", start, start + len(place.encode())), PLAIN, ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one\ntwo «three» four\nfive", "1 | one\n2 | two three four\n  |     ^^^^^\n"),
        ("\t\tif («x») {", "1 |         if (x) {\n  |             ^\n"),
        ("a\tb\t«c»", "1 | a   b   c\n  |         ^\n"),
        ("é😀«日本»x", "1 | é😀日本x\n  |    ^^^^\n"),
        ("e\u0301«x»", "1 | e\u0301x\n  |  ^\n"),
        ("nothing«» here", "1 | nothing here\n  |        ^\n"),
        ("«end\n»", "1 | end\n  | ^^^\n"),
        ("a\r\n«b»\r\nc", "1 | a\n2 | b\n  | ^\n"),
        ("x\u2028«y»", "1 | x\ufffdy\n  |   ^\n"),
        ("«\x1b[31mred»", "1 | \ufffd[31mred\n  | ^^^^^^^^\n"),
        ("", None),
    ],
)
def test_one_line(text: str, expected: str | None) -> None:
    if expected is None:
        text, expected = "«»", "1 |\n  | ^\n"
    assert frame(text) == expected


def test_several_lines() -> None:
    assert frame("a\n  «if (x) {\n    y;\n  }» z") == (
        "1 | a\n2 |   if (x) {\n  |   ^^^^^^^^\n3 |     y;\n  |     ^^\n4 |   } z\n  |   ^\n"
    )


def test_many_lines_are_shown_by_the_first() -> None:
    text = "«" + "\n".join(f"line {number}" for number in range(1, 12)) + "»"
    assert frame(text) == "1 | line 1\n  | ^^^^^^\n"


def test_long_line_is_cut_around_the_place() -> None:
    lines = frame("x" * 5000 + "«here»" + "y" * 5000).splitlines()
    assert all(width(line) <= 130 for line in lines)
    offset = lines[1].index("^")
    assert lines[0][offset : offset + 4] == "here"
    assert lines[1].count("^") == 4


def test_long_place_is_cut_at_the_end() -> None:
    lines = frame("«" + "x" * 500 + "»").splitlines()
    assert lines[0].endswith("…")
    assert len(lines[1]) == len(lines[0])


def test_width_and_tabs() -> None:
    assert width("aé😀日\u0301") == 6
    assert expand("\tx", 2) == "  x"
    assert printable("a\x07b\u202ec") == "a\ufffdb\ufffdc"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "environment", "expected"),
    [
        (Terminal(), {}, True),
        (io.StringIO(), {}, False),
        (Terminal(), {"NO_COLOR": "1"}, False),
        (Terminal(), {"NO_COLOR": ""}, True),
        (io.StringIO(), {"FORCE_COLOR": "1"}, True),
        (io.StringIO(), {"FORCE_COLOR": ""}, True),
        (Terminal(), {"FORCE_COLOR": "0"}, False),
        (Terminal(), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (Terminal(), {"TERM": "dumb"}, False),
    ],
)
def test_colours(stream: io.StringIO, environment: dict[str, str], expected: bool) -> None:  # noqa: FBT001 - a case
    assert wants_colour(stream, environment) is expected


@pytest.mark.parametrize(
    ("path", "base", "expected"),
    [
        ("/a/b/c.ts", "/a/b", "c.ts"),
        ("/a/b/c.ts", "/a/b/d", "../c.ts"),
        ("/a/bc/c.ts", "/a/b", "../bc/c.ts"),
        ("/x/c.ts", "/a/b", "/x/c.ts"),
        ("/a/c.ts", "/", "a/c.ts"),
        ("C:/a/c.ts", "D:/a", "C:/a/c.ts"),
    ],
)
def test_relative_paths(path: str, base: str, expected: str) -> None:
    assert relative_path(path, base) == expected
