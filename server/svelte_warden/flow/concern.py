"""How grave a write to shared state is: whose data it keeps, or who decided that it happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from svelte_warden.flow.interpreter.listings import is_given_out
from svelte_warden.flow.interpreter.origins import (
    ADDRESS_OF_CLIENT,
    RANDOM,
    THE_RESPONSE,
    content_origins,
    data_in,
    is_asked_for,
    is_made_from,
    origins_of_fetch,
    tells_users_apart,
)
from svelte_warden.flow.interpreter.remembered import remembered_origins
from svelte_warden.flow.interpreter.scopes import Cell
from svelte_warden.flow.interpreter.values import (
    ANYTHING,
    UNDEFINED,
    ClassDefinition,
    External,
    Object,
    Origin,
    Primitive,
)

if TYPE_CHECKING:
    from svelte_warden.flow.events import SharedWrite, WriteTarget
    from svelte_warden.flow.interpreter.values import Value

Concern: TypeAlias = Literal[
    "user-data", "given-data", "kept-function", "user-choice", "overwritten", "put-back", "survives", "none",
    "forgotten",
]  # fmt: skip
"""What is written: a user's data; data that was handed in and may be a user's; a function that remembers such data;
anything at all, but a user decided that it is; data that the next request overwrites before it reads it; data in whose
place the next request finds what was there before; a constant or a random id that was not there before; nothing of
concern; or nothing to tell of at all, since nobody can see that it happened."""

CONCERNS: tuple[Concern, ...] = (
    "user-data", "given-data", "kept-function", "user-choice", "overwritten", "put-back", "survives", "none",
    "forgotten",
)  # fmt: skip
"""The gravest first."""

# What a request asks for, not who asks: a test of these is a dispatch more often than a decision about a user.
_ADDRESSES = ("the request's URL", "the route's parameters", "the request", ADDRESS_OF_CLIENT)
# By what visits are counted and limited.
_COUNTED_BY = frozenset((ADDRESS_OF_CLIENT, "the request's URL", "the route's parameters"))
_COLLECTIONS = frozenset(("array", "map", "set"))
HAND_OVER = "hand over"
"""How a write is called that is none: a shared client is given to a request, which then signs it in."""
_COUNTING = ("++", "--")
_LAZY = ("??=", "||=")
_DEEPEST_FUNCTIONS = 3
_REPLACING = ("=", "set", "update")
_PUTTING = (*_REPLACING, "call", "Object.assign")
# What takes out of a collection: forgetting an entry of a cache tells nobody anything.
_FORGETTING = ("delete", "clear", "pop", "shift")
_REARRANGING = ("sort", "reverse", "splice", "copyWithin", "fill", "delete")


def concern(event: SharedWrite, *, is_listed: bool = False) -> tuple[Concern, frozenset[Origin]]:
    """Return how grave a write is, and what makes it so; ``is_listed`` says that somebody is given all entries."""
    origins = data_in(event.origins) | origins_of_fetch(event.value)
    if isinstance(event.target, Object) and event.target.internal.get("own"):
        return "none", origins  # it is kept under a key that tells users apart
    is_lazy = event.how in _LAZY or event.is_tested
    deepest = _DEEPEST_FUNCTIONS if event.how in (*_LAZY, "=") else 1  # what a list is given is mostly taken out again
    remembered = data_in(remembered_origins(event.value, from_the_start=is_lazy, deepest=deepest))
    key = event.key
    if key is not None and event.how in ("set", "=", *_LAZY) and event.name is None:
        known = _data(key)
        is_seen_by_all = (is_listed or is_given_out(event.target)) and not is_asked_for(known | origins)
        if not is_seen_by_all and (tells_users_apart(key) or is_made_from(origins | remembered, known)):
            # a cache whose entry is made from nothing but its key, or whose key is the user
            return ("none" if origins or event.how not in _LAZY else "forgotten"), origins
        if RANDOM in key.origins and not is_seen_by_all:
            return "none", origins  # nobody else knows the key
        is_page = bool(origins) and all(origin.label == THE_RESPONSE for origin in origins) and is_asked_for(known)
        if is_seen_by_all or not (is_page or is_made_from(origins, known)):
            origins |= known
    if event.how not in _COUNTING:
        user = frozenset(origin for origin in origins if origin.kind == "request")
        if user:
            is_harmless = _limits_visits(event, user) or (is_lazy and _is_of_the_site(user))
            return ("none" if is_harmless else "user-data"), user
        if origins:
            return "given-data", origins
    if remembered:
        return "kept-function", remembered
    if event.choice and event.how in _PUTTING and not event.is_tested:
        return "user-choice", event.choice
    if _is_decided_by_user(event):
        return "user-choice", data_in(event.conditions)
    if _is_lazily_made(event):
        return "forgotten", data_in(event.conditions)
    return ("survives" if _survives(event) else "none"), data_in(event.conditions)


def _limits_visits(event: SharedWrite, user: frozenset[Origin]) -> bool:
    """Whether a collection gathers the addresses of clients, as what limits or counts visits does, and keeps them."""
    labels = {origin.label for origin in user}
    is_collection = isinstance(event.target, Object) and event.target.kind in _COLLECTIONS
    return ADDRESS_OF_CLIENT in labels and labels <= _COUNTED_BY and is_collection and not is_given_out(event.target)


def _is_of_the_site(origins: frozenset[Origin]) -> bool:
    """Whether data is nothing but where the site is found: ``url.origin``, the same for nearly everybody."""
    return all(origin.label == "the request's URL" and origin.aspect == "attribute" for origin in origins)


def _is_lazily_made(event: SharedWrite) -> bool:
    """Whether a service is made when it is first needed, and the same for everybody."""
    makes = event.how in (*_LAZY, "=") and not all(isinstance(atom, Primitive) for atom in event.value.atoms)
    return makes and (event.how in _LAZY or event.is_tested)


def _survives(event: SharedWrite) -> bool:
    """Whether something is left behind that was not there before, without a look at what was there.

    That is a constant, or an id that was made up for one request: the next one finds it, or replaces it too early.
    """
    if isinstance(event.target, Object) and event.target.kind == "regexp":
        return event.how == "test"
    if event.how not in _REPLACING or event.is_tested or not _is_plain(event.target):
        return False
    if RANDOM in event.value.origins:
        return True
    constant = all(isinstance(atom, Primitive) for atom in event.value.atoms)
    before = event.before.atoms if event.before is not None else frozenset()
    return constant and bool(event.value.atoms) and not event.value.atoms <= before


def _is_plain(target: WriteTarget) -> bool:
    if isinstance(target, Object):
        return target.kind in ("object", "instance", "writable")
    return isinstance(target, (Cell, ClassDefinition))


def _data(value: Value) -> frozenset[Origin]:
    return data_in(content_origins(value))


def _is_decided_by_user(event: SharedWrite) -> bool:
    """Whether it matters that a request decided about a write which carries nothing of it.

    Signing in and out always does. Elsewhere a constant does, and so does one of the things that the server has anyway;
    a fresh object behind a test is a lazily made service.
    """
    decided = any(origin.kind == "request" and origin.label not in _ADDRESSES for origin in event.conditions)
    if isinstance(event.target, Object) and event.target.kind == "client":
        # what is not known and comes from nobody is a setting of the application, such as a key from its environment
        is_setting = ANYTHING in event.value.atoms
        return (decided and not is_setting) or event.value == UNDEFINED or event.how == HAND_OVER
    if isinstance(event.target, External):
        is_constant = all(isinstance(atom, (Primitive, External)) for atom in event.value.atoms)
        return is_constant and bool(data_in(event.conditions))
    if isinstance(event.target, Object) and event.target.kind == "unknown":
        return False  # what a constant means to it nobody knows
    if not decided or event.how in (*_COUNTING, *_LAZY, "+=", "-="):
        return False
    if (
        event.how in _FORGETTING
        and isinstance(event.target, Object)
        and event.target.kind not in ("object", "instance")
    ):
        return False
    if event.how not in _REARRANGING and (not event.is_standing or _stays(event)):
        return False
    return not event.is_tested


def _stays(event: SharedWrite) -> bool:
    """Whether an object or function is written where it already is, for all that is known."""
    before = event.before.atoms if event.before is not None else frozenset()
    return event.value.atoms <= before and not all(isinstance(atom, Primitive) for atom in event.value.atoms)
