"""Abstract values: what an expression may be, as far as the analysis can tell.

A :class:`Value` is a set of atoms (any of which it may be) and the origins of the data in it. Objects are one per
allocation site and evaluation, and mutable: they are the abstract heap. An object or variable is *shared* when it was
made while a module was evaluated, or was stored into something shared: it outlives the request.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from svelte_warden.facts.immutable import immutable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from svelte_warden.facts import model
    from svelte_warden.facts.code import Code
    from svelte_warden.flow.interpreter.scopes import Cell, Scope

Side: TypeAlias = Literal["server", "browser"]
BOTH_SIDES: frozenset[Side] = frozenset(("server", "browser"))
SERVER: frozenset[Side] = frozenset(("server",))
BROWSER: frozenset[Side] = frozenset(("browser",))


@immutable
class Place:
    """A stretch of a file: absolute byte offsets, ``end`` exclusive."""

    path: str
    start: int
    end: int


@immutable
class Home:
    """Where a lowered piece of code lies: its file, the absolute byte offset of its start, and the piece itself."""

    path: str
    base: int
    code: Code | None = None

    def place(self, node: model.Node) -> Place:
        """Return the absolute place of a node of this piece."""
        return Place(self.path, self.base + node.start, self.base + node.end)


@immutable
class Origin:
    """Where data comes from, in words.

    ``request`` data belongs to one user, ``given`` data was handed in and may, ``random`` ids belong to nobody and
    are known to nobody; ``address`` tells only how a text begins. A ``choice`` is no data of a request's: that only
    decided which of several things it is, as of a table's entries. A ``listing`` tells that something comes from a
    list of all that a collection holds. ``part`` is the first property on the way to it, for data that holds many
    things. ``aspect`` tells what of it is no more than what many users have in common: an ``attribute`` such as
    their role, the ``name`` of a property or an entry, or the ``outcome`` of a test or a count.
    """

    kind: Literal["request", "given", "random", "address", "choice", "listing"]
    label: str
    part: str = ""
    aspect: Literal["", "attribute", "name", "outcome"] = ""


# --- atoms ----------------------------------------------------------------------------------------------------------


@immutable
class Primitive:
    """A known primitive; ``kind`` keeps ``1``, ``True`` and ``"1"`` apart."""

    kind: Literal["string", "number", "boolean", "null", "undefined", "bigint", "regexp"]
    value: str | float | bool | None


@immutable
class SideFlag:
    """A condition that tells server and browser apart: the sides on which it may be true, and may be false.

    ``browser`` may be true in the browser only and false on the server only; ``browser && x`` may be false on both.
    """

    true_on: frozenset[Side]
    false_on: frozenset[Side]


@dataclass(eq=False, slots=True)
class Closure:
    """A function together with the scope it closes over, and the ``this`` and first arguments it carries.

    ``sides`` are those on which it was made: elsewhere it does not exist, as in ``browser ? () => … : () => {}``.
    """

    function: model.Function
    scope: Scope
    home: Home
    this: Value | None = None
    owner: ClassDefinition | None = None
    shared: bool = False
    properties: dict[str, Value] = field(default_factory=dict)
    bound: tuple[Value, ...] = ()
    sides: frozenset[Side] = BOTH_SIDES


@dataclass(eq=False, slots=True)
class ClassDefinition:
    """A class value with its evaluated static members."""

    definition: model.Class
    scope: Scope
    home: Home
    superclass: Value
    statics: dict[str, Value] = field(default_factory=dict)
    prototype: dict[str, Value] = field(default_factory=dict)
    shared: bool = False


@dataclass(eq=False, slots=True)
class Accessor:
    """A property with a getter, a setter, or both."""

    getter: Closure | None
    setter: Closure | None


@dataclass(eq=False, slots=True)
class Object:
    """A heap object. ``kind`` is its JavaScript or Svelte nature; ``rest`` stands for all keys that are not known.

    ``internal`` holds what the nature needs (a store's value, a promise's result, a generator's closure). ``reactive``
    says that it is rune state. ``sides`` are those on which it was made: elsewhere it does not exist.
    """

    kind: str
    made_at: Place
    properties: dict[str, Value] = field(default_factory=dict)
    rest: Value | None = None
    shared: bool = False
    definition: ClassDefinition | None = None
    internal: dict[str, Any] = field(default_factory=dict)
    open: bool = False
    reactive: bool = False
    sides: frozenset[Side] = BOTH_SIDES


@immutable
class Native:
    """A function or object of the platform, of Svelte or of SvelteKit: ``module`` and dotted ``name``."""

    module: str
    name: str


@dataclass(eq=False, slots=True)
class NativeMethod:
    """A method of a heap object or primitive that the platform implements."""

    receiver: Atom
    name: str


@dataclass(eq=False, slots=True)
class ContextAccess:
    """One of the functions that ``createContext()`` returns."""

    operation: Literal["get", "set", "has"]
    key: Object


@immutable
class Component:
    """A Svelte component, by its file."""

    path: str


@immutable
class Namespace:
    """A module namespace object, by its file."""

    path: str


@immutable
class External:
    """A value of a package whose source is not read."""

    specifier: str
    name: str


@immutable
class InstancePart:
    """A part of an instance of a known package's class: its dotted path, ``()`` for a call on the way."""

    owner: Object
    path: str


@dataclass(eq=False, slots=True)
class Snippet:
    """A snippet or the content of a slot, with the scope it was written in.

    ``given`` holds the variables of ``let:`` directives by what the slot calls them.
    """

    name: str
    parameters: model.Function | None
    body: model.Fragment
    scope: Scope
    home: Home
    base: int
    author: int
    given: dict[str, Cell] = field(default_factory=dict)


@immutable
class Given:
    """What an unknown parent gives under a name: a prop, a snippet or the content of a slot.

    ``path`` leads to a part of it, such as ``.header``; positions in lists are left out.
    """

    name: str
    path: str = ""


@immutable
class GivenModule:
    """What a function may give that lies in a prop of this name, at this path: a module that it imports."""

    name: str
    path: str


@immutable
class Held:
    """Stands beside what a context read gives: the read's number within its run, so that a test of it is noticed.

    ``beside`` is what is known of the context. ``absent`` says what it means if the value is true: that nothing was
    found, or that something was; ``None`` if it tells neither.
    """

    read: int
    beside: frozenset[Atom] = frozenset()
    absent: bool | None = False


@immutable
class Unknown:
    """Anything at all."""


Atom: TypeAlias = (
    Primitive | SideFlag | Closure | ClassDefinition | Accessor | Object | Native | NativeMethod | ContextAccess
    | Component | Namespace | External | Snippet | Given | GivenModule | Held
    | InstancePart | Unknown
)  # fmt: skip

ANYTHING = Unknown()


@immutable
class Value:
    """A set of atoms and the origins of its data.

    ``volatile`` holds the sides on which a later assignment may have changed what it was read from. ``test`` tells how
    it comes out in a test, where that is known better than its atoms tell: ``browser && value``. ``on_server`` is what
    it is there, where that is less than what it is anywhere.
    """

    atoms: frozenset[Atom]
    origins: frozenset[Origin] = frozenset()
    volatile: frozenset[Side] = frozenset()
    test: SideFlag | None = None
    on_server: Value | None = None


STORES = ("writable", "readable")
"""The kinds of the stores that modules and components make."""
NO_SIDES: frozenset[Side] = frozenset()
NO_ORIGINS: frozenset[Origin] = frozenset()
UNKNOWN = Value(frozenset((ANYTHING,)))
UNDEFINED = Value(frozenset((Primitive("undefined", None),)))
TRUE = Value(frozenset((Primitive(kind="boolean", value=True),)))
FALSE = Value(frozenset((Primitive(kind="boolean", value=False),)))
NOTHING = Value(frozenset())

# A value that may be too many things is treated as anything, so that no chain of joins grows without bound.
WIDEST = 24


def of(*atoms: Atom, origins: frozenset[Origin] = NO_ORIGINS) -> Value:
    """Return the value that is one of the given atoms."""
    return Value(frozenset(atoms), origins)


@lru_cache(maxsize=1000)
def constant(
    kind: Literal["string", "number", "boolean", "null", "undefined", "bigint", "regexp"],
    value: str | float | bool | None,  # noqa: FBT001 - a literal of any kind
) -> Value:
    """Return a known primitive; the same few are written again and again."""
    return Value(frozenset((Primitive(kind, value),)))


def text(value: str, origins: frozenset[Origin] = NO_ORIGINS) -> Value:
    """Return a known string."""
    return Value(frozenset((Primitive("string", value),)), origins)


def unknown(origins: frozenset[Origin]) -> Value:
    """Return an unknown value whose data comes from the given origins."""
    return Value(UNKNOWN.atoms, origins) if origins else UNKNOWN


def join(values: Iterable[Value]) -> Value:
    """Return the value that may be any of the given ones; ``NOTHING`` for none."""
    result: Value | None = None
    for value in values:
        result = value if result is None else merge(result, value)
    return NOTHING if result is None else result


def merge(left: Value, right: Value) -> Value:
    """Return the value that may be either."""
    if left is right or right is NOTHING:
        return left
    if left is NOTHING:
        return right
    atoms = left.atoms | right.atoms
    if len(atoms) > WIDEST:
        atoms = frozenset(atom for atom in atoms if not isinstance(atom, Primitive)) | UNKNOWN.atoms
    if len(atoms) > 2 * WIDEST:
        atoms = UNKNOWN.atoms
    return Value(atoms, left.origins | right.origins, left.volatile | right.volatile)


def tainted(value: Value, origins: frozenset[Origin]) -> Value:
    """Return the value with more origins."""
    if not origins or origins <= value.origins:
        return value
    there = None if value.on_server is None else tainted(value.on_server, origins)
    return Value(value.atoms, value.origins | origins, value.volatile, value.test, there)


def truthiness(value: Value) -> bool | None:
    """Return whether the value is certainly true or certainly false in a test; ``None`` when it may be either."""
    answers = {_truth(atom) for atom in value.atoms}
    return answers.pop() if len(answers) == 1 else None


def _truth(atom: Atom) -> bool | None:
    if isinstance(atom, Primitive):
        if atom.kind in ("null", "undefined"):
            return False
        if atom.kind == "number":
            return bool(atom.value) and atom.value == atom.value
        return bool(atom.value)
    if isinstance(atom, (Unknown, SideFlag, External, Accessor, Given, Held, Native, InstancePart, GivenModule)):
        return None
    return True


def sides_when(value: Value, outcome: bool) -> frozenset[Side]:  # noqa: FBT001 - the outcome of a test
    """Return the sides on which a test of the value may come out as ``outcome``."""
    sides = value.volatile
    if value.test is not None:
        return sides | (value.test.true_on if outcome else value.test.false_on)
    for atom in value.atoms:
        if isinstance(atom, SideFlag):
            sides |= atom.true_on if outcome else atom.false_on
        elif _truth(atom) is not (not outcome):
            return BOTH_SIDES
    return sides


def nullish(value: Value) -> bool | None:
    """Return whether the value is certainly null or undefined, certainly neither, or ``None``."""
    answers = {
        None
        if isinstance(atom, (Unknown, External, Given, GivenModule, Held, Native, InstancePart))
        else isinstance(atom, Primitive) and atom.kind in ("null", "undefined")
        for atom in value.atoms
    }
    return answers.pop() if len(answers) == 1 else None
