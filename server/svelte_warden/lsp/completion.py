"""Completion of context keys within the quotes of ``getContext('…')``, from what is set above the component at hand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from lsprotocol import types

from svelte_warden.lsp.conversion import offset_of, range_of
from svelte_warden.lsp.uris import path_of

if TYPE_CHECKING:
    from svelte_warden.flow.program import Program
    from svelte_warden.flow.reach.keys_in_reach import KeyInReach
    from svelte_warden.lsp.questions import Answer
    from svelte_warden.lsp.server import Server
    from svelte_warden.lsp.session import Session
    from svelte_warden.text.source import Source

TRIGGERS = ("'", '"', "`")
_READING = frozenset({"getContext", "hasContext"})
# The text up to the position; a type argument may stand between, with brackets of its own.
_CALL = re.compile(r"([\w$]+)\s*(?:<[^()]*>)?\s*\(\s*(['\"`])((?:(?!\2)[^\\\r\n])*)\Z")
_LONGEST = 2000  # bytes before the position that are looked at
_MOST = 3  # places that are named


class _Key(NamedTuple):
    """A key that is being written: the function that will read it, and its bytes so far, the end exclusive."""

    function: str
    start: int
    end: int


def register(server: Server) -> None:
    """Answer which keys can stand at a position."""
    session = server.session

    @server.connection.feature(types.TEXT_DOCUMENT_COMPLETION)
    def completion(parameters: types.CompletionParams) -> Answer[types.CompletionList]:
        path = path_of(parameters.text_document.uri)
        if path is None or not session.settings.enable:
            return None
        source = session.source(path)
        key = key_at(source, offset_of(source, parameters.position, session.encoding))
        if key is None:
            return None

        def answer(program: Program) -> types.CompletionList | None:
            from svelte_warden.flow.reach.keys_in_reach import keys_in_reach  # noqa: PLC0415  loads the analysis; see main.py

            if not _reads_context(program, path, key.function):
                return None
            keys = keys_in_reach(program, path)
            extent = range_of(source, key.start, key.end, session.encoding)
            items = [_item(session, path, item, extent, number) for number, item in enumerate(keys)]
            return types.CompletionList(is_incomplete=False, items=items)

        return server.questions.ask(path, answer)


def key_at(source: Source, offset: int) -> _Key | None:
    """Return the key that is being written at a byte of a text; None where none is."""
    before = source.data[max(0, offset - _LONGEST) : offset].decode("utf-8", "ignore")
    match = _CALL.search(before)
    if match is None:
        return None
    _, line_end = source.line_span(source.position(offset, "utf-8")[0])
    rest = re.match(rb"[\w.:/@-]*(?=%b)" % match[2].encode(), source.data[offset:line_end])
    return _Key(match[1], offset - len(match[3].encode()), offset + len(rest[0]) if rest else offset)


def _reads_context(program: Program, path: str, function: str) -> bool:
    """Whether a name is Svelte's function in a file; while the file is half typed its imports may not be readable."""
    from svelte_warden.flow.reach.outline import outline  # noqa: PLC0415  as above

    imported = {local: name for local, source, name in program.query(outline, path).imports if source == "svelte"}
    return imported.get(function, function if function not in imported else "") in _READING


def _item(session: Session, path: str, key: KeyInReach, extent: types.Range, number: int) -> types.CompletionItem:
    places = []
    for spot in key.sets[:_MOST]:
        line = session.source(spot.path).position(spot.start, "utf-8")[0] + 1
        places.append(f"line {line}" if spot.path == path else f"{session.relative(spot.path)}:{line}")
    more = f" and {len(key.sets) - _MOST} more" if len(key.sets) > _MOST else ""
    note = ", not on every way" if key.is_partial else ""
    return types.CompletionItem(
        key.text,
        kind=types.CompletionItemKind.Constant,
        detail=f"context set in {', '.join(places)}{more}{note}",
        sort_text=f"{number:04}",
        text_edit=types.TextEdit(extent, key.text),
    )
