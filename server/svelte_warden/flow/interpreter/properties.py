"""Reading and writing properties of abstract values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.globals import BROWSER_ONLY, SERVER_ONLY, environment_flag, is_global_object
from svelte_warden.flow.interpreter.hierarchy import class_member, extends_foreign_class
from svelte_warden.flow.interpreter.in_common import in_common
from svelte_warden.flow.interpreter.linking import exported
from svelte_warden.flow.interpreter.listings import unlisted
from svelte_warden.flow.interpreter.namespaces import any_export
from svelte_warden.flow.interpreter.opaque import OPAQUE, one_of_many, part_of
from svelte_warden.flow.interpreter.origins import DATA_OF_PAGE, is_page, part_of_origins
from svelte_warden.flow.interpreter.reactivity import is_rune_field
from svelte_warden.flow.interpreter.stand_ins import lacks
from svelte_warden.flow.interpreter.values import (
    BROWSER,
    NO_SIDES,
    UNDEFINED,
    UNKNOWN,
    Accessor,
    ClassDefinition,
    Closure,
    External,
    Given,
    GivenModule,
    InstancePart,
    Namespace,
    Native,
    NativeMethod,
    Object,
    Origin,
    Primitive,
    Unknown,
    Value,
)
from svelte_warden.flow.natives.context_packages import package_method
from svelte_warden.flow.natives.runes import force
from svelte_warden.flow.natives.shared_packages import part_of_instance
from svelte_warden.flow.reach.model import lazy_part

if TYPE_CHECKING:
    from svelte_warden.facts import model
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.values import Atom

PAGE_DATA = frozenset((Origin("request", DATA_OF_PAGE),))
_GLOBAL_OBJECTS = frozenset(("globalThis", "window", "self"))
_BROWSER_OBJECTS = frozenset(("window", "document", "localStorage", "sessionStorage", "navigator"))

# The methods the platform implements, by the kind of heap object; a method that is not listed is unknown.
_ITERATION = (
    "forEach map filter find findIndex findLast findLastIndex some every reduce reduceRight flatMap sort toSorted"
)
_TIMES = ("Date", "Day", "Month", "FullYear", "Hours", "Minutes", "Seconds", "Milliseconds")
_NUMBERS = ("Int8", "Uint8", "Int16", "Uint16", "Int32", "Uint32", "Float32", "Float64", "BigInt64", "BigUint64")
CHANGES_BUILTIN = (
    *("set", "append", "delete", "add", "push", "sort", "fill", "write", "copyWithin", "setTime"),
    *(f"set{what}" for what in (*_TIMES, *_NUMBERS)),
    *(f"setUTC{what}" for what in _TIMES),
)
LISTENING = ("on", "once", "addListener", "prependListener", "prependOnceListener", "addEventListener")
EMITTING = ("emit", "dispatchEvent", "postMessage")
SILENCING = ("off", "removeListener", "removeEventListener", "removeAllListeners", "setMaxListeners", "abort")
FETCHING = "fetchQuery prefetchQuery ensureQueryData fetchInfiniteQuery prefetchInfiniteQuery"
QUERYING = f"getQueryData setQueryData {FETCHING}"
"""What the clients of TanStack Query have, which are maps otherwise."""
_NOTHING = ("undefined", "null")
METHODS: dict[str, frozenset[str]] = {
    "array": frozenset(
        f"{_ITERATION} push pop shift unshift splice reverse fill concat slice flat join includes indexOf at entries "
        "keys values toReversed toSpliced with copyWithin lastIndexOf toString".split()
    ),
    "map": frozenset(
        f"get set has delete clear forEach entries keys values getOrInsert getOrInsertComputed {QUERYING}".split()
    ),
    "set": frozenset(
        ["add", "has", "delete", "clear", "forEach", "entries", "keys", "values", "union", "intersection", "difference"]
    ),
    "promise": frozenset(("then", "catch", "finally")),
    "generator": frozenset(("next", "return", "throw", "map", "filter", "forEach", "toArray", "take", "drop")),
    "writable": frozenset(("set", "update", "setKey", "subscribe")),
    "readable": frozenset(("subscribe",)),
    "builtin": frozenset(
        (*CHANGES_BUILTIN, "get", "has", "getAll", "forEach", "entries", "keys", "values", "toString")
    ),
}
METHODS["regexp"] = frozenset(("test",))
METHODS["response"] = frozenset(("text", "json", "arrayBuffer", "blob", "bytes", "formData", "clone"))
METHODS["als"] = frozenset(("run", "exit", "getStore", "enterWith"))
METHODS["weakmap"] = METHODS["map"]
METHODS["weakset"] = METHODS["set"]
METHODS["emitter"] = frozenset((*LISTENING, *EMITTING, *SILENCING))
METHODS["weakref"] = frozenset(("deref",))
METHODS["unknown"] = frozenset(f"{_ITERATION} slice concat".split())
METHODS["data"] = METHODS["array"] - frozenset(("join", "includes", "indexOf", "lastIndexOf", "toString"))
METHODS["iterator"] = METHODS["generator"] | frozenset(("find", "some", "every", "flatMap", "reduce", "drop"))

_LENGTHS = ("length", "size", "byteLength")
_COUNTS = {"array": "length", "map": "size", "set": "size"}
_DEEPEST_PART = 2  # what lies deeper in a prop is not told apart


def key_text(value: Value) -> str | None:
    """Return the property name a value stands for when that is certain."""
    if len(value.atoms) != 1:
        return None
    (atom,) = value.atoms
    if isinstance(atom, Primitive):
        if atom.kind == "number" and isinstance(atom.value, float):
            return str(int(atom.value)) if atom.value.is_integer() else str(atom.value)
        if atom.kind == "string":
            return str(atom.value)
    if isinstance(atom, Object) and atom.kind == "symbol":
        return f"@@{atom.made_at.path}:{atom.made_at.start}"
    if isinstance(atom, Native) and atom.module == "global" and atom.name.startswith("Symbol."):
        return f"@@{atom.name}"
    return None


def get_property(machine: Machine, target: Value, name: str, node: model.Node, *, calling: bool = False) -> Value:
    """Return ``target.name``. ``calling`` keeps methods of unknown receivers apart from their data."""
    found = [_property_of(machine, atom, name, node, calling=calling) for atom in target.atoms]
    result = values.join(found) if found else UNDEFINED
    volatile = target.volatile or (BROWSER if _is_rune_field_of(target, name) else NO_SIDES)
    if volatile and not volatile <= result.volatile:
        result = Value(result.atoms, result.origins, result.volatile | volatile)
    holder = _without_page(target.origins) if name in machine.constant_data else target.origins
    if not holder:
        return result
    origins = part_of_origins(result.origins | holder, name)
    if name in _LENGTHS:
        return unlisted(Value(result.atoms, in_common(origins), result.volatile, result.test))
    return result if origins == result.origins else Value(result.atoms, origins, result.volatile, result.test)


def _without_page(origins: frozenset[Origin]) -> frozenset[Origin]:
    """Return origins without the page's data as a whole: of what lies in it some is the same for everybody."""
    return origins - PAGE_DATA


def _is_rune_field_of(target: Value, name: str) -> bool:
    """Whether a property is a reactive field of an instance, which its methods and everybody else may assign."""
    for atom in target.atoms:  # asked for every property, and a loop is faster
        if type(atom) is Object and atom.definition is not None and is_rune_field(atom.definition, name):
            return True
    return False


def get_optional_property(
    machine: Machine, target: Value, name: str, node: model.Node, *, calling: bool = False
) -> Value:
    """Return ``target?.name``, which is undefined where there is nothing."""
    there = frozenset(atom for atom in target.atoms if not (isinstance(atom, Primitive) and atom.kind in _NOTHING))
    if len(there) == len(target.atoms):
        return get_property(machine, target, name, node, calling=calling)
    missing = Value(UNDEFINED.atoms, target.origins, target.volatile)
    if not there:
        return missing
    held = Value(there, target.origins, target.volatile)
    return values.merge(get_property(machine, held, name, node, calling=calling), missing)


def _property_of(machine: Machine, atom: Atom, name: str, node: model.Node, *, calling: bool) -> Value:
    match atom:
        case Object():
            return _object_property(machine, atom, name, node, calling=calling)
        case Unknown():
            return values.of(NativeMethod(atom, name)) if calling else UNKNOWN
        case Native():
            return _native_property(machine, atom, name)
        case Namespace(path):
            return exported(machine, path, name)
        case ClassDefinition():
            return _static_property(machine, atom, name, node)
        case Closure():
            if name in atom.properties:
                return atom.properties[name]
            if name == "prototype" and not atom.function.is_arrow:
                made = Object("object", atom.home.place(atom.function), shared=atom.shared)
                return atom.properties.setdefault(name, values.of(made))
            return values.of(NativeMethod(atom, name)) if name in ("call", "apply", "bind") else UNKNOWN
        case NativeMethod():
            return values.of(NativeMethod(atom, name)) if name in ("call", "apply", "bind") else UNKNOWN
        case Given():
            return values.of(_part_of_given(atom, name), values.ANYTHING)  # what lies in a prop was given with it
        case GivenModule(prop, path) if name == "default":
            return values.of(Given(prop, lazy_part(path)), values.ANYTHING)
        case External(specifier, path):
            return values.of(External(specifier, f"{path}.{name}" if path else name))
        case InstancePart(owner, path):
            return part_of_instance(owner, path, name)
        case Primitive(kind="string", value=str(text)):
            if name == "length":
                return values.of(Primitive("number", float(len(text))))
            return values.of(NativeMethod(atom, name)) if calling else UNKNOWN
        case _:
            return UNKNOWN


def _part_of_given(given: Given, name: str) -> Given:
    if name.isdigit() or given.path.count(".") >= _DEEPEST_PART:
        return given
    return Given(given.name, f"{given.path}.{name}")


def _native_property(machine: Machine, atom: Native, name: str) -> Value:
    flag = environment_flag(atom.module, name) if not atom.name else None
    if flag is not None:
        return flag
    if name in machine.global_values and is_global_object(atom):
        return values.merge(machine.global_values[name], values.of(Native("global", f"globalThis.{name}")))
    if atom.name in _GLOBAL_OBJECTS and name in _BROWSER_OBJECTS and atom.name == "globalThis":
        return values.of(BROWSER_ONLY)
    if atom.name == "import.meta.env" and name == "SSR":
        return values.of(SERVER_ONLY)
    if is_page(atom) and not (atom.module == "$app/stores" and name == "subscribe"):
        held = machine.page_data if name == "data" else None
        return values.unknown(PAGE_DATA) if held is None else values.tainted(values.merge(held, UNKNOWN), PAGE_DATA)
    return values.of(Native(atom.module, f"{atom.name}.{name}" if atom.name else name))


def _object_property(machine: Machine, atom: Object, name: str, node: model.Node, *, calling: bool) -> Value:
    if atom.kind == "derived":
        return get_property(machine, force(machine, atom, node), name, node)
    if machine.testing and atom.shared:
        machine.tested.add((atom, name))
    own = atom.properties.get(name)
    if own is not None:
        return unwrapped(machine, own, values.of(atom), node)
    if atom.definition is not None:
        member = class_member(atom.definition, name)
        if member is not None:
            return unwrapped(machine, member, values.of(atom), node)
        if name == "constructor":
            return values.of(atom.definition)
        if name in LISTENING and extends_foreign_class(atom.definition):
            return values.of(NativeMethod(atom, name))
    if name.startswith("@@Symbol."):
        native = {"map": "entries"}.get(atom.kind, "values") if name == "@@Symbol.iterator" else ""
        return values.of(NativeMethod(atom, native)) if native in METHODS.get(atom.kind, ()) else UNKNOWN
    if atom.kind in OPAQUE:
        return _opaque_property(atom, name, calling=calling)
    if name in METHODS.get(atom.kind, ()):
        return values.of(NativeMethod(atom, name))
    if name == _COUNTS.get(atom.kind) and not atom.internal.get("exact"):
        return UNKNOWN
    if atom.kind == "client":
        return part_of_instance(atom, "", name)
    if name == "length" and atom.internal.get("exact") and atom.rest is None:
        return values.of(Primitive("number", float(len(atom.properties))))
    if atom.kind == "builtin":
        return values.of(_part_of_builtin(atom, name))
    prototype = atom.internal.get("prototype")
    if isinstance(prototype, Value):
        return get_property(machine, prototype, name, node)
    if "get_trap" in atom.internal:
        return _trapped(machine, atom, name, node)
    if atom.rest is not None:
        if atom.kind == "props" and atom.open:
            given = Value(atom.rest.atoms, part_of_origins(atom.rest.origins, name))
            return values.merge(given, values.of(Given(name)))
        return unwrapped(machine, one_of_many(atom.rest), values.of(atom), node)
    return UNDEFINED if lacks(machine, atom, name) else UNKNOWN


def _opaque_property(atom: Object, name: str, *, calling: bool) -> Value:
    """Return what lies under a name in a thing of which nothing is known; of its methods those that arrays have."""
    known = package_method(atom, name) if atom.kind == "external" else None
    if known is not None:
        return known
    if not calling:
        return part_of(atom, name)
    return values.of(NativeMethod(atom, name)) if name in METHODS.get(atom.kind, ()) else UNKNOWN


def _trapped(machine: Machine, target: Object, name: str, node: model.Node) -> Value:
    """Return what the ``get`` trap of a proxy gives for a property that its target lacks; to the trap that is bare."""
    from svelte_warden.flow.interpreter.calls import invoke  # noqa: PLC0415 - calls read properties

    this = values.of(target)
    traps = [trap for trap in target.internal["get_trap"] if id(trap.function) not in machine.stack]
    found = []
    for trap in traps:
        with machine.at():
            found.append(invoke(machine, trap, None, [this, values.text(name), this], node))
    return values.join(found) if found else UNKNOWN


def _part_of_builtin(atom: Object, name: str) -> Object:
    """Return an object that a platform object holds, such as ``url.searchParams``: as shared as its holder."""
    part = Object("builtin", atom.made_at, shared=atom.shared, open=True, reactive=atom.reactive)
    atom.properties[name] = values.of(part)
    return part


def unwrapped(machine: Machine, value: Value, this: Value, node: model.Node) -> Value:
    """Return the value of a property, calling its getter or computing its derived value where it has one."""
    if not _is_computed(value):
        return value
    from svelte_warden.flow.interpreter.calls import invoke  # noqa: PLC0415 - calls read properties

    parts = []
    for atom in value.atoms:
        if isinstance(atom, Accessor):
            with machine.at():
                parts.append(invoke(machine, atom.getter, this, [], node) if atom.getter else UNDEFINED)
        elif isinstance(atom, Object) and atom.kind == "derived":
            parts.append(force(machine, atom, node))
        else:
            parts.append(values.of(atom))
    return values.tainted(values.join(parts), value.origins)


def _is_computed(value: Value) -> bool:
    for atom in value.atoms:  # asked for every property: any() takes twice as long
        if isinstance(atom, Accessor) or (isinstance(atom, Object) and atom.kind == "derived"):
            return True
    return False


def _static_property(machine: Machine, atom: ClassDefinition, name: str, node: model.Node) -> Value:
    if name == "prototype":
        prototype = Object("prototype", atom.home.place(atom.definition), shared=atom.shared, definition=atom)
        prototype.properties = atom.prototype
        return values.of(prototype)
    if machine.testing and atom.shared:
        machine.tested.add((atom, name))
    current: ClassDefinition | None = atom
    seen = 0
    while current is not None and seen < 10:  # noqa: PLR2004 - no class hierarchy is deeper in practice
        if name in current.statics:
            return unwrapped(machine, current.statics[name], values.of(atom), node)
        current = next((base for base in current.superclass.atoms if isinstance(base, ClassDefinition)), None)
        seen += 1
    return UNKNOWN


def element(machine: Machine, target: Value, node: model.Node) -> Value:
    """Return any element of an iterable or any property under an unknown key."""
    parts: list[Value] = []
    for atom in target.atoms:
        if isinstance(atom, Object):
            if atom.kind == "generator":
                from svelte_warden.flow.interpreter.calls import run_generator  # noqa: PLC0415 - calls read properties

                parts.append(run_generator(machine, atom, node))
                continue
            parts.extend(unwrapped(machine, value, values.of(atom), node) for value in list(atom.properties.values()))
            if atom.kind in OPAQUE:
                parts.append(part_of(atom))
            if atom.rest is not None:
                parts.append(atom.rest)
            if atom.open or not (atom.properties or atom.rest):
                parts.append(UNKNOWN)
        elif isinstance(atom, Given):
            parts.append(values.of(atom, values.ANYTHING))  # what lies in a prop was given with it
        elif isinstance(atom, Namespace):
            parts.append(any_export(machine, atom.path))
        else:
            parts.append(UNKNOWN)
    return values.tainted(values.join(parts) if parts else UNKNOWN, target.origins)
