"""What a project's svelte.config and vite.config say, read without running them.

Kit 2 keeps its options in svelte.config (``kit: {…}``), or takes them as the argument of ``sveltekit({…})`` in
vite.config, which then wins; Kit 3 knows only the latter, flat. A project without Kit gives them to ``svelte({…})``.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from svelte_warden.facts.code import Code
from svelte_warden.facts.immutable import immutable
from svelte_warden.project.module_files import find_module
from svelte_warden.project.problem import Problem
from svelte_warden.project.project import Alias
from svelte_warden.project.static_module import StaticModule
from svelte_warden.project.static_values import UNKNOWN, Called, Closure, FileUrl, Imported, Value
from svelte_warden.syntax.script import first_error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.project.files import FileSystem

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_FOLLOWED_IMPORTS = 8  # a config that spreads over more files than this is beyond reading


@immutable
class Config:
    """The options that matter; what is not said, or cannot be known, is ``None`` or empty.

    ``files`` are pairs of a dotted name below ``kit.files`` and its value as written. ``aliases`` are absolute.
    ``inputs`` are the paths of the files that were read.
    """

    extensions: tuple[str, ...] | None = None
    module_extensions: tuple[str, ...] | None = None
    runes: bool | None = None
    async_mode: bool = False
    files: tuple[tuple[str, str], ...] = ()
    aliases: tuple[Alias, ...] = ()
    uses_kit: bool = False
    problems: tuple[Problem, ...] = ()
    inputs: frozenset[str] = frozenset()


def read_config(files: FileSystem, directory: str, svelte_config: str | None, vite_config: str | None) -> Config:
    """The configuration of the project in ``directory``; either file may be absent."""
    reader = _Reader(files, directory)
    svelte_module = reader.module(svelte_config) if svelte_config is not None else None
    vite_module = reader.module(vite_config) if vite_config is not None else None
    options = _default_object(svelte_module)
    origin = svelte_module
    vite = _default_object(vite_module)
    plugin = next(_plugins(vite.get("plugins")), None)
    uses_kit = "kit" in options
    if plugin is not None:
        uses_kit = uses_kit or plugin.function.name == "sveltekit"
        inline = plugin.arguments[0] if plugin.arguments else None
        if isinstance(inline, dict):
            options = inline if plugin.function.name == "sveltekit" else {**options, **inline}
            origin = vite_module
    kit = options.get("kit")
    kit = {**options, **kit} if isinstance(kit, dict) else options
    compiler_options = _object(options.get("compilerOptions"))
    return Config(
        extensions=_extensions(options),
        module_extensions=_strings(kit.get("moduleExtensions")),
        runes=_runes(origin, compiler_options.get("runes")),
        async_mode=_object(compiler_options.get("experimental")).get("async") is True,
        files=tuple(_flattened("", _object(kit.get("files")))),
        aliases=(*_kit_aliases(directory, kit), *_vite_aliases(files, directory, vite)),
        uses_kit=uses_kit,
        problems=tuple(reader.problems),
        inputs=reader.inputs,
    )


class _Reader:
    """Loads the config files and what they import from neighbouring files."""

    def __init__(self, files: FileSystem, directory: str) -> None:
        self._files = files
        self._directory = directory
        self._modules: dict[str, StaticModule | None] = {}
        self.problems: list[Problem] = []

    def module(self, path: str) -> StaticModule | None:
        if path not in self._modules:
            self._modules[path] = None  # what an import cycle finds
            if len(self._modules) <= _FOLLOWED_IMPORTS:
                self._modules[path] = self._read(path)
        return self._modules[path]

    @property
    def inputs(self) -> frozenset[str]:
        return frozenset(self._modules)

    def _read(self, path: str) -> StaticModule | None:
        data = self._files.read(path)
        if isinstance(data, Problem):
            self.problems.append(data)
            return None
        data = data.replace(_BYTE_ORDER_MARK, b"   ", 1) if data.startswith(_BYTE_ORDER_MARK) else data
        error = first_error(data)
        if error is not None:
            self.problems.append(
                Problem(path, *error, "the configuration has a syntax error", "repair it; until then defaults hold")
            )
            return None
        statements = Code("statement", data).statements
        directory = posixpath.dirname(path)

        def load(specifier: str) -> StaticModule | None:
            if not specifier.startswith("."):
                return None
            found = find_module(self._files, posixpath.normpath(f"{directory}/{specifier}"), ())
            return self.module(found) if found is not None else None

        return StaticModule(path, self._directory, statements, load)


def _default_object(module: StaticModule | None) -> dict[str, Value]:
    if module is None:
        return {}
    value = module.exported("default")
    return _object(module.returned(value) if isinstance(value, Closure) else value)


def _plugins(value: Value) -> Iterator[Called]:
    """The Svelte plugins of a Vite config, SvelteKit's first."""
    calls = [item for item in _flat(value) if isinstance(item, Called)]
    yield from (call for call in calls if call.function.name == "sveltekit")
    yield from (call for call in calls if call.function == Imported("@sveltejs/vite-plugin-svelte", "svelte"))


def _flat(value: Value) -> Iterator[Value]:
    for item in value if isinstance(value, list) else []:
        if isinstance(item, list):
            yield from _flat(item)
        else:
            yield item


def _object(value: Value) -> dict[str, Value]:
    return value if isinstance(value, dict) else {}


def _strings(value: Value) -> tuple[str, ...] | None:
    found = tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()
    return found or None


def _extensions(options: dict[str, Value]) -> tuple[str, ...] | None:
    """The endings of components; a list that is not wholly known is completed by what mdsvex takes."""
    value = options.get("extensions")
    if value is None:
        return None
    found = [item for item in value if isinstance(item, str)] if isinstance(value, list) else [".svelte"]
    if not isinstance(value, list) or UNKNOWN in value:
        for call in _flat([options.get("preprocess")]):
            if isinstance(call, Called) and call.function.name == "mdsvex":
                argument = _object(call.arguments[0]) if call.arguments else {}
                found += _strings(argument.get("extensions")) or (".svx",)
    return tuple(dict.fromkeys(item for item in found if item.startswith("."))) or None


def _runes(module: StaticModule | None, value: Value) -> bool | None:
    """``compilerOptions.runes``; a function that may return true means the project's own files."""
    if isinstance(value, Closure) and module is not None:
        results = module.possible_results(value)
        return True if any(result is True for result in results) else None
    return value if isinstance(value, bool) else None


def _flattened(prefix: str, files: dict[str, Value]) -> Iterator[tuple[str, str]]:
    for name, value in files.items():
        if isinstance(value, str):
            yield prefix + name, value
        elif isinstance(value, dict):
            yield from _flattened(f"{prefix}{name}.", value)


def _kit_aliases(directory: str, kit: dict[str, Value]) -> Iterator[Alias]:
    """``alias``: a name stands for a path and what is below it; ``name/*`` only for what is below."""
    aliases = _object(kit.get("alias"))
    for find, value in aliases.items():
        target = _path(value)
        if target is None:
            continue
        replacement = posixpath.normpath(posixpath.join(directory, target.removesuffix("/*")))
        if find.endswith("/*"):
            yield Alias(find[:-2], replacement, exact=False)
        else:
            yield Alias(find, replacement, below=f"{find}/*" not in aliases)


def _vite_aliases(files: FileSystem, directory: str, vite: dict[str, Value]) -> Iterator[Alias]:
    """``resolve.alias``: an object, or a list of ``{ find, replacement }``; a regular expression is left out."""
    value = _object(vite.get("resolve")).get("alias")
    pairs = list(value.items()) if isinstance(value, dict) else []
    for item in value if isinstance(value, list) else []:
        pairs.append((_object(item).get("find"), _object(item).get("replacement")))
    for find, replacement in pairs:
        target = _path(replacement)
        if not isinstance(find, str) or not find or target is None:
            continue
        if target.startswith("/") and not (files.is_directory(target) or files.is_file(target)):
            target = f".{target}"  # from the project's folder, as Vite serves it
        if target.startswith("."):
            target = posixpath.normpath(posixpath.join(directory, target))
        yield Alias(find.rstrip("/"), target.rstrip("/"))


def _path(value: Value) -> str | None:
    if isinstance(value, FileUrl):
        return value.path
    return value if isinstance(value, str) and value else None
