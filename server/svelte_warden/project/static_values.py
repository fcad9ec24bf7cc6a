"""The values of expressions in a configuration file, as far as they can be read without running it.

A value is a Python ``str``, ``float``, ``bool``, ``list`` or ``dict``; ``None`` for ``null`` and ``undefined``; or one
of the classes here. What cannot be known is :data:`UNKNOWN`, never a guess.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from urllib.parse import unquote

from svelte_warden.facts import model
from svelte_warden.facts.immutable import immutable

if TYPE_CHECKING:
    from collections.abc import Iterable


@immutable
class Unknown:
    """A value that only running the file would tell."""


@immutable
class Imported:
    """What a module exports under a name (``default`` and ``*`` as in :class:`model.ImportSpecifier`)."""

    source: str
    name: str


@immutable
class Called:
    """The result of calling a function that was imported, such as ``sveltekit(options)``."""

    function: Imported
    arguments: tuple[Value, ...]


@immutable
class Closure:
    """A function of the configuration; only what it returns matters."""

    function: model.Function


@immutable
class FileUrl:
    """A ``file:`` URL, as ``new URL('./x', import.meta.url)`` makes it; ``path`` is absolute."""

    path: str


UNKNOWN: Final = Unknown()
# Nested lists and dicts of values; the recursion is beyond what the type checker can express usefully.
Value: TypeAlias = Any


def path_call(name: str, working_directory: str, values: list[Value]) -> Value:
    """A function of Node's ``path`` module."""
    parts = [value for value in values if isinstance(value, str)]
    if len(parts) != len(values) or not parts:
        return UNKNOWN
    if name == "resolve":
        return posixpath.normpath(posixpath.join(working_directory, *parts))
    if name == "join":
        return posixpath.normpath("/".join(parts))
    if name == "dirname":
        return posixpath.dirname(parts[0])
    return UNKNOWN


def is_known(value: Value) -> bool:
    """Whether a value is one of JavaScript's, so that it can be tested."""
    return value is None or isinstance(value, (str, bool, float, dict, list))


def member_of(holder: Value, name: Value) -> Value:
    """``holder.name``."""
    if isinstance(holder, dict) and isinstance(name, str):
        return holder.get(name)
    if isinstance(holder, FileUrl) and name in {"pathname", "href"}:
        return holder.path
    if isinstance(holder, Imported) and holder.name in {"default", "*"} and isinstance(name, str):
        return Imported(holder.source, name)
    return UNKNOWN


def file_url(values: list[Value]) -> Value:
    """``new URL(relative, base)`` of a file."""
    match values:
        case [str(relative), FileUrl(path=path)]:
            base = posixpath.dirname(path)
            return FileUrl(posixpath.normpath(posixpath.join(base, unquote(relative))))
        case _:
            return UNKNOWN


def joined(left: Value, right: Value) -> Value:
    """``left + right`` of strings."""
    return left + right if isinstance(left, str) and isinstance(right, str) else UNKNOWN


def merged(first: dict[str, Value], second: dict[str, Value]) -> dict[str, Value]:
    """Objects merged in depth and lists joined, as Vite's ``mergeConfig`` does."""
    result = dict(first)
    for key, value in second.items():
        known = result.get(key)
        if isinstance(known, dict) and isinstance(value, dict):
            result[key] = merged(known, value)
        elif isinstance(known, list) and isinstance(value, list):
            result[key] = known + value
        else:
            result[key] = value
    return result


def branches_of(expression: model.Expression) -> Iterable[model.Expression]:
    """What an expression may give: the branches of a conditional, or itself."""
    if isinstance(expression, model.Conditional):
        yield from branches_of(expression.consequent)
        yield from branches_of(expression.alternate)
    else:
        yield expression


def results_of(body: Iterable[model.Statement]) -> Iterable[model.Expression]:
    """The expressions that a function's own return statements return, in source order."""
    for statement in body:
        match statement:
            case model.Return(argument=argument) if argument is not None:
                yield argument
            case model.If(consequent=consequent, alternate=alternate):
                yield from results_of(consequent)
                yield from results_of(alternate)
            case model.Block(body=inner):
                yield from results_of(inner)
            case model.Try(block=block):
                yield from results_of(block)
            case model.Switch(cases=cases):
                for case in cases:
                    yield from results_of(case.body)
            case _:
                pass
