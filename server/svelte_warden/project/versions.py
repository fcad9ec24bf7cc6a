"""Which versions of a package a project means: npm's version ranges, read for their bounds.

A range tells two things here: the version to assume (what an installation would at least get) and the set of major
versions it allows, which is more than one for a library (``^4 || ^5``).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from svelte_warden.facts.immutable import immutable

# The newest major version known here; what an open range (``>=4``, ``*``, ``latest``) reaches.
_NEWEST_MAJOR = {"svelte": 5, "@sveltejs/kit": 3}
# Majors that exist; a range may allow others that never did.
_OLDEST_MAJOR = {"svelte": 3, "@sveltejs/kit": 1}


class Version(NamedTuple):
    """A version; compares with plain tuples: ``project.svelte >= (5, 40)``. A pre-release counts as its release."""

    major: int
    minor: int = 0
    patch: int = 0


@immutable
class Range:
    """What a version range means.

    ``assumed`` is the lowest version of the highest major that the range allows; ``majors`` are the majors it
    allows, among those that exist.
    """

    assumed: Version
    majors: frozenset[int]


_VERSION = re.compile(r"[v=\s]*(\d+)(?:\.(\d+))?(?:\.(\d+))?")
_COMPARATOR = re.compile(
    r"(?P<operator>\^|~>?|>=|<=|>|<|=)?\s*v?(?P<major>\d+|[xX*])(?:\.(?P<minor>\d+|[xX*]))?(?:\.(?P<patch>\d+|[xX*]))?"
    r"(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?(?=\s|$)"
)
_HYPHEN = re.compile(r"^\s*(\S+)\s+-\s+(\S+)\s*$")
_TAGS = frozenset({"", "*", "x", "X", "latest", "next", "beta", "rc", "canary", "alpha"})


def parse_version(text: str) -> Version | None:
    """An exact version such as ``5.57.3`` or ``1.0.0-next.405``; ``None`` if it is none."""
    match = _VERSION.match(text)
    if match is None:
        return None
    return Version(*(int(part or 0) for part in match.groups()))


def parse_range(package: str, text: str) -> Range | None:
    """The meaning of a range in package.json, without ``workspace:``, ``catalog:`` and ``npm:`` prefixes.

    ``None`` for what names no version: an URL, a path, an unknown tag.
    """
    text = text.strip()
    if text in _TAGS:
        newest = _NEWEST_MAJOR.get(package)
        return Range(Version(newest), frozenset({newest})) if newest is not None else None
    bounds = [bound for part in text.split("||") if (bound := _alternative(package, part)) is not None]
    if not bounds:
        return None
    majors = frozenset(major for low, high in bounds for major in range(low.major, high + 1))
    oldest = _OLDEST_MAJOR.get(package, 0)
    existing = frozenset(major for major in majors if major >= oldest) or majors
    highest = max(high for _, high in bounds)
    low = max(low for low, high in bounds if high == highest)
    return Range(low if low.major == highest else Version(highest), existing)


def _alternative(package: str, text: str) -> tuple[Version, int] | None:
    """The lowest version and the highest major of one alternative of a range."""
    hyphen = _HYPHEN.match(text)
    if hyphen is not None:
        text = f">={hyphen[1]} <={hyphen[2]}"
    low, high = Version(0), _NEWEST_MAJOR.get(package, 0)
    exact: Version | None = None
    comparators = list(_COMPARATOR.finditer(text))
    if not comparators or _COMPARATOR.sub("", text).strip(" ,"):
        return None
    for match in comparators:
        major, minor, patch = (_number(match[name]) for name in ("major", "minor", "patch"))
        if major is None:
            continue
        version = Version(major, minor or 0, patch or 0)
        operator = match["operator"] or ""
        if operator in {">=", ">"}:
            low = max(low, version)
            high = max(high, major)  # a major that is newer than this program
        elif operator == "<":
            high = min(high, major if (minor or patch) else major - 1)
        elif operator == "<=":
            high = min(high, major)
        else:
            exact = version
    if exact is not None:
        return exact, exact.major
    return (low, high) if high >= low.major else None


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isdigit() else None
