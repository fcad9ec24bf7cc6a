"""Looking members up along a class and what it extends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.flow.interpreter.values import ClassDefinition, Primitive

if TYPE_CHECKING:
    from svelte_warden.flow.interpreter.values import Value


def class_member(definition: ClassDefinition, name: str) -> Value | None:
    """Return a method or accessor of a class or of what it extends; ``None`` when there is none."""
    current: ClassDefinition | None = definition
    for _ in range(10):  # no class hierarchy is deeper in practice
        if current is None:
            return None
        if name in current.prototype:
            return current.prototype[name]
        current = next((base for base in current.superclass.atoms if isinstance(base, ClassDefinition)), None)
    return None


def extends_foreign_class(definition: ClassDefinition) -> bool:
    """Whether a class extends one that no file defines, so that its instances have methods nobody can read."""
    current = definition
    for _ in range(10):
        bases = [base for base in current.superclass.atoms if isinstance(base, ClassDefinition)]
        if not bases:
            return any(not isinstance(base, Primitive) for base in current.superclass.atoms)
        current = bases[0]
    return False
