"""Components that use no runes: Svelte 5 runs them in legacy mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts import model

if TYPE_CHECKING:
    from svelte_warden.facts.file import FileFacts

_RUNES = frozenset(("$state", "$derived", "$effect", "$props", "$bindable", "$inspect", "$host"))


def uses_no_runes(facts: FileFacts, runes: bool | None) -> bool:  # noqa: FBT001 - the project's setting
    """Return whether a component is compiled in legacy mode.

    ``<svelte:options runes>`` decides, then the project's setting, then whether a script (or a ``{@const}``) names a
    rune.
    """
    if facts.kind != "component":
        return False
    option = facts.runes_option if facts.runes_option is not None else runes
    if option is not None:
        return not option
    scripts = (*facts.instance, *facts.module)
    return not any(placed.item.names & _RUNES for placed in scripts) and not _awaits(facts)


def _awaits(facts: FileFacts) -> bool:
    """Whether a top-level statement awaits, which only runes mode allows."""
    return any(
        _contains_await(statement)
        for placed in facts.instance
        if b"await" in placed.item.text
        for statement in placed.item.statements
    )


def _contains_await(statement: model.Statement) -> bool:
    match statement:
        case model.ExpressionStatement(expression=model.Await()):
            return True
        case model.VariableDeclaration(declarators=declarators):
            return any(isinstance(declarator.init, model.Await) for declarator in declarators)
        case _:
            return False
