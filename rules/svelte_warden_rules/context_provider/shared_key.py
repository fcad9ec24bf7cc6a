"""Making two keys that look alike one: exported by a module, and imported on both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from svelte_warden.engine.editing.draft import Draft
from svelte_warden.engine.editing.outline import outline_of
from svelte_warden.engine.editing.specifiers import specifier, specifier_of_new
from svelte_warden.engine.editing.style import ended
from svelte_warden.facts import model
from svelte_warden.flow.names import free_names
from svelte_warden.flow.reach.providers import ancestors
from svelte_warden_rules.context_provider.spelling import read_instead

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.engine.editing.draft import FileDraft
    from svelte_warden.engine.editing.outline import Outline
    from svelte_warden.engine.editing.scripts import Script
    from svelte_warden.engine.findings import Fix
    from svelte_warden.engine.rule import RuleContext
    from svelte_warden.facts.code import Code
    from svelte_warden.flow.program import Program
    from svelte_warden.flow.reach.diagnosis import Diagnosis
    from svelte_warden.flow.reach.model import Key

_NAMES = ("keys", "context-keys")


class _Made(NamedTuple):
    """The statement ``const name = …`` that makes a key."""

    outline: Outline
    script: Script
    piece: model.Placed[Code]
    name: str
    init: model.Expression
    is_exported: bool

    @property
    def is_in_module(self) -> bool:
        """Whether it stands in a file that is no component."""
        return self.outline.facts is not None and self.outline.facts.kind == "module"

    @property
    def text(self) -> str:
        """The expression that makes the key."""
        return self.piece.item.text[self.init.start : self.init.end].decode()


def share_key(context: RuleContext, diagnosis: Diagnosis) -> Fix | None:
    """Let the reader and the component that sets the key use the same one.

    Returns ``None`` if it is not clear which two, or if the one is not above the other: a shared key would not help.
    """
    keys = {provider.set.key for provider in diagnosis.elsewhere}
    above = ancestors(context.program, diagnosis.read.spot.path)
    if len(keys) != 1 or not any(provider.component in above for provider in diagnosis.elsewhere):
        return None
    (theirs,) = keys
    if theirs.kind in ("string", "number"):
        return read_instead(context, diagnosis, theirs)
    setting, reading = _made(context.program, theirs), _made(context.program, diagnosis.read.key)
    if setting is None or reading is None:
        return None
    draft = Draft(context.program)
    if setting.is_in_module:
        is_done = _use_theirs(draft, setting, reading)
    elif reading.is_in_module:
        is_done = _use_theirs(draft, reading, setting)
    else:
        is_done = _make_module(draft, setting, reading)
    return draft.fix("Share one key between the two", "unsafe") if is_done else None


def _made(program: Program, key: Key) -> _Made | None:
    """Find the constant of a file's top level that holds a key, made where it is declared."""
    if key.via or key.path not in program.files():  # made by a function, or in a package
        return None
    outline = outline_of(program, key.path)
    for script, placed in _pieces(outline):
        if not 0 <= key.start - placed.offset < len(placed.item.text):
            continue
        for statement in placed.item.statements:
            is_exported = isinstance(statement, model.ExportDeclaration)
            match statement.declaration if isinstance(statement, model.ExportDeclaration) else statement:
                case model.VariableDeclaration(
                    kind="const",
                    declarators=(model.Declarator(pattern=model.Name(name=name), init=init),),
                ) if init is not None and placed.offset + init.start == key.start and free_names(init) <= {"Symbol"}:
                    return _Made(outline, script, placed, name, init, is_exported)
    return None


def _pieces(outline: Outline) -> Iterator[tuple[Script, model.Placed[Code]]]:
    yield from (("module", placed) for placed in outline.module)
    yield from (("instance", placed) for placed in outline.instance)


def _use_theirs(draft: Draft, home: _Made, other: _Made) -> bool:
    """Let one side import the key that the module of the other one makes."""
    source = specifier(other.outline.program, other.outline.path, home.outline.path)
    if source is None:
        return False
    if not home.is_exported:
        draft.file(home.outline.path).replace(home.piece.offset, home.piece.offset, "export ")
    return _import_instead(draft.file(other.outline.path), other, source, home.name)


def _make_module(draft: Draft, setting: _Made, reading: _Made) -> bool:
    """Let both sides import the key from a module that is made for it."""
    program = setting.outline.program
    path = _free_path(program, setting, is_typescript=any(_is_typescript(side) for side in (setting, reading)))
    if path is None:
        return False
    style = setting.outline.style
    text = f"{ended(f'export const {setting.name} = {setting.text}', style)}{style.newline}"
    draft.file(path).replace(0, 0, text)
    return all(
        _import_instead(
            draft.file(side.outline.path), side, specifier_of_new(program, side.outline.path, path), setting.name
        )
        for side in (setting, reading)
    )


def _is_typescript(side: _Made) -> bool:
    return side.outline.facts is not None and side.outline.facts.typescript


def _free_path(program: Program, setting: _Made, *, is_typescript: bool) -> str | None:
    """Return the path of a module that is not there yet: in the library, or beside the component that sets the key."""
    project = program.project(setting.outline.path)
    folder = setting.outline.path.rpartition("/")[0]
    if project.uses_kit:
        folder = project.library or f"{project.source}/lib"
    taken = (".js", ".ts", "/index.js", "/index.ts")
    stems = (f"{folder}/{name}" for name in _NAMES)
    stem = next((stem for stem in stems if all(program.facts(stem + ending) is None for ending in taken)), None)
    return None if stem is None else stem + (".ts" if is_typescript else ".js")


def _import_instead(file: FileDraft, made: _Made, source: str, exported: str) -> bool:
    """Import a key under the name of the constant that made one; false if others import that constant."""
    if made.is_exported:
        return False
    file.remove_statement(made.piece.offset, made.piece.offset + len(made.piece.item.text))
    file.release(made.name)
    used_in_module = any(made.name in placed.item.names for placed in file.outline.module if placed is not made.piece)
    script: Script = "module" if made.is_in_module or used_in_module else "instance"
    return file.import_name(source, exported, wanted=made.name, script=script) == made.name
