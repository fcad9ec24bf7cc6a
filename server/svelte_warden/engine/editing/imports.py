"""Import statements as they are written, with names put in and taken out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from svelte_warden.facts.immutable import immutable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from svelte_warden.engine.editing.style import Style
    from svelte_warden.facts.code import Code
    from svelte_warden.facts.model import Placed

_STATEMENT: Final = re.compile(
    r"import(?P<type>\s+type(?=\s*[\w${*]))?\s*(?P<clause>[\w$\s,{}*.'\"-]*?)\s*from\s*(?P<rest>(?P<quote>['\"])(?P<source>.*?)(?P=quote).*)",
    re.DOTALL,
)
_BRACES: Final = re.compile(r"\{(?P<before>\s*)(?P<names>.*?)(?P<comma>,?)(?P<after>\s*)\}", re.DOTALL)
_COMMENT: Final = re.compile(r"('[^'\n]*'|\"[^\"\n]*\")|/\*.*?\*/|//[^\n]*", re.DOTALL)
_TYPE: Final = re.compile(r"type\s+(?!as\s+[\w$]+$)(?=[\w$])")
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
        bare: The clause with blanks in the place of comments.
    """

    start: int
    end: int
    source: str
    is_type: bool
    clause: str
    rest: str
    bare: str

    @property
    def values(self) -> tuple[tuple[str, str], ...]:
        """Those of the names that exist at run time."""
        return () if self.is_type else tuple(name for name, is_type in self._said() if not is_type)

    @property
    def names(self) -> tuple[tuple[str, str], ...]:
        """What is imported and how it is called here: ``default`` and ``*`` for those forms, types included."""
        return tuple(name for name, _ in self._said())

    def _said(self) -> Iterator[tuple[tuple[str, str], bool]]:
        """Yield each name, and whether it is said to be a type."""
        braces = _BRACES.search(self.bare)
        for part in (_BRACES.sub("", self.bare)).split(","):
            words = part.split()
            if words:
                yield ((_NAMESPACE, words[-1]) if words[0].startswith("*") else (_DEFAULT, words[0])), False
        for item in _items(braces):
            yield _pair(item), _TYPE.match(item) is not None

    def changed(self, added: Mapping[str, str], dropped: Collection[str]) -> str | None:
        """Return the statement with other names; ``None`` if no name is left.

        Args:
            added: Local names by what they import; ``default`` only where there is no default yet.
            dropped: Local names.
        """
        if self.bare != self.clause:
            return self._without(dropped)
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
        if self.is_type or self.bare != self.clause:
            return False
        kinds = {kind for kind, _ in self.names}
        return _NAMESPACE not in kinds and (imported != _DEFAULT or _DEFAULT not in kinds)

    def _without(self, dropped: Collection[str]) -> str | None:
        """Return the statement without some names and with its comments; ``None`` if no name is left."""
        if all(local in dropped for _, local in self.names):
            return None
        clause, bare = self.clause, self.bare
        for name in dropped:
            item = rf"(?:type\s+)?(?:[\w$]+\s+as\s+|\*\s*as\s+)?{re.escape(name)}(?![\w$])"
            match = re.search(rf"(?<![\w$]){item}(?:[^\S\n]*,)?", bare)
            if match is not None:
                clause = clause[: match.start()] + clause[match.end() :]
                bare = bare[: match.start()] + bare[match.end() :]
        return f"import{' type' if self.is_type else ''} {clause} from {self.rest}"


def _items(braces: re.Match[str] | None) -> list[str]:
    return [item.strip() for item in braces["names"].split(",") if item.strip()] if braces is not None else []


def _pair(item: str) -> tuple[str, str]:
    words = _TYPE.sub("", item, count=1).split()
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
        said = text.decode("utf-8", "replace")
        match = _STATEMENT.fullmatch(_blank_comments(said)) if text.startswith(b"import") else None
        if match is not None:
            found.append(
                WrittenImport(
                    placed.offset,
                    placed.offset + len(text),
                    match["source"],
                    match["type"] is not None,
                    said[slice(*match.span("clause"))],
                    said[slice(*match.span("rest"))],
                    match["clause"],
                )
            )
    return tuple(found)


def _blank_comments(text: str) -> str:
    return _COMMENT.sub(lambda found: found[1] or re.sub(r"[^\n]", " ", found[0]), text)


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
