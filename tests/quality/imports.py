"""What a module of the packages imports and calls, read from its source."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_PACKAGES = {"svelte_warden": ROOT / "server", "svelte_warden_rules": ROOT / "rules"}


@dataclass(frozen=True, slots=True)
class Module:
    """A module of one of the packages.

    Attributes:
        name: Dotted name, such as `svelte_warden.text.source`.
        path: Its file.
        tree: Its syntax.
    """

    name: str
    path: Path
    tree: ast.Module

    @property
    def layer(self) -> str:
        """The folder or module directly below `svelte_warden`; `rules` for everything in `svelte_warden_rules`."""
        package, *parts = self.name.split(".")
        if package == "svelte_warden_rules":
            return "rules"
        return parts[0] if parts else ""

    def imports(self) -> frozenset[str]:
        """Dotted names of what is imported anywhere in the module, also within functions and for types only."""
        names: set[str] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names |= {f"{node.module}.{alias.name}" for alias in node.names}
        return frozenset(names)


def modules() -> list[Module]:
    """Return all modules of the packages."""
    found: list[Module] = []
    for package, folder in _PACKAGES.items():
        for path in sorted((folder / package).rglob("*.py")):
            parts = path.relative_to(folder).with_suffix("").parts
            name = ".".join(part for part in parts if part != "__init__")
            found.append(Module(name, path, ast.parse(path.read_text(encoding="utf-8"))))
    return found
