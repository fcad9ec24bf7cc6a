"""What a component hands back to the content that it is given: parameters of snippets, and ``let:`` of slots.

A function among it runs when the content's handlers do. Only the component's own source tells what it is, and most
components hand back nothing but data, so they are followed for this only if both sides look like it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from svelte_warden.facts import model
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.channels import code_behind
from svelte_warden.flow.interpreter.hoisting import bound_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.values import Snippet, Value

_IMPORTS_CONTEXT: Final = re.compile(
    rb"\bimport\b[^;'\"]*\b(?:getContext|getAllContexts|hasContext|setContext|createContext)\b"
)


def may_hand_back_functions(machine: Machine, path: str, contents: Iterable[Snippet]) -> bool:
    """Whether content uses in handlers what the component at ``path`` hands back, and that may read a context."""
    used = any(_uses_in_handlers(snippet) for snippet in contents)
    return used and any(
        _IMPORTS_CONTEXT.search(machine.program.source(file).data) is not None
        for file in machine.program.query(code_behind, path)
    )


def _uses_in_handlers(snippet: Snippet) -> bool:
    names = frozenset(cell.name for cell in snippet.given.values())
    if snippet.parameters is not None:
        names |= frozenset(name.name for given in snippet.parameters.parameters for name in bound_names(given))
    return bool(names) and not names.isdisjoint(_names_in_handlers(snippet.body))


def _names_in_handlers(fragment: model.Fragment) -> frozenset[str]:
    """Return the names in the handlers of the elements of a fragment, and in what its components are given."""
    names: set[str] = set()
    waiting = [fragment]
    while waiting:
        for placed in waiting.pop():
            match placed.item:
                case model.Element(attributes=attributes, children=children, tag=tag):
                    is_component = tag is not None
                    names.update(*(_names_in_handler(each.item, any_name=is_component) for each in attributes))
                    waiting.append(children)
                case model.IfBlock(branches=branches):
                    waiting.extend(body for _, body in branches)
                case model.EachBlock(body=body) | model.KeyBlock(body=body):
                    waiting.append(body)
                case _:
                    pass
    return frozenset(names)


def _names_in_handler(attribute: model.AttributeNode, *, any_name: bool) -> frozenset[str]:
    """Return the names in a handler; what a component is given under ``any_name`` it may make one of its own."""
    match attribute:
        case model.Attribute(name=name, parts=parts) if any_name or name.startswith("on"):
            return frozenset(
                reference for part in parts if not isinstance(part, str) for reference in part.item.references
            )
        case model.Directive(kind="on", expression=code) if code is not None:
            return code.item.references
        case _:
            return frozenset()


def hand_back(machine: Machine, content: Snippet, given: dict[str, Value]) -> None:
    """Let the ``let:`` variables of a slot's content hold what the component gives to the slot, too."""
    for name, cell in content.given.items():
        if name in given:
            machine.remember_cell(cell)
            cell.value = values.merge(cell.value, given[name])
