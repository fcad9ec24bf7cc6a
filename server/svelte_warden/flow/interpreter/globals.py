"""The global scope: names that no file declares."""

from __future__ import annotations

from svelte_warden.flow.interpreter.values import BROWSER, SERVER, Native, SideFlag, Value, constant, of

_GLOBAL_OBJECTS = frozenset(("globalThis", "global", "window", "self"))
_OF_THE_BROWSER = frozenset(
    ("window", "document", "localStorage", "sessionStorage", "location", "history", "indexedDB", "customElements")
)
SERVER_ONLY = SideFlag(SERVER, BROWSER)
BROWSER_ONLY = SideFlag(BROWSER, SERVER)


def global_value(name: str) -> Value:
    """Return the value of a global such as ``window``, ``Promise`` or the rune ``$state``."""
    if name == "globalThis":
        return of(Native("global", "globalThis"))
    return of(Native("rune" if name.startswith("$") else "global", name))


def is_of_the_browser(atom: Native) -> bool:
    """Whether a native value is a global of the browser, or lies in one: a server has none, so that naming it throws.

    Source: Node 18 to 24; ``navigator`` and ``self`` are left out, since some servers have them.
    """
    return atom.module == "global" and atom.name.partition(".")[0] in _OF_THE_BROWSER


def is_global_object(atom: Native) -> bool:
    """Whether a native value is the global object itself."""
    return atom.module == "global" and atom.name in _GLOBAL_OBJECTS


def environment_flag(module: str, name: str) -> Value | None:
    """Return the guard that an import stands for (``browser``, ``BROWSER``), if it is one.

    Source: ``browser`` of $app/environment and $app/env, ``BROWSER`` of esm-env; ``dev`` is no guard, and ``building``
    is false wherever somebody is served (run on SvelteKit 2.70 and 3.2).
    """
    if (module, name) in _BROWSER_FLAGS:
        return of(BROWSER_ONLY)
    if (module, name) in _BUILD_FLAGS:
        return constant("boolean", value=False)
    return None


_BROWSER_FLAGS = frozenset(
    (("$app/environment", "browser"), ("$app/env", "browser"), ("esm-env", "BROWSER"), ("esm-env-runtime", "BROWSER"))
)
_BUILD_FLAGS = frozenset((("$app/environment", "building"), ("$app/env", "building")))
