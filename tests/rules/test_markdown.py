"""Reading Markdown: headings, fences, attributes."""

from __future__ import annotations

import pytest

from tests.rules.markdown import Block, PageError, read_sections


def test_sections_carry_their_headings_outermost_first() -> None:
    sections = read_sections("# Page\n## Fine\n### In a helper\n## Limits\n")
    assert [(section.headings, section.line) for section in sections] == [
        (("Page",), 1),
        (("Page", "Fine"), 2),
        (("Page", "Fine", "In a helper"), 3),
        (("Page", "Limits"), 4),
    ]


def test_block_has_language_attributes_text_and_first_line() -> None:
    (section,) = read_sections('# Page\n\n```svelte file=src/A.svelte fixed="Move it up"\n<p/>\n\n```\n')
    assert section.blocks == (Block("svelte", {"file": "src/A.svelte", "fixed": "Move it up"}, "<p/>\n\n", 4),)


def test_longer_fence_holds_a_shorter_one_and_headings_inside_do_not_count() -> None:
    (section,) = read_sections("# Page\n````markdown\n# not a heading\n```svelte\n```\n````\n")
    assert section.blocks == (Block("markdown", {}, "# not a heading\n```svelte\n```\n", 3),)


def test_tilde_fence_and_empty_block() -> None:
    (section,) = read_sections("~~~\n~~~\n")
    assert section.blocks == (Block("", {}, "", 2),)
    assert section.headings == ()


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("# Page\n```svelte\n<p/>\n", 2, "never closed"),
        ('```svelte fixed="open\n```\n', 1, "cannot be read"),
        ("```svelte file=a file=b\n```\n", 1, "given twice"),
    ],
)
def test_broken_markdown_names_its_line(text: str, line: int, problem: str) -> None:
    with pytest.raises(PageError, match=problem) as caught:
        read_sections(text)
    assert caught.value.line == line
