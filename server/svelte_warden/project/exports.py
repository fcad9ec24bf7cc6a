"""The ``exports`` and ``imports`` fields of package.json: which files a subpath may mean, by Node's algorithm."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.project.jsonc import Json

# What Vite offers when it bundles Svelte for the server, in no order: the package's own order decides.
_SERVER = frozenset({"svelte", "import", "module", "node", "default"})
# What else may lead to readable source where those lead to none.
_OTHERS = _SERVER | {"browser", "development", "production", "require", "worker", "source", "types"}


def exported(exports: Json, subpath: str) -> list[str]:
    """The targets of a subpath (``"."`` or ``"./x"``), relative to the package (``./dist/x.js``), the best first."""
    if not isinstance(exports, dict) or not any(key.startswith(".") for key in exports):
        return _targets(exports, "") if subpath == "." else []
    return _lookup(exports, subpath)


def imported(imports: Json, specifier: str) -> list[str]:
    """The targets of a specifier that starts with ``#``: paths relative to the package, or other specifiers."""
    return _lookup(imports, specifier) if isinstance(imports, dict) else []


def _lookup(entries: dict[str, Json], key: str) -> list[str]:
    if key in entries and "*" not in key:
        return _targets(entries[key], "")
    best, matched = "", ""
    for pattern in entries:
        before, star, after = pattern.partition("*")
        if not star and pattern.endswith("/"):  # a folder, as Node allowed before 17
            before, after = pattern, ""
        elif not star:
            continue
        fits = key.startswith(before) and key.endswith(after) and len(key) >= len(before) + len(after)
        if fits and len(before) > len(best.partition("*")[0]):
            best, matched = pattern, key[len(before) : len(key) - len(after)]
    if not best:
        return []
    targets = _targets(entries[best], matched)
    return targets if "*" in best else [target + matched for target in targets]


def _targets(value: Json, matched: str) -> list[str]:
    """Every target in question, those under the conditions of a server build first."""
    found = [*_walk(value, _SERVER), *_walk(value, _OTHERS)]
    return list(dict.fromkeys(target.replace("*", matched) for target in found))


def _walk(value: Json, conditions: frozenset[str]) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _walk(item, conditions)
    elif isinstance(value, dict):
        for condition, item in value.items():
            if condition in conditions:
                yield from _walk(item, conditions)
