"""One Svelte project: its versions, what its configuration says, and where its files lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts.immutable import immutable

if TYPE_CHECKING:
    from svelte_warden.project.versions import Version


@immutable
class Alias:
    """``find`` or ``find/…`` in an import stands for ``replacement`` or ``replacement/…``.

    ``replacement`` is an absolute path, or a specifier that is resolved in its turn. With ``exact`` the name alone
    counts, with ``below`` only what is below it.
    """

    find: str
    replacement: str
    exact: bool = True
    below: bool = True


@immutable
class Project:
    """A Svelte project. Paths are absolute; equal projects are interchangeable.

    Attributes:
        root: The project's folder.
        name: The package's name, or the folder's.
        svelte: The version installed, or the lowest that package.json asks for; ``None`` if unknown.
        svelte_majors: The major versions that may be in use; several for a library with a wide peer range.
        kit: The version of SvelteKit, likewise.
        kit_majors: As ``svelte_majors``.
        uses_kit: Whether this is a SvelteKit application (or a library developed in one).
        async_mode: ``compilerOptions.experimental.async``.
        runes: ``compilerOptions.runes`` for the project's own files; ``None`` if it is not said or not known.
        is_library: Whether the package is published for other projects to import its components.
        is_implicit: Whether the folder is a project only because it holds components.
        source: ``kit.files.src``.
        routes: ``kit.files.routes``.
        library: ``kit.files.lib``, what ``$lib`` stands for; ``None`` from Kit 3 on, where there is no ``$lib``.
        parameters: The path without extension of the matchers: a folder in Kit 2, a module from Kit 3 on.
        hooks_server: Path without extension; the module may also be ``index`` in a folder of that name.
        hooks_client: Likewise.
        hooks_universal: Likewise.
        service_worker: Likewise.
        extensions: The endings of components (``.svelte``, and what mdsvex adds).
        module_extensions: The endings of route modules, hooks and matchers.
        aliases: In the order in which they are tried.
    """

    root: str
    name: str
    svelte: Version | None
    svelte_majors: frozenset[int]
    kit: Version | None
    kit_majors: frozenset[int]
    uses_kit: bool
    async_mode: bool
    runes: bool | None
    is_library: bool
    is_implicit: bool
    source: str
    routes: str
    library: str | None
    parameters: str
    hooks_server: str
    hooks_client: str
    hooks_universal: str
    service_worker: str
    extensions: tuple[str, ...]
    module_extensions: tuple[str, ...]
    aliases: tuple[Alias, ...]
