"""Who sets a context key, anywhere in the program: asked only about reads that find nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.facts.immutable import immutable
from svelte_warden.flow.eager import eager
from svelte_warden.flow.reach.outline import outline
from svelte_warden.flow.reach.renderers import renderers
from svelte_warden.flow.reach.summary import sets_of, tree_of
from svelte_warden.project.context_packages import is_context_package
from svelte_warden.project.resolution import File
from svelte_warden.project.roles import Role

if TYPE_CHECKING:
    from svelte_warden.flow.program import Program
    from svelte_warden.flow.reach.model import ContextSet, Key

_SETTING: Final = frozenset(("setContext", "createContext", "*"))
_DEVELOPMENT: Final = frozenset((Role.TEST, Role.STORY, Role.CONFIG))
_DEEPEST: Final = 40


@immutable
class Provider:
    """A component and a call by which it sets a key."""

    component: str
    set: ContextSet


def modules_behind(program: Program, path: str) -> frozenset[str]:
    """Return the modules whose code a file may run: what it imports, through modules but not through components."""
    found: set[str] = set()
    said = program.query(outline, path)
    for source in {source for _, source, _ in (*said.imports, *said.reexports)}:
        resolution = program.resolve(path, source)
        if isinstance(resolution, File):
            found.add(resolution.path)
            if not program.query(outline, resolution.path).is_component:
                found |= program.query(modules_behind, resolution.path)
    return frozenset(found)


def _no_modules(_path: str) -> frozenset[str]:
    return frozenset()


modules_behind.initial = _no_modules  # type: ignore[attr-defined]  # the memo's protocol for circles


def who_runs(program: Program, _key: None) -> dict[str, tuple[str, ...]]:
    """Return, for every file, those whose code may run it."""
    found: dict[str, list[str]] = {}
    for path in program.files():
        for module in program.query(modules_behind, path):
            found.setdefault(module, []).append(path)
    return {module: tuple(paths) for module, paths in found.items()}


def run_by(program: Program, path: str) -> tuple[str, ...]:
    """Return the files whose code may run a module."""
    return program.query(who_runs, None).get(path, ())


@eager
def mentions_setting(program: Program, path: str) -> bool:
    """Whether a file's own code may set a context."""
    said = program.query(outline, path)
    return any(
        imported in _SETTING if source == "svelte" else is_context_package(source)
        for _, source, imported in said.imports
    )


def providers(program: Program, _key: None) -> dict[Key, tuple[Provider, ...]]:
    """Return every key that is set by a component of the program, with those who do it."""
    found: dict[Key, list[Provider]] = {}
    for path in program.files():
        if program.role(path) in _DEVELOPMENT or not program.query(outline, path).is_component:
            continue
        if not any(program.query(mentions_setting, file) for file in (path, *program.query(modules_behind, path))):
            continue
        for item in program.query(sets_of, path):
            found.setdefault(item.key, []).append(Provider(path, item))
        for site in program.query(tree_of, path).sites:
            for item in site.sets:
                found.setdefault(item.key, []).extend(Provider(target, item) for target in sorted(site.targets))
    return {key: tuple(items) for key, items in found.items()}


def providers_of(program: Program, key: Key) -> tuple[Provider, ...]:
    """Return those who set a key."""
    return program.query(providers, None).get(key, ())


def ancestors(program: Program, component: str) -> dict[str, int]:
    """Return the components that may be above one, itself included, with the number of levels between."""
    found = {component: 0}
    waiting = [component]
    while waiting:
        path = waiting.pop(0)
        ways = program.query(renderers, path)
        above = [renderer for renderer, _ in ways.sites]
        above.extend(renderer for renderer, mount in ways.mounts if mount.inherits)
        above.extend(layout for chain in ways.chains for layout in chain.layouts)
        for renderer in above:
            if renderer not in found and found[path] < _DEEPEST:
                found[renderer] = found[path] + 1
                waiting.append(renderer)
    return found


def common_ancestor(program: Program, reader: str, provider: str) -> str | None:
    """Return the nearest component above both that could set the key for both."""
    above = ancestors(program, provider)
    below = ancestors(program, reader)
    shared = [(below[path] + above[path], below[path], path) for path in below.keys() & above.keys()]
    return min(shared)[2] if shared else None


__all__ = ["Provider", "ancestors", "common_ancestor", "providers", "providers_of", "run_by"]
