"""What is to be said about the place under the pointer: a finding, a rule's name in a comment, a call."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lsprotocol import types

from svelte_warden.lsp.conversion import offset_of, range_of
from svelte_warden.lsp.uris import path_of

if TYPE_CHECKING:
    from svelte_warden.engine.findings import Finding
    from svelte_warden.engine.rule import Rule
    from svelte_warden.lsp.server import Server
    from svelte_warden.lsp.session import Session
    from svelte_warden.text.source import Source

_SEPARATOR = "\n\n---\n\n"
_FENCE = re.compile(r"^```.*\n?", re.MULTILINE)
_MARK = re.compile(r"\*\*|`|^#+ ", re.MULTILINE)


def register(server: Server) -> None:
    """Answer what is to be said about a position."""
    session = server.session

    @server.connection.feature(types.TEXT_DOCUMENT_HOVER)
    def hover(parameters: types.HoverParams) -> types.Hover | None:
        path = path_of(parameters.text_document.uri)
        if path is None or not session.settings.enable:
            return None
        source = session.source(path)
        return hover_at(session, path, source, offset_of(source, parameters.position, session.encoding))


def hover_at(session: Session, path: str, source: Source, offset: int) -> types.Hover | None:
    """What is to be said about a byte of a file, the most specific first; None if there is nothing."""
    page = _page_at(session, path, offset)
    if page is not None:
        text, start, end = page
        return _hover(session, source, [text], start, end)
    from svelte_warden.lsp.context_calls import describe_call, describe_function  # noqa: PLC0415  loads the analysis; see main.py
    from svelte_warden.lsp.context_relations import describe_relation  # noqa: PLC0415  as above
    from svelte_warden.lsp.shared_places import describe_state  # noqa: PLC0415  as above

    touching = [finding for finding in session.check(path).findings if _is_under(source, finding, offset)]
    call = describe_call(session, path, source, offset)
    parts = [_finding_text(session, finding) for finding in touching]
    if call is not None and not touching:
        relation = describe_relation(session, path, call.start)
        return _hover(session, source, [part for part in (call.markdown, relation) if part], call.start, call.end)
    if not touching:
        found = describe_state(session, path, offset) or describe_function(session, path, offset)
        return None if found is None else _hover(session, source, [found.markdown], found.start, found.end)
    smallest = min(touching, key=lambda finding: finding.place.end - finding.place.start)
    return _hover(session, source, parts, smallest.place.start, smallest.place.end)


def _is_under(source: Source, finding: Finding, offset: int) -> bool:
    """Whether a byte belongs to a finding, to its first line if it has several: the others are other code."""
    _, line_end = source.line_span(source.position(finding.place.start, "utf-8")[0])
    return finding.place.start <= offset <= min(finding.place.end, line_end)


def _page_at(session: Session, path: str, offset: int) -> tuple[str, int, int] | None:
    """The page of the rule whose name stands at a byte of a comment, with the place of the name."""
    facts = session.facts(path)
    for suppression in facts.suppressions if facts else ():
        for name, start, end in suppression.rules:
            if start <= offset <= end:
                rule = session.rule(name)
                return (_page(rule), start, end) if rule else None
    return None


def _page(rule: Rule) -> str:
    """The page of a rule; its summary if the package ships none."""
    try:
        return rule.page
    except OSError:
        return f"# {rule.name}\n\n{rule.summary}."


def _finding_text(session: Session, finding: Finding) -> str:
    """The finding first, then the way that leads to it, step by step."""
    lines = [f"**{finding.rule}** · {finding.severity.value}", "", finding.message]
    if finding.related:
        lines.append("")
    for number, step in enumerate(finding.related, 1):
        lines.append(
            f"{number}. {step.message} ({session.link(step.place.path, step.place.start, finding.place.path)})"
        )
    return "\n".join(lines)


def _hover(session: Session, source: Source, parts: list[str], start: int, end: int) -> types.Hover:
    text = _SEPARATOR.join(parts)
    if session.client.markdown_hover:
        content = types.MarkupContent(types.MarkupKind.Markdown, text)
    else:
        content = types.MarkupContent(types.MarkupKind.PlainText, plain(text))
    return types.Hover(content, range_of(source, start, end, session.encoding))


def plain(markdown: str) -> str:
    """Markdown as plain text: without fences, emphasis and the marks of headings."""
    return _MARK.sub("", _FENCE.sub("", markdown))
