"""State that outlives a request and is written while one user is served."""

from svelte_warden_rules.shared_state.shared_cache import SHARED_CACHE
from svelte_warden_rules.shared_state.shared_global import SHARED_GLOBAL
from svelte_warden_rules.shared_state.shared_instance import SHARED_INSTANCE
from svelte_warden_rules.shared_state.shared_object import SHARED_OBJECT
from svelte_warden_rules.shared_state.shared_rune_state import SHARED_RUNE_STATE
from svelte_warden_rules.shared_state.shared_store import SHARED_STORE
from svelte_warden_rules.shared_state.shared_variable import SHARED_VARIABLE

RULES = (
    SHARED_VARIABLE,
    SHARED_OBJECT,
    SHARED_STORE,
    SHARED_RUNE_STATE,
    SHARED_INSTANCE,
    SHARED_CACHE,
    SHARED_GLOBAL,
)
