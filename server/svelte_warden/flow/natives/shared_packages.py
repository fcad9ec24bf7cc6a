"""Packages with one state for the whole process: their instances, and the calls and assignments that change them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from svelte_warden.flow.effects import note_write
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.origins import content_origins
from svelte_warden.flow.interpreter.values import UNDEFINED, External, InstancePart, Object, Value
from svelte_warden.flow.natives.registry import FUNCTIONS, listen
from svelte_warden.project.shared_packages import function_name, package_name

if TYPE_CHECKING:
    from svelte_warden.facts import model
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.project.shared_packages import SharedPackage

_SETS: Final = re.compile(r"set[A-Z]\w*$")
"""Methods that set up an instance, by the path to them: not those of its parts, such as ``auth.setSession``."""


def described(machine: Machine, external: External) -> SharedPackage | None:
    """Return what is known of the package an external value comes from."""
    return machine.program.shared_package(machine.path, package_name(external.specifier))


def is_described(machine: Machine, specifier: str) -> bool:
    """Whether a package's functions are known by what they do, so that its source is not followed."""
    return machine.program.shared_package(machine.path, package_name(specifier)) is not None


def call_shared(machine: Machine, function: External, arguments: list[Value], node: model.Node) -> Value | None:
    """Call a function of such a package; ``None`` when nothing is known of it."""
    package = described(machine, function)
    if package is None:
        return None
    if function.name in package.store_factories:
        value = arguments[1] if len(arguments) > 1 else UNDEFINED
        return values.of(machine.allocate("writable", node, value=value, start=UNDEFINED))
    if function.name in package.maps:
        return values.of(machine.allocate("map", node))
    made = package.made_by(function.name)
    if made is not None:
        return values.of(_instance(machine, External(function.specifier, made), node))
    if function_name(function.specifier, function.name) in package.changes_argument and arguments:
        return _change_first(machine, arguments, node)
    if package.is_written_by(function.name, has_arguments=bool(arguments)):
        note_write(machine, function, None, values.join(arguments) if arguments else UNDEFINED, node, "call")
    return None


def _change_first(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    """Put what else a function is given into its first argument, as ``merge(settings, user.settings)`` does."""
    target, given = arguments[0], values.join(arguments[1:]) if len(arguments) > 1 else UNDEFINED
    clients = frozenset(atom for atom in target.atoms if isinstance(atom, Object) and atom.kind == "client")
    for client in clients:
        if client.shared:
            note_write(machine, client, None, given, node, "call")
    others = Value(target.atoms - clients, target.origins)
    FUNCTIONS["global", "Object.assign"](machine, [others, *arguments[1:]], node)
    return target


def construct_shared(machine: Machine, callee: External, node: model.Node) -> Value | None:
    """Evaluate ``new`` of a class of such a package; ``None`` when nothing is known of it."""
    package = described(machine, callee)
    if package is not None and callee.name in package.maps:
        return values.of(machine.allocate("map", node))
    if package is None or not (callee.name in package.classes or package.by_name):
        return None
    return values.of(_instance(machine, callee, node))


def _instance(machine: Machine, definition: External, node: model.Node) -> Object:
    made = machine.allocate("client", node)
    made.internal["class"] = definition
    made.open = True
    return made


def exported_instance(machine: Machine, external: External, node: model.Node) -> Value | None:
    """Return the instance that an export of such a package is, if it is one."""
    package = described(machine, external)
    if package is None or external.name not in package.instances:
        return None
    made = _instance(machine, External(external.specifier, package.instances[external.name]), node)
    made.shared = True
    return values.of(made)


def part_of_instance(instance: Object, path: str, name: str) -> Value:
    """Return what lies at ``path.name`` of an instance."""
    return values.of(InstancePart(instance, f"{path}.{name}" if path else name))


def call_part(machine: Machine, part: InstancePart, arguments: list[Value], node: model.Node) -> Value:
    """Call a method of an instance; the result is followed too, for chains such as ``collection().authRefresh()``.

    What a setter of the instance gives, if anything, is the instance: ``new Client().setEndpoint(url).setProject(id)``.
    """
    definition: External = part.owner.internal["class"]
    package = described(machine, definition)
    origins = frozenset().union(*(argument.origins for argument in arguments))
    if package is not None and part.owner.shared and package.is_changed_by(definition.name, part.path):
        note_write(machine, part.owner, part.path, values.join(arguments) if arguments else UNDEFINED, node, "call")
    listen(machine, part.path.rpartition(".")[2], arguments, node)
    if _SETS.match(part.path):
        return values.of(part.owner, origins=origins)
    return values.of(InstancePart(part.owner, f"{part.path}()"), origins=origins)


def assign_to_part(
    machine: Machine, part: InstancePart, name: str | None, value: Value, node: model.Node, how: str
) -> None:
    """Assign to a property of a part of an instance, such as ``client.defaults.headers``."""
    definition: External = part.owner.internal["class"]
    package = described(machine, definition)
    if package is None or not part.owner.shared:
        return
    if any(
        part.path == path or part.path.startswith(f"{path}.") for path in package.assigned_on.get(definition.name, ())
    ):
        note_write(machine, part.owner, f"{part.path}.{name or '…'}", value, node, how)


def assign_to_external(
    machine: Machine, external: External, name: str | None, value: Value, node: model.Node, how: str
) -> None:
    """Assign to a property of something a package exports, such as ``axios.defaults.headers``.

    Of a package that nobody described counts what is a request's own; what packages do among themselves is theirs.
    """
    package = described(machine, external)
    if package is None:
        counts = how == "=" and _is_of_a_request(value) and not machine.program.is_installed(machine.home.path)
    else:
        counts = any(external.name == path or external.name.startswith(f"{path}.") for path in package.assigned)
    if counts:
        note_write(machine, external, name, value, node, how)


def _is_of_a_request(value: Value) -> bool:
    return any(origin.kind == "request" for origin in content_origins(value, follow_shared=False))


def write_store(machine: Machine, external: External, value: Value, node: model.Node, how: str) -> None:
    """Write a store that a package exports, as ``$locale = value`` does."""
    package = described(machine, external)
    if package is not None and external.name in package.stores:
        note_write(machine, external, None, value, node, how)
