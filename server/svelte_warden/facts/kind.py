"""What a file is, told from its path."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

Kind: TypeAlias = Literal["component", "module"]

_MODULES: Final = (".ts", ".js", ".mjs", ".cjs", ".mts", ".cts")


def kind_of_path(path: str) -> Kind:
    """Return what a file is, by its ending; an unknown one means a component, since projects may name their own."""
    return "module" if path.endswith(_MODULES) else "component"
