"""Context and lifecycle calls that need a component which is initialising, and have none."""

from svelte_warden_rules.context_timing.context_after_await import CONTEXT_AFTER_AWAIT
from svelte_warden_rules.context_timing.context_outside_component import CONTEXT_OUTSIDE_COMPONENT
from svelte_warden_rules.context_timing.context_outside_init import CONTEXT_OUTSIDE_INIT
from svelte_warden_rules.context_timing.lifecycle_outside_init import LIFECYCLE_OUTSIDE_INIT

RULES = (CONTEXT_OUTSIDE_COMPONENT, CONTEXT_OUTSIDE_INIT, CONTEXT_AFTER_AWAIT, LIFECYCLE_OUTSIDE_INIT)
