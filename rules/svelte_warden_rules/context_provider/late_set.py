"""Moving a call that sets a context too late to where the component initialises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.engine.editing.outline import outline_of
from svelte_warden.engine.editing.site import site_of
from svelte_warden.flow.interpreter.values import Place
from svelte_warden_rules.context_timing.hoisting import set_at_init

if TYPE_CHECKING:
    from svelte_warden.engine.findings import Fix
    from svelte_warden.engine.rule import RuleContext
    from svelte_warden.flow.reach.diagnosis import Diagnosis


def set_earlier(context: RuleContext, diagnosis: Diagnosis) -> Fix | None:
    """Set the context at init, and before it is read; ``None`` if what is set is not known then."""
    late, read = diagnosis.late, diagnosis.read
    if late is None:
        return None
    outline = outline_of(context.program, late.path)
    site = site_of(outline, Place(late.path, late.start, late.end))
    fix = set_at_init(site, "unsafe") if site is not None else None
    if fix is None or late.path != context.path:
        return fix
    statement = next(
        (placed for placed in outline.instance if 0 <= read.spot.start - placed.offset < len(placed.item.text)), None
    )
    is_before = statement is not None and fix.edits[0].start <= statement.offset
    return fix if is_before else None
