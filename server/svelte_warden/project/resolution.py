"""What an import specifier leads to."""

from __future__ import annotations

from typing import TypeAlias

from svelte_warden.facts.immutable import immutable


@immutable
class File:
    """A file whose source can be analysed; links are resolved, so one module has one path."""

    path: str


@immutable
class External:
    """A module whose source is not looked at.

    The framework and the platform (``svelte``, ``svelte/store``, ``@sveltejs/kit``, ``$app/state``, ``node:fs``…), also
    when installed; a package that is not installed, ships no readable source or has nothing to do with Svelte; and what
    is no program (a style sheet, JSON, ``?worker``, ``?raw``, ``./$types``), with an empty ``package`` and the whole
    specifier as ``subpath``.
    """

    package: str
    subpath: str = ""

    @property
    def specifier(self) -> str:
        """The specifier, without a query."""
        return f"{self.package}/{self.subpath}" if self.package and self.subpath else self.package or self.subpath


@immutable
class Missing:
    """A path within the project at which there is no file."""


Resolution: TypeAlias = File | External | Missing
