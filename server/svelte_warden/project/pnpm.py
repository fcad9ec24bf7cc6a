"""The little of pnpm-workspace.yaml (and yarn's .yarnrc.yml) that matters: package globs and version catalogs.

This reads the block style that those files are written in (two levels of mappings, lists of scalars) and skips what
it does not know; it is no YAML parser.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LINE = re.compile(r"^(?P<indent>[ \t]*)(?P<item>-\s+)?(?P<rest>\S.*?)\s*$")
_KEY = re.compile(r"""^(?P<key>"[^"]*"|'[^']*'|[^\s:'"][^:]*?)\s*:(?:\s+(?P<value>.*))?$""")
_COMMENT = re.compile(r"(?:^|\s)#.*$")


@dataclass(frozen=True)
class WorkspaceFile:
    """``packages`` are globs relative to the file; ``catalogs`` has ranges by a catalog's name, ``""`` by default."""

    packages: tuple[str, ...] = ()
    catalogs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def parse_workspace_file(data: bytes) -> WorkspaceFile:
    """Read the globs and the catalogs; never raises."""
    packages: list[str] = []
    catalogs: dict[str, dict[str, str]] = {}
    section, catalog = "", ""
    for indent, is_item, key, value in _entries(data.decode(errors="replace")):
        if indent == 0 and not is_item:
            section, catalog = key, ""
            if key == "packages" and value.startswith("["):
                packages += [_scalar(item) for item in value.strip("[]").split(",") if item.strip()]
        elif section == "packages" and is_item:
            packages.append(_scalar(value))
        elif section == "catalog" and key:
            catalogs.setdefault("", {})[key] = value
        elif section == "catalogs" and key:
            if not value:
                catalog = key
            elif catalog:
                catalogs.setdefault(catalog, {})[key] = value
    if "default" in catalogs and "" not in catalogs:
        catalogs[""] = catalogs["default"]
    return WorkspaceFile(tuple(packages), catalogs)


def _entries(text: str) -> Iterator[tuple[int, bool, str, str]]:
    """Indentation, whether it is a list item, key and value of each line; an item has no key."""
    for line in text.splitlines():
        match = _LINE.match(_COMMENT.sub("", line) if "#" in line else line)
        if match is None:
            continue
        indent = len(match["indent"])
        if match["item"]:
            yield indent, True, "", match["rest"]
            continue
        pair = _KEY.match(match["rest"])
        if pair is not None:
            yield indent, False, _scalar(pair["key"]), _scalar(pair["value"] or "")


def _scalar(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return text
