"""A rule's page for the terminal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from svelte_warden.report.terminal import printable

if TYPE_CHECKING:
    from svelte_warden.report.terminal import Palette

_HEADING: Final = re.compile(r"#{1,6} +(?P<text>.*)")
_FENCE: Final = re.compile(r"(?P<ticks>`{3,})(?P<info>[^`]*)$")
_FILE: Final = re.compile(r"\bfile=(?P<path>\S+)")
_INLINE: Final = re.compile(
    r"(?P<code>`[^`\n]+`)|\*\*(?P<strong>[^*\n]+)\*\*|(?<![\w*])\*(?P<emphasis>[^*\n]+)\*(?![\w*])"
)
_ASSERTION: Final = re.compile(r"(?:// |<!-- )(?:error|warning|info|hint): \[.*")


def render_page(page: str, palette: Palette) -> str:
    """Return a page of Markdown with headings, code and emphasis in colour; as it is if there are no colours."""
    if not palette.enabled:
        return page
    lines: list[str] = []
    fence = ""
    for line in page.splitlines():
        opening = _FENCE.match(line)
        if fence:
            if line.strip() == fence:
                fence = ""
            else:
                lines.append(_code(line, palette))
        elif opening:
            fence = opening["ticks"]
            file = _FILE.search(opening["info"])
            if file:
                lines.append("  " + palette.paint(printable(file["path"]), "dim"))
        else:
            lines.append(_prose(line, palette))
    return "".join(f"{line}\n" for line in lines)


def _code(line: str, palette: Palette) -> str:
    """Return a line of an example; what is found there is in the colour of a finding."""
    assertion = _ASSERTION.search(line)
    if assertion is None:
        return f"    {line}".rstrip()
    return f"    {line[: assertion.start()]}{palette.paint(assertion.group(), 'red')}"


def _prose(line: str, palette: Palette) -> str:
    heading = _HEADING.match(line)
    if heading:
        return palette.paint(heading["text"], "bold", "cyan")

    def styled(match: re.Match[str]) -> str:
        if match["code"]:
            return palette.paint(match["code"][1:-1], "green")
        if match["strong"]:
            return palette.paint(match["strong"], "bold")
        return palette.paint(match["emphasis"], "dim")

    return _INLINE.sub(styled, line)
