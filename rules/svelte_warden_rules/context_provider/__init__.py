"""Context flows down, only down: reads that find no provider on some way from a root."""

from svelte_warden_rules.context_provider.late_context import LATE_CONTEXT
from svelte_warden_rules.context_provider.mismatched_context_key import MISMATCHED_CONTEXT_KEY
from svelte_warden_rules.context_provider.missing_context import MISSING_CONTEXT
from svelte_warden_rules.context_provider.partial_context import PARTIAL_CONTEXT
from svelte_warden_rules.context_provider.sibling_context import SIBLING_CONTEXT

RULES = (SIBLING_CONTEXT, MISSING_CONTEXT, PARTIAL_CONTEXT, MISMATCHED_CONTEXT_KEY, LATE_CONTEXT)
