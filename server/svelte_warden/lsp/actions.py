"""Quick fixes for the findings in a range, comments that silence them, and all safe fixes of a document.

A client that can ask for the edit of an action later gets the actions without; what it then sends back names the
finding and the fix, and is answered from the text as it is by then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified

from svelte_warden.lsp.conversion import SOURCE, diagnostic_of, offset_of
from svelte_warden.lsp.fix_all import FIX_ALL, TITLE, fix_all, has_safe_fix
from svelte_warden.lsp.uris import path_of
from svelte_warden.lsp.workspace_edits import can_apply, new_files, workspace_edit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from svelte_warden.engine.findings import Edit, Finding, Fix
    from svelte_warden.lsp.server import Server
    from svelte_warden.lsp.session import Session


@dataclass(frozen=True, slots=True)
class _Offer:
    """A fix of a finding; ``number`` tells the fixes of one finding apart.

    With a reason why it is ``disabled`` it can only be read.
    """

    finding: Finding
    fix: Fix
    number: int
    is_preferred: bool
    disabled: str | None = None

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
        if path is None or not session.client.code_action_literals:
            return []
        only = parameters.context.only
        actions = _quick_fixes(session, path, parameters) if _is_wanted(types.CodeActionKind.QuickFix, only) else []
        if only and _is_wanted(FIX_ALL, only) and has_safe_fix(session, path):
            actions.append(_fix_all(session, path))
        return actions

    @server.connection.feature(types.CODE_ACTION_RESOLVE)
    def resolve(action: types.CodeAction) -> types.CodeAction:
        edits = _edits_of(session, action.data)
        if edits is None:
            gone = "the finding is no longer there; ask for the actions again"
            raise JsonRpcContentModified(gone)
        action.edit = workspace_edit(session, edits)
        return action


def _is_wanted(kind: str, only: Sequence[str] | None) -> bool:
    """Whether a client wants actions of a kind, or of one above it."""
    return only is None or any(wanted in ("", kind) or kind.startswith(f"{wanted}.") for wanted in only)


def _quick_fixes(session: Session, path: str, parameters: types.CodeActionParams) -> list[types.CodeAction]:
    source = session.source(path)
    start = offset_of(source, parameters.range.start, session.encoding)
    end = offset_of(source, parameters.range.end, session.encoding)
    touched = [f for f in session.check(path).findings if f.place.start <= end and start <= f.place.end]
    shown = parameters.context.diagnostics
    return [_action(session, offer, shown) for finding in touched for offer in _offers(session, finding)]


def _fix_all(session: Session, path: str) -> types.CodeAction:
    lazily = session.client.resolves_code_action_edits
    return types.CodeAction(
        title=TITLE,
        kind=FIX_ALL,
        edit=None if lazily else workspace_edit(session, fix_all(session, path)),
        data=[path, FIX_ALL] if lazily else None,
    )


def _edits_of(session: Session, data: object) -> Sequence[Edit] | None:
    """The edits of an action that a client names; None if there is no such action any more."""
    path = data[0] if isinstance(data, list) and data else None
    if not isinstance(path, str):
        return None
    if data == [path, FIX_ALL]:
        return fix_all(session, path)
    offers = (offer for finding in session.check(path).findings for offer in _offers(session, finding))
    return next((offer.fix.edits for offer in offers if offer.name == data and not offer.disabled), None)


def _offers(session: Session, finding: Finding) -> Iterator[_Offer]:
    """The fixes, the first safe one preferred; last, to silence the finding here, or in all of the file."""
    from svelte_warden.lsp.ignoring import ignoring_fixes  # noqa: PLC0415  loads the parser; initialize is answered first

    path = finding.place.path
    fixes = session.fixes(finding)
    preferred = next((fix for fix in fixes if fix.safety == "safe" and fix.edits), None)
    ignoring = ignoring_fixes(session.facts(path), session.source(path), finding)
    for number, fix in enumerate((*fixes, *ignoring)):
        disabled = _why_disabled(session, fix)
        if disabled is None or session.client.disabled_code_actions:
            yield _Offer(finding, fix, number, fix is preferred and disabled is None, disabled)


def _why_disabled(session: Session, fix: Fix) -> str | None:
    if not fix.edits:
        return "This has to be done by hand"
    if not can_apply(session, fix.edits):
        names = ", ".join(session.relative(path) for path in new_files(session, fix.edits))
        return f"The editor cannot make files, and this needs {names}"
    return None


def _action(session: Session, offer: _Offer, shown: Sequence[types.Diagnostic]) -> types.CodeAction:
    own = diagnostic_of(session, offer.finding)
    matching = [d for d in shown if d.source == SOURCE and d.code == own.code and d.range == own.range]
    lazily = session.client.resolves_code_action_edits
    action = types.CodeAction(
        title=offer.fix.title,
        kind=types.CodeActionKind.QuickFix,
        diagnostics=matching or [own],
        is_preferred=True if offer.is_preferred and session.client.preferred_code_actions else None,
    )
    if offer.disabled is not None:
        action.disabled = types.CodeActionDisabled(offer.disabled)
    elif lazily:
        action.data = offer.name
    else:
        action.edit = workspace_edit(session, offer.fix.edits)
    return action
