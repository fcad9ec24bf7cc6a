"""What a file loads before its own code runs, told from its text: cheap enough to be asked of all that it imports."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from svelte_warden.facts.immutable import immutable
from svelte_warden.flow.eager import eager
from svelte_warden.project.roles import Role

if TYPE_CHECKING:
    from svelte_warden.flow.program import Program

# The limit on the names before `from` is for texts that are full of `import`: without it they take their square.
_STATIC_IMPORT: Final = re.compile(
    rb"""(?:^|[;>}]|\*/)[^\S\n]*(?:import\s*|(?:import|export)\b(?!\s+type\s+[\w{*])([^'";()=]{0,4000})\bfrom\s*)"""
    rb"""['"]([^'"\n]+)['"]""",
    re.MULTILINE,
)
_NAME: Final = re.compile(rb"[\w$]+")
_CALL: Final = re.compile(rb"^(?:await\s+)?([A-Za-z_$][\w$]*)(?:\.[\w$]+)*(?:<[^()]*>)?\(", re.MULTILINE)


@immutable
class StaticImports:
    """The modules that a file loads.

    Attributes:
        specifiers: What stands in its imports and re-exports that exist at run time, sorted.
        calls_imported: Of a module of the project, whether a line at its top does nothing but to call what it imports.
    """

    specifiers: tuple[str, ...] = ()
    calls_imported: bool = False


_NONE: Final = StaticImports()


@eager
def static_imports(program: Program, path: str) -> StaticImports:
    """Return what a file loads; a comment may be taken for an import, a name in it for one that is imported."""
    data = program.source(path).data
    found = _STATIC_IMPORT.findall(data)
    if not found:
        return _NONE
    specifiers = {specifier.decode("utf-8", "replace") for _, specifier in found}
    is_own_module = program.role(path) is Role.MODULE and not program.is_installed(path)
    return StaticImports(tuple(sorted(specifiers)), is_own_module and bool(_called(data, found)))


def called_imports(data: bytes) -> frozenset[bytes]:
    """Return the names that a module imports and calls in a line of their own, at its top; told from its text."""
    return _called(data, _STATIC_IMPORT.findall(data))


def called_name(statement: bytes) -> bytes | None:
    """Return the name with which a statement that is nothing but a call begins: ``bus`` of ``bus.on(…)``."""
    call = _CALL.match(statement)
    return None if call is None else call[1]


def _called(data: bytes, imports: list[tuple[bytes, bytes]]) -> frozenset[bytes]:
    called = frozenset(_CALL.findall(data))
    return frozenset(name for clause, _ in imports for name in _NAME.findall(clause) if name in called)
