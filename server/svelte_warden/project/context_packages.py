"""Packages whose functions read or set context, for when their source is not installed beside the project.

The table is ``context_packages.json``; each entry names where it was read. A package that is installed is followed
like any other code and needs no entry.
"""

from __future__ import annotations

from dataclasses import field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from svelte_warden.facts.immutable import immutable
from svelte_warden.project.jsonc import parse

if TYPE_CHECKING:
    from collections.abc import Mapping

Operation: TypeAlias = Literal["get", "set"]


@immutable
class ContextFunction:
    """A function that reads (``get``) or sets context; not if the argument at ``unless_given`` (0-based) is given."""

    operation: Operation
    unless_given: int | None = None


@immutable
class ContextPackage:
    """What a package exports: functions by name, and classes by name with their methods."""

    functions: Mapping[str, ContextFunction] = field(default_factory=dict)
    classes: Mapping[str, Mapping[str, ContextFunction]] = field(default_factory=dict)


_NOTHING = ContextPackage()


def context_package(name: str) -> ContextPackage:
    """Return what is known of a package by its name; an empty one if nothing is."""
    return _table().get(name, _NOTHING)


def is_context_package(specifier: str) -> bool:
    """Whether an import comes from a package of which something is known."""
    parts = specifier.split("/")
    return "/".join(parts[: 2 if specifier.startswith("@") else 1]) in _table()


@cache
def _table() -> Mapping[str, ContextPackage]:
    """Read the table when it is first asked for; most projects never ask."""
    content = parse(resources.files(__package__).joinpath("context_packages.json").read_bytes())
    assert isinstance(content, dict)  # noqa: S101 - it ships with the program
    return {name: _package(entry) for name, entry in content.items() if isinstance(entry, dict)}


def _package(entry: Mapping[str, Any]) -> ContextPackage:
    classes = {name: _functions(methods) for name, methods in entry.get("classes", {}).items()}
    return ContextPackage(_functions(entry), classes)


def _functions(entry: Mapping[str, Any]) -> Mapping[str, ContextFunction]:
    functions = {name: ContextFunction("get") for name in entry.get("get", ())}
    functions |= {name: ContextFunction("set") for name in entry.get("set", ())}
    functions |= {name: ContextFunction("get", at) for name, at in entry.get("getUnlessGiven", {}).items()}
    return functions
