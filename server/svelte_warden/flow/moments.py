"""Moments: when a line runs, and whether Svelte has a current component then.

The rule of the runtime is not "during initialisation" but "a component is current". Svelte 5 makes it current again
for effects, deriveds and template blocks; Svelte 4 does so for fewer of them; nobody does for handlers, timers,
promise callbacks and teardowns. ``setContext`` has a stricter rule when the async flag is on.
"""

from __future__ import annotations

from enum import Enum
from typing import Literal, TypeAlias

from svelte_warden.facts.immutable import immutable

ContextOperation: TypeAlias = Literal["get", "set", "lifecycle"]


class Phase(Enum):
    """The kinds of moment that differ in what Svelte allows."""

    MODULE = "module"
    """A module is being evaluated, or ``<script module>``: there is no component."""
    INIT = "init"
    """A component is being created: the instance script and what it calls."""
    CURRENT = "current"
    """Later than initialisation (or beside it), with the component made current again: effects, template…"""
    AFTER_TOP_LEVEL_AWAIT = "after-top-level-await"
    """A top-level statement of the instance script after one that awaited."""
    LATER = "later"
    """No component is current: handlers, timers, promise callbacks, teardowns, after an ``await``."""
    SOMETIMES = "sometimes"
    """A callback that runs once at initialisation and again when nobody is current."""
    REQUEST = "request"
    """A SvelteKit load, action, endpoint, hook or remote function: there is no component."""
    UNKNOWN = "unknown"
    """Code whose caller is not known."""


@immutable
class Moment:
    """When code runs. ``cause`` is a short stable key, ``words`` completes the sentence "this … "."""

    phase: Phase
    cause: str
    words: str

    @property
    def has_component(self) -> bool:
        """Whether a component is certainly current."""
        return self.phase in (Phase.INIT, Phase.CURRENT, Phase.AFTER_TOP_LEVEL_AWAIT)


MODULE = Moment(Phase.MODULE, "module", "runs once, when the module is loaded")
INIT = Moment(Phase.INIT, "init", "runs while the component initialises")
UNKNOWN = Moment(Phase.UNKNOWN, "unknown", "runs when its caller does")
TEMPLATE = Moment(Phase.CURRENT, "template", "runs while the template renders")
DERIVED = Moment(Phase.CURRENT, "derived", "runs when the derived value is computed")
EFFECT = Moment(Phase.CURRENT, "effect", "runs in an effect, after the component has mounted")
EFFECT_PRE = Moment(Phase.CURRENT, "effect-pre", "runs in `$effect.pre`, before the markup is updated")
EFFECT_ROOT = Moment(Phase.CURRENT, "effect-root", "runs in `$effect.root`, at once")
ON_MOUNT = Moment(Phase.CURRENT, "onMount", "runs in onMount, after the component has mounted")
BEFORE_UPDATE = Moment(Phase.CURRENT, "beforeUpdate", "runs in beforeUpdate, before the component updates")
AFTER_UPDATE = Moment(Phase.CURRENT, "afterUpdate", "runs in afterUpdate, after the component has updated")
REACTIVE_STATEMENT = Moment(Phase.CURRENT, "reactive", "runs in a reactive statement, at initialisation and after")
ACTION = Moment(Phase.CURRENT, "action", "runs when the action is applied to its element")
ATTACHMENT = Moment(Phase.CURRENT, "attachment", "runs when the attachment is applied to its element")
TRANSITION = Moment(Phase.CURRENT, "transition", "runs when the transition starts")
ANIMATION = Moment(Phase.LATER, "animation", "runs for each frame of the transition")
BOUND_ELEMENT = Moment(Phase.CURRENT, "binding-this", "runs when the element is bound")
SUBSCRIPTION = Moment(Phase.SOMETIMES, "subscription", "runs again whenever the store changes")
AFTER_TOP_LEVEL_AWAIT = Moment(
    Phase.AFTER_TOP_LEVEL_AWAIT, "after-top-level-await", "runs after the component has awaited"
)
AFTER_AWAIT_IN_DERIVED = Moment(
    Phase.AFTER_TOP_LEVEL_AWAIT, "after-await-in-derived", "runs after an `await` that the compiler resumes"
)
AFTER_AWAIT = Moment(Phase.LATER, "after-await", "runs after an `await`")
TIMER = Moment(Phase.LATER, "timer", "runs when a timer fires")
MICROTASK = Moment(Phase.LATER, "microtask", "runs in a later microtask")
PROMISE = Moment(Phase.LATER, "promise", "runs when a promise settles")
TEARDOWN = Moment(Phase.LATER, "teardown", "runs when the component is destroyed")
EFFECT_TEARDOWN = Moment(Phase.LATER, "effect-teardown", "runs when the effect is torn down")
OUTSIDE = Moment(Phase.LATER, "outside", "runs when code outside the project calls it")
RESPONSE = Moment(Phase.LATER, "response", "runs when the form has its answer")
SNAPSHOT = Moment(Phase.LATER, "snapshot", "runs when the user leaves the page or comes back to it")
NAVIGATION = Moment(Phase.LATER, "navigation", "runs when the user navigates")
LISTENER = Moment(Phase.LATER, "listener", "runs when what it listens for happens")
STREAM = Moment(Phase.LATER, "stream", "runs when the stream is read or written")
OBSERVER = Moment(Phase.LATER, "observer", "runs when an observer reports")
STORE_CHANGE = Moment(Phase.LATER, "store-change", "runs whenever the store changes")
STORE_STOP = Moment(Phase.LATER, "store-stop", "runs when the last subscriber leaves the store")
BY_PACKAGE = "package"
"""The cause of what a package may call: for a function of the project that nobody can be certain runs."""
BOUND_SETTER = Moment(Phase.LATER, "binding-setter", "runs when the bound value changes")


def handler(event: str) -> Moment:
    """Return the moment of a DOM event handler; ``event`` is its name without ``on``."""
    return Moment(
        Phase.LATER, "handler", f"runs when the {event} handler runs" if event else "runs in an event handler"
    )


def component_event(event: str) -> Moment:
    """Return the moment of a component event handler."""
    return Moment(Phase.LATER, "handler", f"runs when the component dispatches {event}")


def request(what: str) -> Moment:
    """Return the moment of a SvelteKit function; ``what`` names it, such as ``load`` or ``the GET endpoint``."""
    return Moment(Phase.REQUEST, "request", f"runs in {what}")


def called_by(name: str) -> Moment:
    """Return the moment of a function that a request hands to a package's function of that name."""
    return Moment(Phase.REQUEST, BY_PACKAGE, f"runs when `{name}` calls it")


AT_ONCE = frozenset(("template", "derived", "reactive", "binding"))
"""The causes of what runs for the first time while the component initialises."""
# What Svelte 4 keeps current after initialisation; everything else of Phase.CURRENT throws there.
_CURRENT_IN_SVELTE_4 = frozenset(("template", "reactive", "beforeUpdate", "action"))

# When the children have been created already, so that they never see what is set; none of these runs on the server.
_AFTER_THE_CHILDREN = frozenset(
    ("effect", "onMount", "afterUpdate", "action", "attachment", "transition", "binding-this")
)

RUNES = 5
"""The first major version with runes."""
_DISPATCHER = "createEventDispatcher"
_NOTHING_ON_SERVER = frozenset(("onMount", "beforeUpdate", "afterUpdate"))
_REGISTERING = frozenset((*_NOTHING_ON_SERVER, "onDestroy"))
# When a component without runes accepts a callback that it will never call.
_IGNORES_REGISTRATION = frozenset(("onMount", "afterUpdate", "template", "action", "transition"))


class Verdict(Enum):
    """What the runtime does with a call."""

    WORKS = "works"
    THROWS = "throws"
    MAY_THROW = "may-throw"
    UNSEEN = "unseen"
    """``setContext`` works, but the children that exist already never see the value."""
    IGNORED = "ignored"
    """A lifecycle function is accepted, but its callback never runs."""
    UNKNOWN = "unknown"


def verdict(
    moment: Moment,
    operation: ContextOperation,
    svelte_major: int,
    *,
    async_mode: bool = False,
    legacy: bool = False,
    only_on_server: bool = False,
    function: str = "",
) -> Verdict:
    """Return what the call does at that moment.

    Source: run on Svelte 4.2.20 and 5.0 to 5.57.3; every row is a test in ``tests/rules/suites/context-timing``.

    Args:
        moment: when the call runs.
        operation: ``get`` (getContext, hasContext, getAllContexts), ``set`` (setContext) or ``lifecycle`` (onMount…).
        svelte_major: 3, 4 or 5.
        async_mode: whether ``compilerOptions.experimental.async`` is on.
        legacy: whether the component uses no runes; matters for lifecycle functions in Svelte 5.
        only_on_server: whether the line never runs in a browser; there some lifecycle functions do nothing at all.
        function: the name of the lifecycle function.
    """
    if moment.cause == BY_PACKAGE:
        return Verdict.UNKNOWN
    match moment.phase:
        case Phase.INIT:
            return Verdict.WORKS
        case Phase.MODULE | Phase.LATER | Phase.REQUEST:
            nothing_there = function in _NOTHING_ON_SERVER or (svelte_major >= RUNES and function == _DISPATCHER)
            return Verdict.IGNORED if only_on_server and nothing_there else Verdict.THROWS
        case Phase.AFTER_TOP_LEVEL_AWAIT:
            return Verdict.THROWS if operation == "set" else Verdict.WORKS
        case Phase.SOMETIMES:
            return Verdict.MAY_THROW
        case Phase.CURRENT:
            if svelte_major < RUNES:
                return Verdict.WORKS if moment.cause in _CURRENT_IN_SVELTE_4 else Verdict.THROWS
            if operation == "set":
                return _late_set(moment, async_mode=async_mode)
            ignored = legacy and function in _REGISTERING and moment.cause in _IGNORES_REGISTRATION
            return Verdict.IGNORED if ignored else Verdict.WORKS
        case _:
            return Verdict.UNKNOWN


def _late_set(moment: Moment, *, async_mode: bool) -> Verdict:
    if async_mode:
        return Verdict.THROWS
    return Verdict.UNSEEN if moment.cause in _AFTER_THE_CHILDREN else Verdict.WORKS
