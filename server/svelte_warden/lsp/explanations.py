"""What the analysis explains about a call or a function, as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from svelte_warden.flow.explain import explain

if TYPE_CHECKING:
    from svelte_warden.flow.trail import Step
    from svelte_warden.lsp.session import Session


class Described(NamedTuple):
    """Markdown about the bytes from ``start`` to ``end``, the end exclusive."""

    markdown: str
    start: int
    end: int


def describe_code(session: Session, path: str, offset: int) -> Described | None:
    """Describe the context call or the function whose name stands at a byte of a file, with one way that leads there.

    ``None`` if there is neither.
    """
    found = session.ask(path, lambda program: explain(program, path, offset))
    if found is None:
        return None
    steps = [f"{number}. {_step(session, path, step)}" for number, step in enumerate(found.steps, 1)]
    parts = [f"**{found.title}**", *found.sentences, "\n".join(steps)]
    return Described("\n\n".join(part for part in parts if part), found.start, found.end)


def _step(session: Session, path: str, step: Step) -> str:
    subject = "" if step.kind == "call" else "this "
    return f"{subject}{step.words} ({session.link(step.place.path, step.place.start, path)})"
