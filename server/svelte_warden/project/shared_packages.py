"""Packages that keep one state for the whole process: clients with a session, translations with a locale.

The table is ``shared_packages.json``; each entry names where it was read, and a project can add its own. It wins over
the source of an installed package: what these functions do is known, and their code is built to be hard to follow.
"""

from __future__ import annotations

import re
from dataclasses import field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from svelte_warden.facts.immutable import immutable
from svelte_warden.project.jsonc import parse

if TYPE_CHECKING:
    from collections.abc import Mapping


@immutable
class SharedPackage:
    """What a package's exports change. Paths are dotted, ``()`` stands for a call: ``collection().authRefresh``.

    Attributes:
        writes: Functions that change the package's own state, as paths from an export.
        writes_with_arguments: The same, but without an argument they only read.
        stores: Exports that are Svelte stores.
        assigned: Exports, or paths from them, whose properties are the package's own state.
        store_factories: Functions that return a writable Svelte store.
        maps: Classes, or functions, that make a collection with the methods of a ``Map``.
        changes_argument: Functions that put what else they are given into their first argument.
        factories: Functions that return an instance, and the name of its class.
        instances: Exports that are an instance, and the name of its class.
        classes: By class the methods that change an instance.
        assigned_on: By class the paths whose properties are the instance's state.
        by_name: Whether anything counts whose name says that it changes something (``setToken``, ``login``), since no
            more is known of the package than that it is shared.
    """

    writes: frozenset[str] = frozenset()
    writes_with_arguments: frozenset[str] = frozenset()
    stores: frozenset[str] = frozenset()
    assigned: frozenset[str] = frozenset()
    store_factories: frozenset[str] = frozenset()
    maps: frozenset[str] = frozenset()
    changes_argument: frozenset[str] = frozenset()
    factories: Mapping[str, str] = field(default_factory=dict)
    instances: Mapping[str, str] = field(default_factory=dict)
    classes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    assigned_on: Mapping[str, frozenset[str]] = field(default_factory=dict)
    by_name: bool = False

    def is_written_by(self, path: str, *, has_arguments: bool) -> bool:
        """Whether calling an export changes the package's own state."""
        if path in self.writes or (path in self.writes_with_arguments and has_arguments):
            return True
        return self.by_name and has_arguments and _says_change(path)

    def made_by(self, path: str) -> str | None:
        """Return the class of the instance that a function returns."""
        found = self.factories.get(path)
        return path if found is None and self.by_name and _CREATES.match(path) else found

    def is_changed_by(self, name: str, path: str) -> bool:
        """Whether calling a method of an instance of a class changes it."""
        return path in self.classes.get(name, ()) or (self.by_name and _says_change(path))


_CHANGES = re.compile(r"(?:set|use|update|clear|reset|login|logout|log[IO]|sign|auth|impersonate|identify|configure)")
_CREATES = re.compile(r"(?:create|make)[A-Z]")


def _says_change(path: str) -> bool:
    return _CHANGES.match(path.rpartition(".")[2]) is not None


def shared_package(name: str) -> SharedPackage | None:
    """Return what is known of a package by its name."""
    return _table().get(name)


@cache
def _table() -> Mapping[str, SharedPackage]:
    """Read the table when it is first asked for."""
    content = parse(resources.files(__package__).joinpath("shared_packages.json").read_bytes())
    assert isinstance(content, dict)  # noqa: S101 - it ships with the program
    return {name: read_package(entry) for name, entry in content.items() if isinstance(entry, dict)}


def read_package(entry: Mapping[str, Any]) -> SharedPackage:
    """Read one entry of the table."""
    classes = {name: frozenset(methods) for name, methods in entry.get("classes", {}).items()}
    for name, others in entry.get("sameClass", {}).items():
        classes.update(dict.fromkeys(others, classes[name]))
    return SharedPackage(
        writes=frozenset(entry.get("writes", ())),
        writes_with_arguments=frozenset(entry.get("writesWithArguments", ())),
        stores=frozenset(entry.get("stores", ())),
        assigned=frozenset(entry.get("assigned", ())),
        store_factories=frozenset(entry.get("storeFactories", ())),
        maps=frozenset(entry.get("maps", ())),
        changes_argument=frozenset(entry.get("changesArgument", ())),
        factories=entry.get("factories", {}),
        instances=entry.get("instances", {}),
        classes=classes,
        assigned_on={name: frozenset(paths) for name, paths in entry.get("assignedOn", {}).items()},
    )


LISTS = ("writes", "writesWithArguments", "stores", "assigned", "storeFactories", "maps", "changesArgument")
"""The keys of an entry that hold names."""
TABLES_OF_LISTS = ("classes", "sameClass", "assignedOn")
"""The keys of an entry that hold names by class."""
TABLES = ("factories", "instances")
"""The keys of an entry that hold the name of a class by the name of an export."""


def function_name(specifier: str, name: str) -> str:
    """Return how a package calls a function that may have a module of its own: the default of ``lodash/merge``."""
    inner = specifier.removeprefix(package_name(specifier)).strip("/")
    return inner.removesuffix(".js") if name == "default" and inner else name


def package_name(specifier: str) -> str:
    """Return the package of an import: ``@a/b`` of ``@a/b/c.js``, ``a`` of ``a/b``."""
    parts = specifier.split("/")
    return "/".join(parts[: 2 if specifier.startswith("@") else 1])
