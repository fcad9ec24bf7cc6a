"""The user's configuration: ``svelte-warden.json``, or the key ``svelteWarden`` of a package.json.

A value that makes no sense is told of with its place and left out; the rest of the file still counts.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from svelte_warden.engine.config_values import Values
from svelte_warden.engine.findings import Severity
from svelte_warden.engine.settings import FileSettings
from svelte_warden.facts.immutable import immutable
from svelte_warden.project.jsonc import JsonError, parse
from svelte_warden.project.problem import Problem
from svelte_warden.project.shared_packages import LISTS, TABLES, TABLES_OF_LISTS, SharedPackage, read_package

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pathspec import GitIgnoreSpec

    from svelte_warden.engine.json_places import JsonPath
    from svelte_warden.engine.registry import Registry
    from svelte_warden.project.jsonc import Json

CONFIG_FILE = "svelte-warden.json"
PACKAGE_KEY = "svelteWarden"
OFF = "off"
KEYS = ("rules", "ignore", "overrides", "entryPoints", "sharedPackages", "lenses", "hints")
LEVELS = (OFF, *(severity.value for severity in reversed(Severity)))

_SOURCE_ENDINGS = (".ts", ".js", ".mjs", ".cjs", ".mts", ".cts", ".svelte")


@immutable
class Override:
    """Levels for the files that some patterns match."""

    files: tuple[str, ...]
    rules: tuple[tuple[str, str], ...]


@immutable
class Config:
    """A configuration as it was written, without what makes no sense.

    Patterns are those of git's ignore files, relative to ``base``. Of ``rules`` each pair is the name of a rule or
    family and a level. ``lenses`` and ``hints`` are ``None`` where nothing is said about them.
    """

    base: str
    rules: tuple[tuple[str, str], ...] = ()
    ignore: tuple[str, ...] = ()
    overrides: tuple[Override, ...] = ()
    entry_points: tuple[str, ...] = ()
    shared_packages: tuple[tuple[str, SharedPackage], ...] = ()
    lenses: bool | None = None
    hints: bool | None = None
    problems: tuple[Problem, ...] = ()

    def ignores(self, path: str) -> bool:
        """Whether a file is not to be checked."""
        return bool(self.ignore) and self._matches(self.ignore, path)

    def settings(self, path: str, registry: Registry, over: Config | None = None) -> FileSettings:
        """Return what holds for a file; ``over`` (the editor's settings) lies over this configuration."""
        configs = (self,) if over is None else (self, over)
        severities: dict[str, Severity | None] = {}
        for config in configs:
            for layer in config.layers(path):
                severities.update(_levels(layer, registry))
        return FileSettings(
            severities,
            tuple(package for config in configs for package in config.shared_packages),
            lenses=_last(config.lenses for config in configs),
            hints=_last(config.hints for config in configs),
        )

    def layers(self, path: str) -> tuple[tuple[tuple[str, str], ...], ...]:
        """Return the levels for a file, those that lie over others later."""
        return (self.rules, *(item.rules for item in self.overrides if self._matches(item.files, path)))

    @property
    def absolute_entry_points(self) -> tuple[str, ...]:
        """The paths of the entry points."""
        return tuple(f"{self.base}/{point.removeprefix('./')}" for point in self.entry_points)

    def _matches(self, patterns: tuple[str, ...], path: str) -> bool:
        prefix = self.base + "/"
        return path.startswith(prefix) and _spec(patterns).match_file(path[len(prefix) :])


def parse_config(path: str, data: bytes, registry: Registry) -> Config | None:
    """Read a configuration file; ``None`` if it is a package.json without our key.

    Args:
        path: Where it lies; a package.json is recognised by its name.
        data: Its content.
        registry: The rules that may be named.
    """
    base, _, name = path.rpartition("/")
    is_package = name == "package.json"
    if is_package and PACKAGE_KEY.encode() not in data:
        return None
    value = parse(data)
    if isinstance(value, JsonError):
        if is_package:
            return None  # the project layer tells of it
        where = f"line {value.line}, column {value.column}"
        problem = Problem(path, value.offset, value.offset, f"{value.message} at {where}", "correct the JSON there")
        return Config(base, problems=(problem,))
    at: JsonPath = ()
    if is_package:
        if not isinstance(value, dict) or PACKAGE_KEY not in value:
            return None
        at, value = (PACKAGE_KEY,), value[PACKAGE_KEY]
    return read_config(value, Values(path, data), at, base, registry)


def read_config(value: Json, values: Values, at: JsonPath, base: str, registry: Registry) -> Config:
    """Read a configuration from JSON that was parsed; ``at`` leads to it in the file."""
    known = values.table(value, at, ("$schema", *KEYS))
    return Config(
        base,
        rules=_rules(known.get("rules", {}), values, (*at, "rules"), registry),
        ignore=_patterns(known.get("ignore", []), values, (*at, "ignore")),
        overrides=_overrides(known.get("overrides", []), values, (*at, "overrides"), registry),
        entry_points=_entry_points(known.get("entryPoints", []), values, (*at, "entryPoints")),
        shared_packages=_shared_packages(known.get("sharedPackages", []), values, (*at, "sharedPackages")),
        lenses=values.truth(known.get("lenses"), (*at, "lenses")),
        hints=values.truth(known.get("hints"), (*at, "hints")),
        problems=tuple(values.problems),  # the last one: by now all values have been read
    )


def _shared_packages(value: Json, values: Values, at: JsonPath) -> tuple[tuple[str, SharedPackage], ...]:
    """Read package names, or an object that says for each what changes it, as the table of known packages does."""
    if isinstance(value, list):
        return tuple((name, SharedPackage(by_name=True)) for _, name in values.strings(value, at))
    return tuple(
        (name, read_package(_package_entry(entry, values, (*at, name)))) for name, entry in values.entries(value, at)
    )


def _package_entry(value: Json, values: Values, at: JsonPath) -> dict[str, Json]:
    entry = values.table(value, at, ("source", *LISTS, *TABLES, *TABLES_OF_LISTS))
    read: dict[str, Json] = {}
    for key, item in entry.items():
        if key in LISTS:
            read[key] = [name for _, name in values.strings(item, (*at, key))]
        elif key in TABLES:
            read[key] = {name: class_ for name, class_ in values.entries(item, (*at, key)) if isinstance(class_, str)}
        elif key in TABLES_OF_LISTS:
            read[key] = {
                name: [path for _, path in values.strings(paths, (*at, key, name))]
                for name, paths in values.entries(item, (*at, key))
            }
    return read


def _rules(value: Json, values: Values, at: JsonPath, registry: Registry) -> tuple[tuple[str, str], ...]:
    rules: list[tuple[str, str]] = []
    for name, level in values.entries(value, at):
        if not registry.selected_by(name):
            nearest = registry.nearest(name)
            cure = f"did you mean {nearest}?" if nearest else "`svelte-warden rules` lists them"
            values.tell((*at, name), f"there is no rule or family called {values.shown(name)}", cure, key=True)
        elif not isinstance(level, str) or level not in LEVELS:
            values.tell((*at, name), f"{values.shown(level)} is no level", f"use one of {', '.join(LEVELS)}")
        else:
            rules.append((name, level))
    return tuple(rules)


def _patterns(value: Json, values: Values, at: JsonPath) -> tuple[str, ...]:
    patterns: list[str] = []
    for index, pattern in values.strings(value, at):
        if _is_pattern(pattern):
            patterns.append(pattern)
        else:
            values.tell((*at, index), f"{values.shown(pattern)} is no pattern", "write it as in a .gitignore file")
    return tuple(patterns)


def _overrides(value: Json, values: Values, at: JsonPath, registry: Registry) -> tuple[Override, ...]:
    overrides: list[Override] = []
    for index, item in enumerate(values.items(value, at)):
        here = (*at, index)
        known = values.table(item, here, ("files", "rules"))
        files = _patterns(known.get("files", []), values, (*here, "files"))
        rules = _rules(known.get("rules", {}), values, (*here, "rules"), registry)
        if known and "files" not in known:
            values.tell(here, "this override names no files", 'add "files": ["src/…"]')
        elif files and rules:
            overrides.append(Override(files, rules))
    return tuple(overrides)


def _entry_points(value: Json, values: Values, at: JsonPath) -> tuple[str, ...]:
    points: list[str] = []
    for index, point in values.strings(value, at):
        if point.endswith(_SOURCE_ENDINGS):
            points.append(point)
        else:
            values.tell(
                (*at, index), f"{values.shown(point)} is no script or component", "name the file with its ending"
            )
    return tuple(points)


def _last(values: Iterable[bool | None]) -> bool:
    """Return the last value that was set; false if none was."""
    return next((value for value in reversed(tuple(values)) if value is not None), False)


def _levels(rules: Sequence[tuple[str, str]], registry: Registry) -> dict[str, Severity | None]:
    """Spread families over their rules; a rule that is named itself wins over its family."""
    levels: dict[str, Severity | None] = {}
    for name, level in sorted(rules, key=lambda pair: registry.get(pair[0]) is not None):
        severity = None if level == OFF else Severity(level)
        levels.update(dict.fromkeys(sorted(registry.selected_by(name)), severity))
    return levels


@lru_cache(maxsize=256)
def _spec(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - costs 25 ms, and most configurations have no patterns

    return GitIgnoreSpec.from_lines(patterns)


def _is_pattern(pattern: str) -> bool:
    try:
        _spec((pattern,))
    except ValueError:
        return False
    return True
