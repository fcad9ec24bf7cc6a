"""Reading values out of parsed JSON: what has the wrong type is told of, with its place, and left out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from svelte_warden.engine.json_places import JsonPlaces, json_places
from svelte_warden.project.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from svelte_warden.engine.json_places import JsonPath
    from svelte_warden.project.jsonc import Json

_LONGEST_SHOWN = 40


class Values:
    """The values of one JSON text, and the problems found while reading them.

    Args:
        path: The file, for the problems.
        data: Its content; empty for settings that do not come from a file.
    """

    def __init__(self, path: str, data: bytes) -> None:
        self.problems: list[Problem] = []
        self._path = path
        self._data = data
        self._places: JsonPlaces | None = None

    def tell(self, at: JsonPath, message: str, cure: str, *, key: bool = False) -> None:
        """Add a problem at a value, or with ``key`` at the key of that value."""
        if self._places is None:
            self._places = json_places(self._data)
        ranges = self._places.keys if key else self._places.values
        start, end = ranges.get(at, (0, 0))
        self.problems.append(Problem(self._path, start, end, message, cure))

    def entries(self, value: Json, at: JsonPath) -> Iterator[tuple[str, Json]]:
        """Return the pairs of an object."""
        if isinstance(value, dict):
            yield from value.items()
        else:
            self.tell(at, f"{self.shown(value)} is no object", "write { … }")

    def table(self, value: Json, at: JsonPath, known: Sequence[str]) -> dict[str, Json]:
        """Return the pairs of an object whose keys are known."""
        table: dict[str, Json] = {}
        for key, item in self.entries(value, at):
            if key in known:
                table[key] = item
            else:
                self.tell(
                    (*at, key), f"{self.shown(key)} is not known here", f"use one of {', '.join(known)}", key=True
                )
        return table

    def items(self, value: Json, at: JsonPath) -> list[Json]:
        """Return the items of an array."""
        if isinstance(value, list):
            return value
        self.tell(at, f"{self.shown(value)} is no array", "write [ … ]")
        return []

    def strings(self, value: Json, at: JsonPath) -> Iterator[tuple[int, str]]:
        """Return the strings of an array with their indices."""
        for index, item in enumerate(self.items(value, at)):
            if isinstance(item, str):
                yield index, item
            else:
                self.tell((*at, index), f"{self.shown(item)} is no string", 'write it in "…"')

    def truth(self, value: Json, at: JsonPath) -> bool | None:
        """Return a value that is true or false; ``None`` if it is absent."""
        if value is not None and not isinstance(value, bool):
            self.tell(at, f"{self.shown(value)} is neither true nor false", "write true or false")
            return None
        return value

    def shown(self, value: Json) -> str:
        """Return a value as the user wrote it, cut if it is long."""
        text = json.dumps(value, ensure_ascii=False)
        return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
