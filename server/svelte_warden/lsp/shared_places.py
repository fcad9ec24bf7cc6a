"""Shared state in words: one for the whole server process, who writes it, and who reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.flow.shared_places import shared_state_at
from svelte_warden.lsp.explanations import Described

if TYPE_CHECKING:
    from svelte_warden.flow.shared_places import SharedState
    from svelte_warden.flow.sharing import StateWrite
    from svelte_warden.lsp.session import Session

_MOST: Final = 5  # places that are named


def describe_state(session: Session, path: str, offset: int) -> Described | None:
    """Describe the shared state whose name stands at a byte of a file."""
    state = session.ask(path, lambda program: shared_state_at(program, path, offset))
    if state is None:
        return None
    at = session.link(state.declared_at.path, state.declared_at.start, path)
    what = f"**`{state.name}`**: {_article(state.kind)} {state.kind} at module level ({at})."
    parts = [
        f"{what} A server process has one, and all of its users share it.",
        *_writes(session, path, state),
        _readers(session, state),
    ]
    return Described("\n\n".join(part for part in parts if part), state.start, state.end)


def _article(noun: str) -> str:
    return "an" if noun[:1] in "aeiou" else "a"


def _writes(session: Session, path: str, state: SharedState) -> list[str]:
    on_server = [write for write in state.writes if write.on_server]
    in_browser = [write for write in state.writes if not write.on_server]
    told = []
    if on_server:
        told.append(f"Written on the server: {_places(session, path, on_server)}.")
    if in_browser:
        told.append(f"Written in the browser: {_places(session, path, in_browser)}.")
    return told or ["Nothing is known to write it after the module has been loaded."]


def _places(session: Session, path: str, writes: list[StateWrite]) -> str:
    named = [f"{session.link(write.place.path, write.place.start, path)} ({write.moment.words})" for write in writes]
    text = ", ".join(named[:_MOST])
    return text if len(named) <= _MOST else f"{text} and {len(named) - _MOST} more"


def _readers(session: Session, state: SharedState) -> str:
    if not state.readers:
        return ""
    named = ", ".join(f"`{session.relative(file)}`" for file in state.readers[:_MOST])
    more = f" and {len(state.readers) - _MOST} more" if len(state.readers) > _MOST else ""
    return f"Named in {named}{more}."
