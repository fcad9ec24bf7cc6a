"""All safe fixes of a document at once, for a client that applies them on saving."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.engine.applying import edits_between

if TYPE_CHECKING:
    from svelte_warden.engine.findings import Edit
    from svelte_warden.lsp.session import Session

FIX_ALL: Final = "source.fixAll.svelte-warden"
TITLE: Final = "Apply all safe fixes of Svelte Warden"


def has_safe_fix(session: Session, path: str) -> bool:
    """Whether a finding of a document has a safe fix that changes nothing but that document."""
    return any(
        fix.safety == "safe" and fix.edits and all(edit.path == path for edit in fix.edits)
        for finding in session.check(path).findings
        for fix in session.fixes(finding)
    )


def fix_all(session: Session, path: str) -> tuple[Edit, ...]:
    """The edits that apply all safe fixes of a document, one after the other; none if there is nothing to fix.

    What changes other files is left out: the client shows only this one.
    """
    from svelte_warden.engine.repair import repair  # noqa: PLC0415  only who asks needs it

    def why_not(other: str) -> str | None:
        return None if other == path else "it changes another file"

    before = session.source(path).data
    try:
        repairs = repair(session.analysis, frozenset(("safe",)), why_not, only=(path,))
    finally:
        session.reset(path)
    return next((edits_between(path, before, change.after) for change in repairs.changes), ())
