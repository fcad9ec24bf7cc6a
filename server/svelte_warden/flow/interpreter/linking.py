"""Modules: their top-level scopes, imports and exports, evaluated only as far as somebody asks.

A module's statements are declared and evaluated one by one, on the first use of what they declare; so a run pays for
the few lines of a library it really reaches.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.flow import moments
from svelte_warden.flow.eager import eager
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.globals import environment_flag
from svelte_warden.flow.interpreter.hoisting import bound_names, hoist
from svelte_warden.flow.interpreter.opaque import data_of_file
from svelte_warden.flow.interpreter.scopes import DEFAULT, Cell, Scope
from svelte_warden.flow.interpreter.slice_words import names_declared
from svelte_warden.flow.interpreter.slicing import followed_of_module
from svelte_warden.flow.interpreter.values import (
    BOTH_SIDES,
    UNKNOWN,
    Component,
    External,
    Home,
    Namespace,
    Native,
    Place,
    Value,
)
from svelte_warden.flow.kinds import kind_of
from svelte_warden.flow.natives.shared_packages import exported_instance, is_described
from svelte_warden.project.resolution import External as ExternalModule
from svelte_warden.project.resolution import File

if TYPE_CHECKING:
    from collections.abc import Iterable

    from svelte_warden.facts.code import Code
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.program import Program

_DECLARING = (b"import", b"export", b"const ", b"let ", b"var ", b"function", b"class ", b"async function", b"enum ",
              b"namespace ", b"type ", b"interface ", b"declare ", b"abstract ")  # fmt: skip
_WITHOUT_VALUE = re.compile(rb"(?:export\s+)?(?:let|var)\s+([\w$]+)\s*!?\s*(?::(?:[^=]|=>)*)?;?\s*\Z")
_FUNCTION = re.compile(rb"(?:export\s+)?(?:async\s+)?(?:function\b|const\s+[\w$]+\s*=[^;{]*=>)")
_GLOBAL_OBJECTS = frozenset(("globalThis", "global"))
_ON_GLOBAL_OBJECT = (b"globalThis.", b"global.", b"(globalThis as", b"(global as", b"if (!globalThis", b"if (!global")
_KNOWN_PREFIXES = ("svelte/", "$app/", "$env/", "@sveltejs/kit", "esm-env", "node:")
_KNOWN_MODULES = frozenset(("svelte", "events", "async_hooks", "util"))
_ANY = frozenset("*")
_LONGEST_CHAIN = 200  # of files that hand an export on


@eager
def may_export(program: Program, path: str) -> frozenset[str]:
    """Return the names that a file may export: all of them and some more; with ``*`` others through a file."""
    facts = program.facts(path)
    if facts is None:
        return _ANY
    names = {"default"} if facts.kind == "component" else set()
    for piece in facts.module:
        if piece.item.text.startswith(b"export"):
            names |= piece.item.find_names()
            if _hands_all_on(piece.item):
                names.add("*")
    return frozenset(names)


def handed_on_by(program: Program, path: str) -> dict[str, frozenset[str]]:
    """Return for each source that a module exports all of which names that may have: there may be many such sources."""
    facts = program.facts(path)
    found: dict[str, frozenset[str]] = {}
    for piece in facts.module if facts is not None else ():
        if piece.item.text.startswith(b"export") and _hands_all_on(piece.item):
            for statement in piece.item.statements:
                if isinstance(statement, model.ExportAll) and statement.exported is None:
                    resolution = program.resolve(path, statement.source)
                    found[statement.source] = (
                        program.query(may_export, resolution.path) if isinstance(resolution, File) else _ANY
                    )
    return found


def _hands_all_on(code: Code) -> bool:
    return b"*" in code.text[:12]


def _may_mean(code: Code, name: str) -> bool:
    """Whether a statement that exports something may export a name; ``export = made`` is what a default import gets."""
    return name in code.names or _hands_all_on(code) or (name == "default" and code.text[6:12].lstrip()[:1] == b"=")


class Module:
    """One module's top-level scope. ``pieces`` are its top-level statements, in order."""

    def __init__(self, machine: Machine, path: str, pieces: tuple[model.Placed[Code], ...]) -> None:
        self.machine = machine
        self.path = path
        self.pieces = pieces
        self.scope = Scope(None, is_function=True, resolver=self._find)
        self.activation = machine.new_activation()
        self._declared: set[int] = set()
        self._evaluated: set[int] = set()
        self._missing: set[str] = set()

    def _find(self, name: str) -> Cell | None:
        if name in self._missing:
            return None
        for index, piece in enumerate(self.pieces):
            if index not in self._declared and name in piece.item.names and piece.item.text.startswith(_DECLARING):
                self._declare(index)
                if name in self.scope.cells:
                    return self.scope.cells[name]
        self._missing.add(name)
        return None

    def home(self, index: int) -> Home:
        """Return where the statement with this index lies."""
        piece = self.pieces[index]
        return Home(self.path, piece.offset, piece.item)

    def _declare(self, index: int) -> None:
        self._declared.add(index)
        machine = self.machine
        with machine.at(moment=moments.MODULE, home=self.home(index), activation=self.activation):
            before = set(self.scope.cells)
            statements = self.pieces[index].item.statements
            declare_imports(machine, self.path, statements, self.scope)
            hoist(machine, statements, self.scope)
            for name in self.scope.cells.keys() - before:
                cell = self.scope.cells[name]
                if cell.kind == "import":
                    continue  # it is resolved, even if this module sets it up: `dayjs.extend(utc)`
                if cell.kind in ("const", "let", "var", "class") or self._is_set_up(name):
                    cell.pending = lambda: self.evaluate(index)

    def _is_set_up(self, name: str) -> bool:
        """Whether a statement gives a function properties: ``Client.prototype.send = …``."""
        start = f"{name}.".encode()
        return any(piece.item.text.startswith(start) for piece in self.pieces)

    def evaluate(self, index: int) -> None:
        """Run one top-level statement, once, and then those that set up what it declares."""
        if index in self._evaluated:
            return
        self._evaluated.add(index)
        if not self.pieces[index].item.names.isdisjoint(_GLOBAL_OBJECTS):
            for earlier in range(index):
                if self.pieces[earlier].item.text.startswith(_ON_GLOBAL_OBJECT):
                    self.evaluate(earlier)
        if index not in self._declared:
            self._declare(index)
        piece = self.pieces[index]
        self._run(index, piece.item)
        if piece.item.text.startswith(_DECLARING):
            self._set_up(index)

    def _set_up(self, index: int) -> None:
        """Run the statements that set up what a statement declares, themselves or by a function of the module."""
        declaration = _WITHOUT_VALUE.match(self.pieces[index].item.text)
        given = declaration and re.compile(rb"\b%s\s*=[^=>]" % re.escape(declaration[1]))
        doing = [
            (other, piece.item.names)
            for other, piece in enumerate(self.pieces)
            if other not in self._evaluated
            and (not piece.item.text.startswith(_DECLARING) or (given and given.search(piece.item.text)))
        ]
        if not doing:
            return
        known = {name for name, cell in self.scope.cells.items() if self._holds(index, cell)}
        for piece in self.pieces if known else ():
            if _FUNCTION.match(piece.item.text) and not piece.item.references.isdisjoint(known):
                known |= names_declared(piece.item)
        for other, names in doing:
            if not names.isdisjoint(known):
                self.evaluate(other)

    def _run(self, index: int, code: Code) -> None:
        machine = self.machine
        for cell in self.scope.cells.values():
            if cell.kind != "import" and cell.pending is not None and self._holds(index, cell):
                cell.pending = None
        saved = machine.trail
        machine.trail = None
        with machine.at(moment=moments.MODULE, sides=BOTH_SIDES, home=self.home(index), activation=self.activation):
            machine.execute(code.statements, self.scope)
        machine.trail = saved

    def _holds(self, index: int, cell: Cell) -> bool:
        piece = self.pieces[index]
        return cell.declared_at is not None and piece.offset <= cell.declared_at.start < piece.offset + len(
            piece.item.text
        )

    def followed(self) -> tuple[int, ...]:
        """Return the positions of the statements that are followed even if nobody asks for what they declare."""
        facts = self.machine.program.facts(self.path)
        if facts is None or self.machine.followed is None:
            return tuple(range(len(self.pieces)))
        return followed_of_module(facts)

    def exported(self, name: str, visited: frozenset[str]) -> Value | None:
        """Return the value of an export, following re-exports; ``None`` when the module has no such export."""
        stars: list[str] = []
        for index, piece in enumerate(self.pieces):
            text = piece.item.text
            if not text.startswith(b"export") or not _may_mean(piece.item, name):
                continue
            for statement in piece.item.statements:
                found = self._export(index, statement, name, visited, stars)
                if found is not None:
                    return found
        handed_on = self.machine.program.query(handed_on_by, self.path) if stars else {}
        for source in stars:
            names = handed_on.get(source, _ANY)
            found = self._from(source, name, visited) if name in names or "*" in names else None
            if found is not None:
                return found
        return None

    def _export(
        self, index: int, statement: model.Statement, name: str, visited: frozenset[str], stars: list[str]
    ) -> Value | None:
        match statement:
            case model.ExportNamed(specifiers=specifiers, source=source):
                for specifier in specifiers:
                    if specifier.exported == name:
                        return (
                            self._local(specifier.local)
                            if source is None
                            else self._from(source, specifier.local, visited)
                        )
            case model.ExportAll(source=source, exported=None):
                stars.append(source)
            case model.ExportAll(source=source, exported=exported_name) if exported_name == name:
                return import_namespace(self.machine, source, self.path)
            case model.ExportDefault() if name == "default":
                self.evaluate(index)
                return self._local(DEFAULT)
            case model.ExportDeclaration():
                if index not in self._declared:
                    self._declare(index)
                cell = self.scope.cells.get(name)
                if cell is not None and cell.declared_at is not None and self._holds(index, cell):
                    return self.machine.read(cell)
        return None

    def export_place(self, name: str) -> Place | None:
        """Return where the module exports a name that it does not declare."""
        for index, piece in enumerate(self.pieces):
            if piece.item.text.startswith(b"export") and _may_mean(piece.item, name):
                return self.home(index).place(model.Node(0, len(piece.item.text.rstrip())))
        return None

    def _local(self, name: str) -> Value:
        from svelte_warden.flow.interpreter.markup import snippet_named  # noqa: PLC0415 - markup links components

        cell = self.scope.find(name)
        return snippet_named(self.machine, self.path, name, self.scope) if cell is None else self.machine.read(cell)

    def _from(self, source: str, name: str, visited: frozenset[str]) -> Value | None:
        return import_value(self.machine, self.path, source, name, visited)

    def export_names(self, among: Iterable[int]) -> list[str]:
        """Return the names that some statements of the module export by declaration (not through ``export *``)."""
        names: list[str] = []
        for piece in (self.pieces[index] for index in among):
            if not piece.item.text.startswith(b"export"):
                continue
            for statement in piece.item.statements:
                match statement:
                    case model.ExportNamed(specifiers=specifiers, source=None):
                        names.extend(specifier.exported for specifier in specifiers)
                    case model.ExportDefault():
                        names.append("default")
                    case model.ExportDeclaration(declaration=declaration):
                        names.extend(_declared_names(declaration))
                    case _:
                        pass
        return names


def _declared_names(declaration: model.Statement) -> list[str]:
    match declaration:
        case model.FunctionDeclaration(function=function):
            return [function.name] if function.name else []
        case model.ClassDeclaration(definition=definition):
            return [definition.name] if definition.name else []
        case model.NamespaceDeclaration(name=name):
            return [name]
        case model.VariableDeclaration(declarators=declarators):
            return [name.name for declarator in declarators for name in bound_names(declarator.pattern)]
        case _:
            return []


def declare_imports(machine: Machine, path: str, statements: tuple[model.Statement, ...], scope: Scope) -> None:
    """Declare the names that import statements bind; each is resolved on its first use."""
    for statement in statements:
        if not isinstance(statement, model.Import):
            continue
        for specifier in statement.specifiers:
            cell = machine.declare(scope, specifier.local, "import", specifier)
            cell.pending = _Resolve(machine, path, statement.source, specifier.imported, cell)


class _Resolve:
    """The pending value of one imported name."""

    __slots__ = ("cell", "imported", "machine", "path", "source")

    def __init__(self, machine: Machine, path: str, source: str, imported: str, cell: Cell) -> None:
        self.machine = machine
        self.path = path
        self.source = source
        self.imported = imported
        self.cell = cell

    def __call__(self) -> None:
        if self.imported == "*":
            value = import_namespace(self.machine, self.source, self.path)
        else:
            at = self.cell.declared_at
            found = import_value(self.machine, self.path, self.source, self.imported, frozenset(), at)
            value = found or UNKNOWN
        self.cell.value = value
        self.cell.initialised = True


def module_of(machine: Machine, path: str) -> Module | None:
    """Return a file's module (for a component, its module script), or ``None`` when it cannot be read."""
    module = machine.modules.get(path)
    if module is None:
        facts = machine.program.facts(path)
        if facts is None:
            return None
        module = machine.modules[path] = Module(machine, path, facts.module)
    return module


def import_value(
    machine: Machine, importer: str, specifier: str, name: str, visited: frozenset[str], at: Place | None = None
) -> Value | None:
    """Return what importing ``name`` from ``specifier`` gives, at a place; ``None`` when there is no such export."""
    flag = environment_flag(specifier, name)
    if flag is not None:
        return flag
    if is_described(machine, specifier):
        external = External(specifier, name)
        return exported_instance(machine, external, model.Node(0, 0)) or values.of(external)
    resolution = machine.program.resolve(importer, specifier)
    if isinstance(resolution, File):
        return _exported(machine, resolution.path, name, visited)
    if isinstance(resolution, ExternalModule):
        return _data_file(specifier, at or Place(importer, 0, 0)) or external_value(specifier, name)
    return UNKNOWN


def _data_file(specifier: str, at: Place) -> Value | None:
    """Return the data of a file that is imported as data, ``None`` for anything else."""
    return data_of_file(at) if specifier.endswith(".json") else None


def external_value(specifier: str, name: str) -> Value:
    """Return a value of a module that is known by what it does, or not at all."""
    if specifier in _KNOWN_MODULES or specifier.startswith(_KNOWN_PREFIXES):
        return values.of(Native(specifier, name))
    return values.of(External(specifier, name))


def exported(machine: Machine, path: str, name: str) -> Value:
    """Return an export of a file."""
    found = _exported(machine, path, name, frozenset())
    return UNKNOWN if found is None else found


def _exported(machine: Machine, path: str, name: str, visited: frozenset[str]) -> Value | None:
    if path in visited:
        return None
    kind = machine.program.query(kind_of, path)
    if kind is None or len(visited) > _LONGEST_CHAIN:
        return UNKNOWN
    if kind == "component" and name == "default":
        return values.of(Component(path))
    module = module_of(machine, path)
    return None if module is None else module.exported(name, visited | {path})


def import_namespace(machine: Machine, specifier: str, importer: str | None = None) -> Value:
    """Return the namespace object of a module."""
    importer = importer or machine.home.path
    resolution = machine.program.resolve(importer, specifier)
    if isinstance(resolution, File):
        return values.of(Namespace(resolution.path))
    if isinstance(resolution, ExternalModule):
        return _data_file(specifier, Place(importer, 0, 0)) or external_value(specifier, "")
    return UNKNOWN
