"""What can be done about a read that finds nothing: an edit where it is clear what is meant, else an explanation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.engine.findings import Fix
from svelte_warden_rules.context_provider.late_set import set_earlier
from svelte_warden_rules.context_provider.moving import move_above
from svelte_warden_rules.context_provider.shared_key import share_key
from svelte_warden_rules.context_provider.spelling import correct_spelling
from svelte_warden_rules.context_provider.wording import shown_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from svelte_warden.engine.rule import RuleContext
    from svelte_warden.flow.reach.diagnosis import Diagnosis, Pattern

_EDITS: dict[Pattern, Callable[[RuleContext, Diagnosis], Fix | None]] = {
    "sibling": move_above,
    "partial": move_above,
    "missing": correct_spelling,
    "mismatched": share_key,
    "late": set_earlier,
}


def fixes_for(context: RuleContext, diagnosis: Diagnosis) -> tuple[Fix, ...]:
    """Return the one fix that edits, or one that only explains."""
    try:
        fix = _EDITS[diagnosis.pattern](context, diagnosis)
    except ValueError:  # its changes would overlap
        fix = None
    return (fix or Fix(_explanation(diagnosis), "manual", ()),)


def _explanation(diagnosis: Diagnosis) -> str:
    match diagnosis.pattern:
        case "sibling" if diagnosis.ancestor is not None:
            where = shown_file(diagnosis.ancestor)
            return f"Set the key in {where}, or put the reader between the tags of the component that sets it"
        case "sibling":
            return "Set the key in a component above both"
        case "partial":
            return "Set the key above all of these ways, or allow for its absence"
        case "missing":
            return "Set the key in a component above, or correct its spelling"
        case "mismatched":
            return "Make the key once, in a module, and import it on both sides"
        case "late":
            return "Set the key at the top level of the script, to an object or a store whose content changes"
