"""Import statements as they are written, with names put in and taken out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from svelte_warden.facts.immutable import immutable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from svelte_warden.engine.editing.style import Style
    from svelte_warden.facts.code import Code
    from svelte_warden.facts.model import Placed

_STATEMENT: Final = re.compile(
    r"import(?P<type>\s+type(?=\s*[\w${*]))?\s*(?P<clause>[\w$\s,{}*/.'\"-]*?)\s*from\s*(?P<rest>(?P<quote>['\"])(?P<source>.*?)(?P=quote).*)",
    re.DOTALL,
)
_BRACES: Final = re.compile(r"\{(?P<before>\s*)(?P<names>.*?)(?P<comma>,?)(?P<after>\s*)\}", re.DOTALL)
_DEFAULT: Final = "default"
_NAMESPACE: Final = "*"


@immutable
class WrittenImport:
    """An import that has names.

    Attributes:
        start: Where it starts in the file, in bytes.
        end: Where it ends, exclusive.
        source: The specifier.
        is_type: Whether it is an ``import type``.
        clause: What stands between ``import`` and ``from``.
        rest: What follows ``from``.
    """

    start: int
    end: int
    source: str
    is_type: bool
    clause: str
    rest: str

    @property
    def names(self) -> tuple[tuple[str, str], ...]:
        """What is imported and how it is called here: ``default`` and ``*`` for those forms, types included."""
        found = []
        braces = _BRACES.search(self.clause)
        for part in (_BRACES.sub("", self.clause)).split(","):
            words = part.split()
            if words:
                found.append((_NAMESPACE, words[-1]) if words[0].startswith("*") else (_DEFAULT, words[0]))
        if braces is not None:
            found.extend(_pair(item) for item in _items(braces))
        return tuple(found)

    def changed(self, added: Mapping[str, str], dropped: Collection[str]) -> str | None:
        """Return the statement with other names; ``None`` if no name is left.

        Args:
            added: Local names by what they import; ``default`` only where there is no default yet.
            dropped: Local names.
        """
        braces = _BRACES.search(self.clause)
        items = [item for item in _items(braces) if _pair(item)[1] not in dropped]
        named = {imported: local for imported, local in added.items() if imported != _DEFAULT}
        items += [imported if imported == local else f"{imported} as {local}" for imported, local in named.items()]
        outside = [part.strip() for part in _BRACES.sub("", self.clause).split(",")]
        outside = [part for part in outside if part and part.split()[-1] not in dropped]
        if _DEFAULT in added:
            outside.insert(0, added[_DEFAULT])
        parts = [*outside, *([_joined(braces, items)] if items else [])]
        return f"import{' type' if self.is_type else ''} {', '.join(parts)} from {self.rest}" if parts else None

    def takes(self, imported: str) -> bool:
        """Whether another name can be added."""
        if self.is_type:
            return False
        kinds = {kind for kind, _ in self.names}
        return _NAMESPACE not in kinds and (imported != _DEFAULT or _DEFAULT not in kinds)


def _items(braces: re.Match[str] | None) -> list[str]:
    return [item.strip() for item in braces["names"].split(",") if item.strip()] if braces is not None else []


def _pair(item: str) -> tuple[str, str]:
    words = item.split()
    if words[0] == "type" and len(words) > 1:
        words = words[1:]
    return words[0], words[-1]


def _joined(braces: re.Match[str] | None, items: list[str]) -> str:
    """Return names in braces, spaced and broken as they were."""
    if braces is None:
        return f"{{ {', '.join(items)} }}"
    before, after, comma = braces["before"], braces["after"], braces["comma"]
    if "\n" in before:
        separator = f",{before}"
        return f"{{{before}{separator.join(items)}{comma}{after}}}"
    return f"{{{before}{', '.join(items)}{after}}}"


def written_imports(statements: Iterable[Placed[Code]]) -> tuple[WrittenImport, ...]:
    """Return the imports among the top-level statements of a script, without those that only run a module."""
    found = []
    for placed in statements:
        text = placed.item.text
        match = _STATEMENT.fullmatch(text.decode("utf-8", "replace")) if text.startswith(b"import") else None
        if match is not None:
            found.append(
                WrittenImport(
                    placed.offset,
                    placed.offset + len(text),
                    match["source"],
                    match["type"] is not None,
                    match["clause"],
                    match["rest"],
                )
            )
    return tuple(found)


def new_import(source: str, names: Mapping[str, str], style: Style) -> str:
    """Return the statement that imports names, which map what is imported to how it is called here."""
    quoted = f"{style.quote}{source}{style.quote}"
    named = [
        imported if imported == local else f"{imported} as {local}"
        for imported, local in names.items()
        if imported != _DEFAULT
    ]
    parts = [names[_DEFAULT]] if _DEFAULT in names else []
    if named:
        parts.append(f"{{ {', '.join(named)} }}")
    return f"import {', '.join(parts)} from {quoted}"
