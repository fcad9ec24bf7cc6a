"""Assertions: comments of an example that say which findings its lines must have."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.rules.markdown import PageError

SEVERITIES = ("error", "warning", "info", "hint")

# `note` asserts a related place of a finding; all others assert a finding of that severity.
_KIND = "|".join((*SEVERITIES, "note"))
_COMMENT = re.compile(rf"//\s*(?:{_KIND}):\s*\[.*|/\*\s*(?:{_KIND}):\s*\[.*?\*/|<!--\s*(?:{_KIND}):\s*\[.*?-->")
_SPACED_COMMENT = re.compile(rf"[ \t]+(?:{_COMMENT.pattern})|(?:{_COMMENT.pattern})[ \t]?")
_ITEM = re.compile(rf'\s*(?://|,)?\s*({_KIND}):\s*\[([\w-]+)\](?:\s*"((?:[^"\\]|\\.)*)")?')
_OPENING = re.compile(r"//|/\*|<!--")
_CLOSING = re.compile(r"\s*(?:\*/|-->)?\s*$")


@dataclass(frozen=True, slots=True)
class Assertion:
    """One expected finding, or one expected related place.

    Attributes:
        line: 1-based line of the file that must have it.
        kind: A severity, or `note` for a related place of a finding of that rule.
        rule: Name of the rule.
        text: Must occur in the message; `""` accepts every message.
    """

    line: int
    kind: str
    rule: str
    text: str

    def __str__(self) -> str:
        """Write the assertion as it stands in a comment."""
        return f"{self.kind}: [{self.rule}]" + (f' "{self.text}"' if self.text else "")


def read_assertions(text: str, *, first_line: int = 1) -> tuple[Assertion, ...]:
    """Read the assertion comments of a file.

    A comment behind code speaks of its own line. A comment that has the line to itself speaks of the next line that is
    not such a comment.

    Args:
        text: Content of the file.
        first_line: Line of the page on which the file starts, for errors only.

    Raises:
        PageError: A comment begins like an assertion and cannot be read to its end.
    """
    assertions: list[Assertion] = []
    pending: list[Assertion] = []
    for number, line in enumerate(text.splitlines(), start=1):
        found = [
            Assertion(number, kind, rule, expected)
            for comment in _COMMENT.finditer(line)
            for kind, rule, expected in _items(comment[0], first_line + number - 1)
        ]
        if found and not _COMMENT.sub("", line).strip():
            pending += found
            continue
        assertions += (Assertion(number, item.kind, item.rule, item.text) for item in pending)
        assertions += found
        pending = []
    if pending:
        raise PageError(first_line + pending[0].line - 1, f"no line follows the assertion `{pending[0]}`")
    return tuple(assertions)


def without_assertions(text: str) -> str:
    """Remove the assertion comments, with the space before them, and with their line if it holds nothing else."""
    kept: list[str] = []
    for line in text.splitlines(keepends=True):
        if not _COMMENT.search(line):
            kept.append(line)
            continue
        ending = "\n" if line.endswith("\n") else ""
        rest = _SPACED_COMMENT.sub("", line.rstrip("\n"))
        if rest.strip():
            kept.append(rest.rstrip() + ending)
    return "".join(kept)


def _items(comment: str, page_line: int) -> list[tuple[str, str, str]]:
    """Read `kind: [rule] "text"`, once or several times; (kind, rule, text) each."""
    position = _OPENING.match(comment).end()  # type: ignore[union-attr]  # _COMMENT begins with an opening
    items: list[tuple[str, str, str]] = []
    while not _CLOSING.match(comment, position):
        item = _ITEM.match(comment, position)
        if item is None:
            problem = (
                f'`{comment[position:].strip()}` is no assertion; write `// error: [rule-name] "part of the message"`'
            )
            raise PageError(page_line, problem)
        items.append((item[1], item[2], re.sub(r"\\(.)", r"\1", item[3] or "")))
        position = item.end()
    return items
