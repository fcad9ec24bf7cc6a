"""Who uses what a module exports: the files that import a name, also through files that only hand it on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.facts.immutable import immutable
from svelte_warden.flow.reach.outline import ALL, outline
from svelte_warden.project.resolution import File

if TYPE_CHECKING:
    from svelte_warden.flow.program import Program


_MOST_HANDING_ON: Final = 50
"""Files that hand a name on, before one stops looking for more."""


@immutable
class NameImport:
    """A file that imports a name.

    Attributes:
        path: The file.
        local: What it calls it.
        source: The specifier, as it is written.
        imported: What the module behind the specifier calls it.
    """

    path: str
    local: str
    source: str
    imported: str


@immutable
class NameUses:
    """Who uses an exported name.

    Attributes:
        imports: The imports, in the order of the files.
        handed_on: The files that export it further, by ``export { name } from`` or ``export * from``, and what each
            calls it.
        unclear: The files that import all of a module that has it, or import it at some moment with ``import(…)``.
    """

    imports: tuple[NameImport, ...]
    handed_on: tuple[tuple[str, str], ...]
    unclear: tuple[str, ...]


def direct_importers(program: Program, _key: None) -> dict[str, tuple[str, ...]]:
    """Return for every file that is imported or exported further the files that do so, sorted."""
    found: dict[str, dict[str, None]] = {}
    for path in program.files():
        said = program.query(outline, path)
        sources = (
            *(source for _, source, _ in said.imports),
            *(source for _, source, _ in said.reexports),
            *said.dynamic,
        )
        for source in dict.fromkeys(sources):
            resolved = program.resolve(path, source)
            if isinstance(resolved, File):
                found.setdefault(resolved.path, {})[path] = None
    return {path: tuple(sorted(files)) for path, files in found.items()}


def name_uses(program: Program, key: tuple[str, str]) -> NameUses:
    """Return who uses a name that a module exports; ``key`` is the module's path and the exported name."""
    importers = program.query(direct_importers, None)
    imports: list[NameImport] = []
    unclear: list[str] = []
    handed_on: list[tuple[str, str]] = []
    seen = {key}
    waiting = [key]
    while waiting and len(handed_on) < _MOST_HANDING_ON:
        module, name = waiting.pop()
        for path in importers.get(module, ()):
            own, further, is_unclear = _uses_in(program, path, module, name)
            imports.extend(own)
            unclear.extend([path] if is_unclear else [])
            for exported in further:
                if (path, exported) not in seen:
                    seen.add((path, exported))
                    handed_on.append((path, exported))
                    waiting.append((path, exported))
    ordered = sorted(dict.fromkeys(imports), key=lambda item: (item.path, item.local))
    return NameUses(tuple(ordered), tuple(handed_on), tuple(sorted(set(unclear))))


def _uses_in(program: Program, path: str, module: str, name: str) -> tuple[list[NameImport], list[str], bool]:
    """Return the imports of a name in one file, what it exports it further as, and whether it may use it otherwise."""
    said = program.query(outline, path)
    imports: list[NameImport] = []
    unclear = any(_leads_to(program, path, source, module) for source in said.dynamic)
    for local, source, imported in said.imports:
        if imported in (name, ALL) and _leads_to(program, path, source, module):
            if imported == ALL:
                unclear = True
            else:
                imports.append(NameImport(path, local, source, imported))
    further: list[str] = []
    for exported, source, imported in said.reexports:
        if imported in (name, ALL) and _leads_to(program, path, source, module):
            if exported != ALL and imported == ALL:
                unclear = True  # export * as all from
            else:
                further.append(name if exported == ALL else exported)
    locals_ = {item.local for item in imports}
    further.extend(exported for exported, local in said.exports if local in locals_)
    return imports, further, unclear


def _leads_to(program: Program, path: str, source: str, module: str) -> bool:
    resolved = program.resolve(path, source)
    return isinstance(resolved, File) and resolved.path == module


def resolve_name(program: Program, path: str, local: str) -> tuple[str, str] | None:
    """Return the module that declares what a file calls ``local``, and the name there; itself for an own name.

    ``None`` if a package declares it, or if it cannot be told.
    """
    said = program.query(outline, path)
    for name, source, imported in said.imports:
        if name == local:
            resolved = program.resolve(path, source)
            return _declared(program, resolved.path, imported) if isinstance(resolved, File) else None
    return path, local


def _declared(program: Program, path: str, exported: str) -> tuple[str, str] | None:
    """Return where an export of a module is declared, through those that only hand it on."""
    waiting = [(path, exported)]
    seen = set(waiting)
    while waiting:
        module, name = waiting.pop()
        said = program.query(outline, module)
        own = next((local for export, local in said.exports if export == name), None)
        if own is not None:
            is_imported = any(local == own for local, _, _ in said.imports)
            return resolve_name(program, module, own) if is_imported else (module, own)
        for export, source, imported in said.reexports:
            if export in (name, ALL):
                resolved = program.resolve(module, source)
                key = (resolved.path, name if export == ALL else imported) if isinstance(resolved, File) else None
                if key is not None and key not in seen:
                    seen.add(key)
                    waiting.append(key)
    return None
