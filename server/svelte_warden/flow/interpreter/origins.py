"""Whose data is in a value: its own origins, and those of everything it holds or remembers."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from svelte_warden.flow.interpreter.in_common import is_attribute, is_setting
from svelte_warden.flow.interpreter.values import (
    NO_ORIGINS,
    Closure,
    Given,
    GivenModule,
    Held,
    Native,
    Object,
    Origin,
    Primitive,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from svelte_warden.flow.interpreter.values import Atom

_DEEPEST = 4
# What holds so many different things that it matters which of them a value is.
A_PROP = "a prop"
DATA_OF_PAGE = "the page's data"
THE_RESPONSE = "the response"
_REQUEST = "the request"
_COMPOSITE = frozenset(("event.locals", DATA_OF_PAGE, "the parent's data", _REQUEST, A_PROP))
# What a request asks for, so that what is made from it alone is the same for whoever asks for that.
_ADDRESSES = frozenset(("the request's URL", "the route's parameters", "the argument of a remote function"))
_OF_THE_REQUEST = frozenset(("url", "method"))
_HEADERS = "headers"
# What tells users apart, so that a cache under such a key keeps them apart too.
_COOKIES = "the request's cookies"
ADDRESS_OF_CLIENT = "the client's address"
_IDENTITY = frozenset(("event.locals", _COOKIES, ADDRESS_OF_CLIENT))
_NAME_OF_COOKIE = "name"
_MOST_PROPERTIES = 60
_NAME = re.compile(rb"[A-Za-z_$][\w$]*")
# Where heap objects keep what they hold beside their properties.
_HELD_INSIDE = ("value", "result", "target")


# What lies on `event.locals` for every request alike; clients that sign the user in are none of these.
_SERVICE = re.compile(
    r"(?:db|database|prisma|drizzle|knex|kysely|sql|pool|mongo|redis|services)|\w+(?:Service|Repository|DB|Db|Dao)"
)
_PAGES = frozenset(("$app/state", "$app/stores"))
_DATA = frozenset(("request", "given"))
RANDOM = Origin("random", "a random id")
"""The origin of an id that nobody can guess."""
FETCH_OF_EVENT = Native("event", "fetch")
"""The ``fetch`` that SvelteKit hands to a load, an action or an endpoint."""
_OF_ITS_USER = frozenset((Origin("request", "the request's `fetch`"),))
_RANDOM_IDS = re.compile(r"(?:^|\.)(?:randomUUID|uuid|uuidv4|v4|v7|nanoid|ulid|cuid|createId|generateId|randomBytes)$")


def random_origins(name: str) -> frozenset[Origin]:
    """Return the origin of what a function outside the project gives: a random id, if its name says so."""
    return frozenset((RANDOM,)) if _RANDOM_IDS.search(name) else NO_ORIGINS


def content_origins(
    value: Value, *, follow_shared: bool = True, deepest: int = _DEEPEST, beside: Value | None = None
) -> frozenset[Origin]:
    """Return the origins of a value and of everything in it, a few levels deep.

    Args:
        value: the value.
        follow_shared: whether to look into objects that outlive the request too.
        deepest: how many levels of objects are looked into.
        beside: what is not looked into: the objects that this holds, too.
    """
    origins = set(value.origins)
    known = () if beside is None else objects_in(beside)
    for held in _contents(value, deepest, follow_shared=follow_shared, known=known):
        origins |= held.origins
    return frozenset(origins)


def is_of_a_request(atom: Object) -> bool:
    """Whether an object was made by a request, and is at most shared since by what keeps it."""
    return not atom.shared or "made_late" in atom.internal


def objects_in(value: Value) -> Iterator[Object]:
    """Yield the objects that a value may be, and those in them, a few levels deep."""
    for held in with_contents(value):
        for atom in held.atoms:
            if isinstance(atom, Object):
                yield atom


def with_contents(value: Value, *, follow_shared: bool = True) -> Iterator[Value]:
    """Yield a value, and what the objects in it hold, a few levels deep."""
    return chain((value,), _contents(value, _DEEPEST - 1, follow_shared=follow_shared))


def _contents(
    value: Value, deepest: int, *, follow_shared: bool = True, known: Iterable[Object] = ()
) -> Iterator[Value]:
    """Yield what the objects in a value hold, and theirs: each object's once, level by level.

    Many objects may hold the same ones, so that the ways to them are without number.
    """
    seen = set(known)
    level = [value]
    for _ in range(deepest):
        below: list[Value] = []
        for atom in chain.from_iterable(outer.atoms for outer in level):
            if isinstance(atom, Object) and (follow_shared or is_of_a_request(atom)) and atom not in seen:
                seen.add(atom)
                below.extend(_held_by(atom))
        yield from below
        level = below


def data_in(origins: frozenset[Origin]) -> frozenset[Origin]:
    """Return the origins of what is data, leaving out ids that nobody knows and what is known of addresses."""
    return frozenset(origin for origin in origins if origin.kind in _DATA)


def chosen_by(origins: frozenset[Origin]) -> frozenset[Origin]:
    """Return the origins of what data of some origins picks: ``messages[locale]``, ``isDark ? dark : light``."""
    if not origins:
        return origins
    return frozenset(
        Origin("choice", origin.label, origin.part) for origin in origins if origin.kind in ("request", "choice")
    )


def deciding(origins: frozenset[Origin]) -> frozenset[Origin]:
    """Return the origins of the data by which something was picked."""
    return frozenset(Origin("request", origin.label, origin.part) for origin in origins if origin.kind == "choice")


def tells_users_apart(key: Value) -> bool:
    """Whether a key is made from what identifies the user, or is an object that lives for one request."""
    if any(_is_identity(origin) for origin in content_origins(key, follow_shared=False)):
        return True
    return _lives_for_one_request(key)


def says_nothing_of_the_user(key: Value) -> bool:
    """Whether a key is made from nothing but what is asked for, so that others ask with the same key."""
    origins = data_in(content_origins(key, follow_shared=False))
    return all(origin.label in _ADDRESSES for origin in origins) and not _lives_for_one_request(key)


def _lives_for_one_request(key: Value) -> bool:
    """Whether a key is certainly an object that no other request has."""
    return bool(key.atoms) and all(isinstance(atom, Object) and not atom.shared for atom in key.atoms)


def may_live_for_one_request(key: Value) -> bool:
    """Whether a key may be an object that no other request has, and is for all that is known."""
    atoms = [atom for atom in key.atoms if not isinstance(atom, Primitive)]  # those are no keys of a weak collection
    return bool(atoms) and all(_may_be_of_one_request(atom) for atom in atoms)


def _may_be_of_one_request(atom: Atom) -> bool:
    match atom:
        case Unknown() | Given() | GivenModule() | Held():
            return True
        case Object() | Closure():
            return not atom.shared
        case Native():
            return is_page(atom)
        case _:
            return False


def _is_identity(origin: Origin) -> bool:
    return origin.kind in _DATA and origin.label in _IDENTITY and not origin.aspect


def is_asked_for(origins: frozenset[Origin]) -> bool:
    """Whether data of some origins is nothing but what is asked for, whoever asks."""
    return all(origin.label in _ADDRESSES for origin in origins)


def is_made_from(origins: frozenset[Origin], key: frozenset[Origin]) -> bool:
    """Whether data of some origins is made from nothing but a key, and the same for everybody who has that key."""
    return all(_comes_from(origin, key) and _is_address(origin) for origin in origins)


def beyond(origins: frozenset[Origin], known: frozenset[Origin]) -> frozenset[Origin]:
    """Return the origins of data but for what is asked for, or found, where something known comes from as well."""
    if not known:
        return origins
    return frozenset(origin for origin in origins if not (_comes_from(origin, known) and _is_address(origin)))


def _comes_from(origin: Origin, known: frozenset[Origin]) -> bool:
    """Whether data of one origin can be told from data of others: from a text its length, too."""
    if origin in known:
        return True
    return origin.aspect == "outcome" and Origin(origin.kind, origin.label, origin.part) in known


def _is_address(origin: Origin) -> bool:
    if origin.label == _REQUEST:
        return origin.part in _OF_THE_REQUEST or origin.part.startswith(f"{_HEADERS}.")
    return origin.aspect != "name" and (origin.label in _ADDRESSES or bool(origin.part or origin.aspect))


def is_page(atom: Native) -> bool:
    """Whether a native value is ``page`` of SvelteKit or what it holds; the server makes it anew for every request."""
    return atom.module in _PAGES and atom.name.lstrip("$") == "page"


def part_of_origins(origins: frozenset[Origin], name: str) -> frozenset[Origin]:
    """Return the origins of a property of a value: of ``data.user`` where they were those of ``data``."""
    is_common = is_attribute(name)
    if not is_common and name != _NAME_OF_COOKIE and not any(_is_whole(origin) for origin in origins):
        return origins
    return frozenset(_part_of(origin, name, is_common=is_common) for origin in origins)


def _part_of(origin: Origin, name: str, *, is_common: bool) -> Origin:
    part = name if _is_whole(origin) else origin.part
    if is_common:
        return Origin(origin.kind, origin.label, part, origin.aspect or "attribute")
    if origin.label == _COOKIES and name == _NAME_OF_COOKIE:
        return Origin(origin.kind, origin.label, part, "name")
    return Origin(origin.kind, origin.label, part, origin.aspect)


def _is_whole(origin: Origin) -> bool:
    """Whether some data is all that its holder has, and not yet a part of it."""
    return origin.label in _COMPOSITE and not origin.part


def origins_of_answer(origins: frozenset[Origin], asked: str | None) -> frozenset[Origin]:
    """Return what the origins of a function add to what it gives: a service gives what it is asked for, to anybody.

    Of the headers of a request, and of its cookies, it is the one that is asked for, which ``asked`` names.
    """
    if not origins:
        return origins
    return frozenset(
        origin if asked is None else _asked_for(origin, asked)
        for origin in origins
        if origin.label != "event.locals" or _SERVICE.fullmatch(origin.part) is None
    )


def _asked_for(origin: Origin, name: str) -> Origin:
    if origin.label == _REQUEST and origin.part == _HEADERS:
        return Origin(origin.kind, origin.label, f"{_HEADERS}.{name.lower()}", origin.aspect)
    if origin.label == _COOKIES and not origin.aspect and is_setting(name):
        return Origin(origin.kind, origin.label, origin.part, "attribute")
    return origin


def names_of_origins(origins: frozenset[Origin]) -> frozenset[Origin]:
    """Return the origins of the names of what lies in a value: they tell nobody apart, whatever lies under them."""
    return frozenset(Origin(origin.kind, origin.label, origin.part, "name") for origin in origins)


def _held_by(atom: Object) -> Iterator[Value]:
    yield from list(atom.properties.values())[:_MOST_PROPERTIES]
    if atom.rest is not None:
        yield atom.rest
    for name in _HELD_INSIDE:
        held = atom.internal.get(name)
        if isinstance(held, Value):
            yield held


def origins_of_fetch(value: Value) -> frozenset[Origin]:
    """Return the origin of the ``fetch`` of an event if a value is that or holds it: it sends the user's cookies."""
    is_held = any(FETCH_OF_EVENT in held.atoms for held in with_contents(value, follow_shared=False))
    return _OF_ITS_USER if is_held else NO_ORIGINS
