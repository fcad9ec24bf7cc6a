"""Reading assertion comments, and taking them out again."""

from __future__ import annotations

import pytest

from tests.rules.assertions import Assertion, read_assertions, without_assertions
from tests.rules.markdown import PageError


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('f(); // error: [a-rule] "some text"', [Assertion(1, "error", "a-rule", "some text")]),
        ("f(); // hint: [a-rule]", [Assertion(1, "hint", "a-rule", "")]),
        ('<A /> <!-- warning: [a-rule] "x" -->', [Assertion(1, "warning", "a-rule", "x")]),
        ('<A b={/* info: [a-rule] "x" */ c} />', [Assertion(1, "info", "a-rule", "x")]),
        (
            'f(); // error: [one] "x" // warning: [two] "y"',
            [Assertion(1, "error", "one", "x"), Assertion(1, "warning", "two", "y")],
        ),
        ('f(); // error: [one] "x", note: [one]', [Assertion(1, "error", "one", "x"), Assertion(1, "note", "one", "")]),
        (r'f(); // error: [one] "say \"so\""', [Assertion(1, "error", "one", 'say "so"')]),
        ("f(); // error: the word alone is prose", []),
        ("f(); // an error [one]", []),
    ],
)
def test_comment_on_the_line(line: str, expected: list[Assertion]) -> None:
    assert list(read_assertions(line + "\n")) == expected


def test_comment_with_the_line_to_itself_speaks_of_the_next_line() -> None:
    text = "a();\n// error: [one]\n  // hint: [two]\nb();\n"
    assert read_assertions(text) == (Assertion(4, "error", "one", ""), Assertion(4, "hint", "two", ""))


def test_comment_on_the_last_line_alone_asserts_nothing_and_is_refused() -> None:
    with pytest.raises(PageError, match="line 11: no line follows"):
        read_assertions("a();\n// error: [one]\n", first_line=10)


@pytest.mark.parametrize(
    "comment",
    ["// error: [one", '// error: [one] "open', "// error: [one] text without quotes", '<!-- hint: [one] "x" y -->'],
)
def test_unreadable_assertion_is_refused(comment: str) -> None:
    with pytest.raises(PageError, match=r"line 7: .* is no assertion"):
        read_assertions(f"a(); {comment}\n", first_line=7)


def test_assertions_are_taken_out_with_their_space_or_line() -> None:
    text = (
        'a(); // error: [one] "x"\n'
        "  // hint: [two]\n"
        "b(); // prose stays\n"
        "<A b={/* info: [a] */ c} /> <!-- hint: [b] -->\n"
        "end"
    )
    assert without_assertions(text) == "a();\nb(); // prose stays\n<A b={c} />\nend"
