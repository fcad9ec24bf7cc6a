"""Variables: scopes of cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from svelte_warden.flow.interpreter.values import NOTHING, Place, Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from svelte_warden.facts import model


DEFAULT: Final = "*default*"
"""The name of the variable that holds what a module exports as its default."""


@dataclass(eq=False, slots=True)
class Cell:
    """One variable.

    ``pending`` evaluates a module-level declaration on its first use. ``activation`` and ``depth`` are those at which
    the variable was declared: an assignment at the same ones certainly replaces the value. ``is_local`` says that it is
    no variable of a module itself; ``subscribed`` that the component holds a subscription of the store in it.
    """

    name: str
    kind: Literal["const", "let", "var", "function", "class", "parameter", "import", "prop"]
    declared_at: Place | None = None
    value: Value = NOTHING
    shared: bool = False
    reactive: bool = False
    activation: int = 0
    depth: int = 0
    initialised: bool = False
    pending: Callable[[], None] | None = None
    on_write: Callable[[Value, model.Node], None] | None = None
    reassigned: bool = False
    is_local: bool = False
    subscribed: bool = False

    @property
    def constant(self) -> bool:
        """Whether no assignment can follow the declaration."""
        return self.kind in ("const", "function", "class", "import") and not self.reactive

    def settle(self) -> None:
        """Evaluate the declaration if nobody has yet."""
        if self.pending is not None:
            pending, self.pending = self.pending, None
            pending()


@dataclass(eq=False, slots=True)
class Scope:
    """A block, function, component or module scope."""

    parent: Scope | None
    cells: dict[str, Cell] = field(default_factory=dict)
    this: Value | None = None
    is_function: bool = False
    resolver: Callable[[str], Cell | None] | None = None

    def find(self, name: str) -> Cell | None:
        """Return the cell a name refers to, or ``None`` for a global."""
        scope: Scope | None = self
        while scope is not None:
            cell = scope.cells.get(name)
            if cell is not None:
                return cell
            if scope.resolver is not None:
                cell = scope.resolver(name)
                if cell is not None:
                    return cell
            scope = scope.parent
        return None

    def function_scope(self) -> Scope:
        """Return the nearest function (or outermost) scope, where ``var`` lands."""
        scope = self
        while not scope.is_function and scope.parent is not None:
            scope = scope.parent
        return scope
