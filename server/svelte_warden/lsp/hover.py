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
    from svelte_warden.lsp.questions import Answer
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
    def hover(parameters: types.HoverParams) -> Answer[types.Hover | None]:
        path = path_of(parameters.text_document.uri)
        if path is None or not session.settings.enable:
            return None
        source = session.source(path)
        offset = offset_of(source, parameters.position, session.encoding)
        return server.questions.ask(path, lambda _program: hover_at(session, path, source, offset))


def hover_at(session: Session, path: str, source: Source, offset: int) -> types.Hover | None:
    """What is to be said about a byte of a file, the most specific first; None if there is nothing."""
    page = _page_at(session, path, offset)
    if page is not None:
        text, start, end = page
        return _hover(session, source, [text], start, end)
    touching = [finding for finding in session.check(path).findings if _is_under(source, finding, offset)]
    if touching:
        smallest = min(touching, key=lambda finding: finding.place.end - finding.place.start)
        parts = [_finding_text(session, finding) for finding in touching]
        return _hover(session, source, parts, smallest.place.start, smallest.place.end)
    return _about_code(session, path, source, offset)


def _about_code(session: Session, path: str, source: Source, offset: int) -> types.Hover | None:
    """What is to be said about code in which nothing was found: shared state, a context call, a function."""
    from svelte_warden.lsp.context_relations import describe_relation  # noqa: PLC0415  loads the analysis; see main.py
    from svelte_warden.lsp.explanations import describe_code  # noqa: PLC0415  as above
    from svelte_warden.lsp.shared_places import describe_state  # noqa: PLC0415  as above

    state = describe_state(session, path, offset)
    if state is not None:
        return _hover(session, source, [state.markdown], state.start, state.end)
    found = [
        described
        for described in (describe_code(session, path, offset), describe_relation(session, path, offset))
        if described is not None
    ]
    if not found:
        return None
    return _hover(session, source, [described.markdown for described in found], found[0].start, found[0].end)


def _is_under(source: Source, finding: Finding, offset: int) -> bool:
    """Whether a byte belongs to a finding, to its first line if it has several: the others are other code."""
    _, line_end = source.line_span(source.position(finding.place.start, "utf-8")[0])
    return finding.place.start <= offset <= min(finding.place.end, line_end)


def _page_at(session: Session, path: str, offset: int) -> tuple[str, int, int] | None:
    """What is to be said about the name at a byte of a comment that silences rules, with the place of the name."""
    facts = session.facts(path)
    for suppression in facts.suppressions if facts else ():
        for name, start, end in suppression.rules:
            if start <= offset <= end:
                text = _named_in_comment(session, name)
                return (text, start, end) if text else None
    return None


def _named_in_comment(session: Session, name: str) -> str | None:
    """What a name in a comment stands for: the page of a rule, or the rules of a family; None if it stands for none."""
    rule = session.rule(name)
    if rule is not None:
        return _page(rule)
    rules = [member for member in session.rules if member.family == name]
    lines = [f"- `{member.name}`: {member.summary}" for member in rules]
    return "\n".join([f"**{name}** · {len(rules)} rules", "", *lines]) if rules else None


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
