"""What of a user's data many users have in common: the domain of an address, its length, whether there is any.

It is data of theirs all the same, but a cache under such a key does not keep them apart.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.values import NativeMethod, Origin, Primitive, Value

if TYPE_CHECKING:
    from svelte_warden.facts import model
    from svelte_warden.flow.interpreter.machine import Machine

_ATTRIBUTES: Final = frozenset((
    "lang", "language", "languages", "locale", "locales", "theme", "role", "roles", "region", "country", "currency",
    "plan", "tier", "protocol", "host", "hostname", "port", "origin",
))  # fmt: skip
_FLAG: Final = re.compile(r"(?:is|has|can)[A-Z]")
_WORDS: Final = re.compile(r"[A-Z]?[a-z]+")
_TESTS: Final = frozenset(("startsWith", "endsWith", "includes", "test", "has", "charAt", "charCodeAt", "codePointAt"))
_CUTS: Final = frozenset(("slice", "substring", "substr"))
_AT: Final = values.text("@")
_FEW: Final = 3
"""How many characters many users begin with alike."""


def is_attribute(name: str) -> bool:
    """Whether a property tells what sort of user somebody is, by its name: ``role``, ``isAdmin``."""
    return name.lower() in _ATTRIBUTES or _FLAG.match(name) is not None


def is_setting(name: str) -> bool:
    """Whether a cookie holds a choice that others make too, by its name: ``user-locale``, ``PARAGLIDE_LOCALE``."""
    return any(word.lower() in _ATTRIBUTES for word in _WORDS.findall(name if name != name.upper() else name.lower()))


def in_common(origins: frozenset[Origin]) -> frozenset[Origin]:
    """Return the origins of what data of some origins comes to in a test, a count or a remainder."""
    if all(origin.aspect for origin in origins):
        return origins
    return frozenset(Origin(origin.kind, origin.label, origin.part, origin.aspect or "outcome") for origin in origins)


def what_is_in_common(value: Value) -> Value:
    """Return a value that is no more than the outcome of a test, a count or a remainder."""
    origins = in_common(value.origins)
    if origins == value.origins:
        return value
    return Value(value.atoms, origins, value.volatile, value.test, value.on_server)


def as_method_leaves(
    machine: Machine, function: Value, arguments: list[Value], result: Value, node: model.Node
) -> Value:
    """Return what a call gives: of a text perhaps no more than many texts have in common.

    Args:
        machine: the run.
        function: what is called; of interest are the methods of texts.
        arguments: what it is called with.
        result: what it would give otherwise.
        node: the call.
    """
    names = {atom.name for atom in function.atoms if isinstance(atom, NativeMethod)} if result.origins else ()
    name = next(iter(names)) if len(names) == 1 else ""
    if name == "split" and arguments[:1] == [_AT]:
        return _parts_of_address(machine, result.origins, node)
    is_reduced = name in _TESTS or (name in _CUTS and _is_beginning(arguments))
    return what_is_in_common(result) if is_reduced else result


def _parts_of_address(machine: Machine, origins: frozenset[Origin], node: model.Node) -> Value:
    """Return what is before and behind the ``@`` of an address: who it is, and the domain."""
    parts = machine.allocate("array", node)
    parts.properties = {"0": values.unknown(origins), "1": values.unknown(in_common(origins))}
    return values.of(parts)


def _is_beginning(arguments: list[Value]) -> bool:
    """Whether the arguments of ``slice`` leave the first few characters alone."""
    match [_number(argument) for argument in arguments]:
        case [0.0, float(end)]:
            return 0 <= end <= _FEW
        case _:
            return False


def _number(value: Value) -> object:
    """Return the number that a value certainly is, or something else."""
    atom = next(iter(value.atoms)) if len(value.atoms) == 1 else None
    return atom.value if isinstance(atom, Primitive) else None
