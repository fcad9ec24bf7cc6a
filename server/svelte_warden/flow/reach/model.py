"""What one file says about the render tree and contexts: plain data, equal when nothing that matters changed.

A component's summary knows no other component from the inside. It says which components it renders where, in whose
content, and where it renders what it is given itself; :mod:`svelte_warden.flow.reach.ways` puts summaries together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from svelte_warden.facts.immutable import immutable

if TYPE_CHECKING:
    from svelte_warden.flow.reach.doubts import Doubt
    from svelte_warden.flow.trail import Step

CHILDREN = "children"
"""The name of what stands between a component's tags: its default slot, or its ``children`` snippet."""
LAZY_PART = ".()"
"""Stands, behind a prop's name, for the components that functions in it import: ``() => import('./A.svelte')``."""
EVERYTHING = "*"
"""Stands for every name a component is given that it does not mention: ``{...rest}``."""


@immutable
class Key:
    """The identity of a context key across files, as a ``Map`` sees it.

    Attributes:
        kind: ``string``, ``number``… for primitives; ``symbol``, ``object``, ``class``, ``function`` and ``context``
            (``createContext``) for what a module makes once; ``external`` for a package's value; ``fresh`` for what
            every component instance makes anew, which therefore equals nothing elsewhere; ``unknown``.
        text: A primitive's text, or an external's name; of ``fresh`` keys the number within the run, and the run where
            that is of another file.
        path: The file that makes the key.
        start: Where in it: a byte offset.
        via: The calls that lead to that place while modules are evaluated, for keys made by a factory.
    """

    kind: str
    text: str = ""
    path: str = ""
    start: int = 0
    via: tuple[tuple[str, int], ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether it is certain which key it is."""
        return self.kind != "unknown"

    @property
    def is_private(self) -> bool:
        """Whether only code that imports the key can use it."""
        return bool(self.path)

    @property
    def package(self) -> str | None:
        """The package that keeps the key to itself, when its source cannot be read."""
        return self.text if self.kind == "package" else None


UNKNOWN_KEY = Key("unknown")


def lazy_part(path: str) -> str:
    """Return how to call what functions import that lie at a path in a prop: ``.().page`` for ``./about.page``.

    A key that is no name is mostly chosen at run time, like an address in a table of routes.
    """
    return "".join((LAZY_PART, *(f".{name}" for name in path.split(".") if name.isidentifier())))


@immutable
class Spot:
    """A stretch of a file in bytes, ``end`` exclusive."""

    path: str
    start: int
    end: int


@immutable
class Within:
    """A position in what a component is given: the content ``name`` of the site at byte ``site``, itself in ``outer``.

    ``None`` instead of a :class:`Within` is the component's own template or script.
    """

    site: int
    name: str
    outer: Within | None


@immutable
class Hop:
    """One step down into a component that calls a function it was given: its path and the site that renders it."""

    component: str
    site: int
    location: Within | None


SetMoment: TypeAlias = Literal["init", "maybe", "late", "never"]
"""``init``: before anything is rendered. ``late``: after that, so only what is created later sees it. ``never``: it
throws. ``maybe``: nobody can tell."""


@immutable
class ContextSet:
    """A call that puts a value into context.

    ``spot`` is the call in the component's own file that leads to ``call``, the call of Svelte's function. ``words``
    completes "the call …". With ``condition`` it happens when a prop of the component says so.
    """

    key: Key
    spot: Spot
    call: Spot
    moment: SetMoment
    words: str
    is_certain: bool
    condition: Doubt | None = None


@immutable
class Site:
    """A place in markup where other components may be rendered.

    Attributes:
        spot: The element.
        name: As it is written: ``Card``, ``svelte:component``.
        location: What it lies in.
        targets: The components it may be.
        opaque: What it may be besides, in words, when that cannot be read: ``Tabs of "some-ui"``.
        is_certain: Whether it is rendered whenever its surroundings are.
        given: The props it is given, with whether they are true or false where that is known; ``...`` when others
            may be spread over them. Of an object that is written out also its parts, such as ``options.header``, and
            ``options.`` to say that it has no others.
        conditions: Props of the component at hand on which it depends whether it is rendered.
        found: Keys that are known to be set whenever it is rendered.
        package: The specifier of the package that it comes from, when that cannot be read.
        is_passed: Whether the targets are not rendered here but handed on in a prop.
        sets: What the component sets, or one below it, by calling a function that it is given here.
    """

    spot: Spot
    name: str
    location: Within | None
    targets: frozenset[str]
    opaque: str | None
    is_certain: bool
    given: tuple[tuple[str, bool | None], ...] = ()
    is_passed: bool = False
    package: str | None = None
    conditions: tuple[Doubt, ...] = ()
    found: tuple[Key, ...] = ()
    sets: tuple[ContextSet, ...] = ()


@immutable
class Outlet:
    """A place where a component renders what it was given as ``name``.

    ``conditions`` are props of the component on which it depends whether it does; ``found`` are keys that are known to
    be set whenever it does. ``is_called`` says that it is called, or a slot: what it is may give something else.
    """

    name: str
    location: Within | None
    conditions: tuple[Doubt, ...] = ()
    found: tuple[Key, ...] = ()
    is_called: bool = False


@immutable
class ContextRead:
    """A call that reads a context.

    Attributes:
        key: What it reads.
        label: The key as it is written, or the getter's name.
        function: ``getContext``, ``createContext`` (a getter of it) or ``hasContext``.
        spot: The call in the component's own file.
        call: The call of Svelte's function; equal to ``spot`` when no wrapper lies between.
        is_later: Whether it runs after the component has mounted.
        is_certain: Whether it runs whenever the component is created.
        optional: Why a missing value is expected, in words; ``None`` when it is not.
        location: What it lies in.
        inside: The components that call the function it lies in, the outermost first; empty when none does.
        own: A set of the same key by this component that has happened before.
        own_later: One that happens only afterwards.
        conditions: Props of the component on which it depends whether it happens.
        found: Keys that are known to be set whenever it happens.
        insists: Whether the program throws if there is nothing.
        lacking: Keys that are known to be missing whenever it happens.
        through: The calls that lead from ``spot`` to ``call``.
        sees_own: Whether the component itself sets the key before, if a prop says so.
    """

    key: Key
    label: str
    function: str
    spot: Spot
    call: Spot
    is_later: bool
    is_certain: bool
    optional: str | None
    location: Within | None
    inside: tuple[Hop, ...]
    own: Spot | None
    own_later: Spot | None = None
    conditions: tuple[Doubt, ...] = ()
    found: tuple[Key, ...] = ()
    insists: bool = False
    lacking: tuple[Key, ...] = ()
    through: tuple[Step, ...] = ()
    sees_own: bool = False


@immutable
class Mount:
    """A call of ``mount``, ``hydrate``, ``render`` or ``new Component``: the beginning of a tree.

    ``inherits`` says whether the contexts of the component that makes the call hold; ``None`` when nobody can tell.
    ``keys`` are those that the ``context`` option sets, besides or instead.
    """

    spot: Spot
    targets: frozenset[str]
    inherits: bool | None
    keys: frozenset[Key]


@immutable
class Summary:
    """What a file does to the render tree."""

    path: str
    sites: tuple[Site, ...] = ()
    outlets: tuple[Outlet, ...] = ()
    sets: tuple[ContextSet, ...] = ()
    reads: tuple[ContextRead, ...] = ()
    mounts: tuple[Mount, ...] = ()
    escapes: frozenset[str] = frozenset()
    is_complete: bool = True

    def sites_at(self, start: int, location: Within | None) -> tuple[Site, ...]:
        """Return the sites of the element at a byte offset, in one location."""
        return tuple(site for site in self.sites if site.spot.start == start and site.location == location)
