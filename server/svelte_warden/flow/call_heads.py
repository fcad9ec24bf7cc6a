"""The head of a call: what is called and, where that matters, its first argument; the others may hold any code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.facts.embedded import all_code
from svelte_warden.flow.names import path_to

if TYPE_CHECKING:
    from svelte_warden.flow.program import Program


def head_end(program: Program, path: str, start: int, end: int, *, with_argument: bool) -> int:
    """Return where the head of a call ends, in bytes of its file; the whole's end for what is no call.

    Args:
        program: The program.
        path: The file.
        start: Where the call begins.
        end: Where it ends, exclusive.
        with_argument: Whether the first argument belongs to the head.
    """
    facts = program.facts(path)
    for piece in all_code(facts) if facts is not None else ():
        base = piece.offset
        if base <= start and end <= base + len(piece.item.text) and piece.item.form != "pattern":
            for node in reversed(path_to(piece.item.statements, start - base, end - base)):
                if isinstance(node, (model.Call, model.New)):
                    head = node.arguments[0] if with_argument and node.arguments else node.callee
                    return base + head.end
    return end
