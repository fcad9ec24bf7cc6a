"""Other ways to write a project, which mean the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_SCRIPT = re.compile(r"(<script\b[^>]*>)(.*?)(</script>)", re.DOTALL)
_SIMPLE = re.compile(
    r"^(\s*(?:const|let|import|setContext|getContext)\b[^\n;{}`]*?(?:\{[^\n{}]*\}[^\n;{}`]*?)?);$", re.MULTILINE
)


def _crlf(text: str) -> str:
    return text.replace("\n", "\r\n")


def _marked(text: str) -> str:
    return f"\ufeff{text}"


def _tabs(text: str) -> str:
    return re.sub(r"^(?:  )+", lambda match: "\t" * (len(match[0]) // 2), text, flags=re.MULTILINE)


def _no_last_line_end(text: str) -> str:
    return text.removesuffix("\n")


def _wide_characters(text: str) -> str:
    return _SCRIPT.sub(lambda match: f"{match[1]}\n  /* é😀\u2028ß */{match[2]}// 日本\n{match[3]}", text)


def _spread_out(text: str) -> str:
    return _SCRIPT.sub(lambda match: match[1] + match[2].replace("\n", "\n\n") + match[3], text)


def _no_semicolons(text: str) -> str:
    return _SCRIPT.sub(lambda match: match[1] + _SIMPLE.sub(r"\1", match[2]) + match[3], text)


STYLES: Mapping[str, Callable[[str], str]] = {
    "as it is": str,
    "CRLF": _crlf,
    "byte order mark": _marked,
    "tabs": _tabs,
    "no last line end": _no_last_line_end,
    "wide characters": _wide_characters,
    "spread out": _spread_out,
    "no semicolons": _no_semicolons,
}
"""Each a function from the text of a component or module to another one."""


def restyled(files: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    """Write the components and modules of a project in other styles, one after the other."""
    changed = dict(files)
    for path in files:
        if path.endswith((".svelte", ".js", ".ts")) and "config" not in path:
            for name in sorted(names, key=lambda name: name == "byte order mark"):
                changed[path] = STYLES[name](changed[path])
    return changed
