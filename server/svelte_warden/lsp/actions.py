"""Quick fixes for the findings in a range, and comments that silence them.

A client that can ask for the edit of an action later gets the actions without; what it then sends back names the
finding and the fix, and is answered from the text as it is by then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified

from svelte_warden.lsp.conversion import SOURCE, diagnostic_of, offset_of, range_of
from svelte_warden.lsp.uris import path_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from svelte_warden.engine.findings import Edit, Finding, Fix
    from svelte_warden.lsp.server import Server
    from svelte_warden.lsp.session import Session


@dataclass(frozen=True, slots=True)
class _Offer:
    """A fix of a finding; ``number`` tells the fixes of one finding apart."""

    finding: Finding
    fix: Fix
    number: int
    preferred: bool

    @property
    def name(self) -> list[object]:
        """What a client sends back to get the edit: plain JSON."""
        place = self.finding.place
        return [place.path, self.finding.rule, place.start, place.end, self.number]


def register(server: Server) -> None:
    """Answer what can be done about the findings in a range."""
    session = server.session

    @server.connection.feature(types.TEXT_DOCUMENT_CODE_ACTION)
    def code_action(parameters: types.CodeActionParams) -> list[types.CodeAction]:
        path = path_of(parameters.text_document.uri)
        if path is None or not session.client.code_action_literals or not _wants_quick_fixes(parameters.context.only):
            return []
        source = session.source(path)
        start = offset_of(source, parameters.range.start, session.encoding)
        end = offset_of(source, parameters.range.end, session.encoding)
        touched = [f for f in session.check(path).findings if f.place.start <= end and start <= f.place.end]
        shown = parameters.context.diagnostics
        return [_action(session, offer, shown) for finding in touched for offer in _offers(session, finding)]

    @server.connection.feature(types.CODE_ACTION_RESOLVE)
    def resolve(action: types.CodeAction) -> types.CodeAction:
        path = action.data[0] if isinstance(action.data, list) and action.data else None
        findings = session.check(path).findings if isinstance(path, str) else ()
        for offer in (offer for finding in findings for offer in _offers(session, finding)):
            if offer.name == action.data:
                action.edit = workspace_edit(session, offer.fix.edits)
                return action
        gone = "the finding is no longer there; ask for the actions again"
        raise JsonRpcContentModified(gone)


def _wants_quick_fixes(only: Sequence[str] | None) -> bool:
    return only is None or any(kind in ("", types.CodeActionKind.QuickFix.value) for kind in only)


def _offers(session: Session, finding: Finding) -> Iterator[_Offer]:
    """The fixes that edit something, the first safe one preferred; last, to silence the finding here."""
    from svelte_warden.lsp.ignoring import ignoring_fix  # noqa: PLC0415  loads the parser; initialize is answered first

    fixes = [fix for fix in session.fixes(finding) if fix.edits]
    preferred = next((fix for fix in fixes if fix.safety == "safe"), None)
    ignoring = ignoring_fix(session.facts(finding.place.path), session.source(finding.place.path), finding)
    for number, fix in enumerate([*fixes, ignoring] if ignoring else fixes):
        yield _Offer(finding, fix, number, fix is preferred)


def _action(session: Session, offer: _Offer, shown: Sequence[types.Diagnostic]) -> types.CodeAction:
    own = diagnostic_of(session, offer.finding)
    matching = [d for d in shown if d.source == SOURCE and d.code == own.code and d.range == own.range]
    lazily = session.client.resolves_code_action_edits
    return types.CodeAction(
        title=offer.fix.title,
        kind=types.CodeActionKind.QuickFix,
        diagnostics=matching or [own],
        is_preferred=True if offer.preferred and session.client.preferred_code_actions else None,
        edit=None if lazily else workspace_edit(session, offer.fix.edits),
        data=offer.name if lazily else None,
    )


def workspace_edit(session: Session, edits: Sequence[Edit]) -> types.WorkspaceEdit:
    """Edits in bytes as the client applies them, with the versions they are meant for if it can check those."""
    by_path: dict[str, list[types.TextEdit]] = {}
    for edit in sorted(edits, key=lambda edit: (edit.path, edit.start, edit.end)):
        extent = range_of(session.source(edit.path), edit.start, edit.end, session.encoding)
        by_path.setdefault(edit.path, []).append(types.TextEdit(extent, edit.text))
    if not session.client.versioned_edits:
        return types.WorkspaceEdit(changes={session.uri(path): changes for path, changes in by_path.items()})
    return types.WorkspaceEdit(
        document_changes=[
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(session.uri(path), _version(session, path)), changes
            )
            for path, changes in by_path.items()
        ]
    )


def _version(session: Session, path: str) -> int | None:
    document = session.documents.at(path)
    return document.version if document else None
