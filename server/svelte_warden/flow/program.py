"""What the analysis may ask about the rest of the program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from svelte_warden.facts.file import FileFacts
    from svelte_warden.project.project import Project
    from svelte_warden.project.resolution import Resolution
    from svelte_warden.project.roles import Role
    from svelte_warden.project.routes import RouteTree
    from svelte_warden.project.shared_packages import SharedPackage
    from svelte_warden.text.source import Source

K = TypeVar("K")
V = TypeVar("V")


class Program(Protocol):
    """A view of all files. Every answer is recorded as a dependency of the query that asked for it."""

    def facts(self, path: str) -> FileFacts | None:
        """Return what the file says, or ``None`` when it is not readable or not a script or component."""
        ...

    def is_readable(self, path: str) -> bool:
        """Return whether there is such a file and it can be read. Who asks runs again after every edit of the file."""
        ...

    def source(self, path: str) -> Source:
        """Return the text of a file; empty if it cannot be read. Who asks runs again after every edit of the file."""
        ...

    def resolve(self, importer: str, specifier: str) -> Resolution:
        """Return what an import specifier in a file stands for."""
        ...

    def is_installed(self, path: str) -> bool:
        """Return whether a file belongs to an installed package, so that nobody changes it here."""
        ...

    def project(self, path: str) -> Project:
        """Return the project the file belongs to."""
        ...

    def role(self, path: str) -> Role:
        """Return what the file is to SvelteKit."""
        ...

    def files(self) -> tuple[str, ...]:
        """Return every file of the projects at hand that is to be checked."""
        ...

    def routes(self, path: str) -> RouteTree:
        """Return the routes of the project the file belongs to."""
        ...

    def shared_package(self, importer: str, package: str) -> SharedPackage | None:
        """Return what a package that is shared by all requests changes, if the table or the configuration tells."""
        ...

    def entry_points(self, path: str) -> tuple[str, ...]:
        """Return the paths of what starts the application beside the framework, as the configuration of a file says."""
        ...

    def pause(self) -> None:
        """Give the query that runs up if it was called off; for queries that take long without asking for others."""
        ...

    def query(self, function: Callable[[Program, K], V], key: K) -> V:
        """Return ``function(program, key)``, computed at most once per change of what it read."""
        ...
