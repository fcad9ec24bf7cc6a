"""Moving the call that sets a context to a component that is above all who read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from svelte_warden.engine.editing.draft import Draft
from svelte_warden.engine.editing.outline import outline_of
from svelte_warden.engine.editing.site import site_of
from svelte_warden.engine.editing.style import indent_at, reindented
from svelte_warden.facts import model
from svelte_warden.flow.interpreter.values import Place
from svelte_warden.flow.reach.covering import covering
from svelte_warden.flow.reach.providers import providers_of
from svelte_warden.flow.reach.renderers import renderers
from svelte_warden_rules.context_provider.movable import movable
from svelte_warden_rules.context_provider.root_layout import layout_text, missing_root_layout
from svelte_warden_rules.context_provider.wording import shown_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.engine.editing.draft import FileDraft
    from svelte_warden.engine.editing.outline import Outline
    from svelte_warden.engine.editing.site import Site
    from svelte_warden.engine.findings import Fix
    from svelte_warden.engine.rule import RuleContext
    from svelte_warden.facts.code import Code
    from svelte_warden.flow.reach.diagnosis import Diagnosis
    from svelte_warden.flow.reach.providers import Provider
    from svelte_warden_rules.context_provider.movable import Movable


def move_above(context: RuleContext, diagnosis: Diagnosis) -> Fix | None:
    """Set the key in the lowest component that is above the reader and above those who read it today.

    ``None`` unless one call of one component sets it, at the top level of its script, to something that can be made in
    the other component as well.
    """
    program = context.program
    setters = program.query(providers_of, diagnosis.read.key)
    if len(setters) != 1 or not _is_once(context, setters[0]):
        return None
    provider = setters[0].component
    call = _setting_call(outline_of(program, provider), setters[0])
    moved = movable(call.site.file, call.site.piece) if call is not None else None
    if call is None or moved is None:
        return None
    draft = Draft(program)
    target = next(reversed(covering(program, (context.path, provider))), None)
    if target is None:
        target = missing_root_layout(program, (context.path, provider))
        is_put = target is not None and _put_into_new(draft.file(target), moved, call)
    else:
        is_put = target not in (provider, context.path) and _put(draft.file(target), moved, call)
    if target is None or not is_put or not _take(draft.file(provider), moved, call):
        return None
    return draft.fix(f"Set it in {shown_file(target)}, above all who read it", "unsafe")


def _is_once(context: RuleContext, provider: Provider) -> bool:
    """Whether the component is there once: not in a list, and not in several places, each with a value of its own."""
    ways = context.program.query(renderers, provider.component)
    places = len(ways.sites) + len(ways.mounts) + bool(ways.chains)
    is_set = provider.set.is_certain and provider.set.moment == "init"
    return is_set and places == 1 and all(site.is_certain for _, site in ways.sites)


class _Setting(NamedTuple):
    """The statement ``set(…)`` or ``const name = set(…)`` at the top level of a component's script."""

    site: Site
    name: str | None


def _setting_call(outline: Outline, provider: Provider) -> _Setting | None:
    spot = provider.set.spot
    site = site_of(outline, Place(spot.path, spot.start, spot.end))
    if site is None or site.script != "instance":
        return None
    match site.way:
        case (model.ExpressionStatement(), model.Call()):
            return _Setting(site, None)
        case (model.VariableDeclaration(kind="const", declarators=(declarator,)), model.Declarator(), model.Call()):
            return _Setting(site, declarator.pattern.name) if isinstance(declarator.pattern, model.Name) else None
    return None


# --- into the component above -----------------------------------------------------------------------------------------


def _put(file: FileDraft, moved: Movable, call: _Setting) -> bool:
    """Add what moves to the component above; false if a name is taken there, or the two do not go together."""
    outline = file.outline
    if set(moved.declared) & outline.names() or (moved.uses_runes and _is_legacy(outline)):
        return False
    for local, origin in moved.origins:
        source = moved.source_for(outline.path, origin)
        if source is None or file.import_name(source, origin.imported, wanted=local) != local:
            return False
    indent = indent_at(outline.data, outline.instance[0].offset) if outline.instance else outline.style.indent
    for statement in _statements(moved, call, indent):
        file.add_at_init(statement)
    return True


def _put_into_new(file: FileDraft, moved: Movable, call: _Setting) -> bool:
    """Make a root layout of what moves; false if something cannot be imported there."""
    imports: dict[str, dict[str, str]] = {}
    for local, origin in moved.origins:
        source = moved.source_for(file.outline.path, origin)
        if source is None:
            return False
        imports.setdefault(source, {})[origin.imported] = local
    style, facts = moved.outline.style, moved.outline.facts
    text = layout_text(
        file.project,
        imports,
        list(_statements(moved, call, style.indent)),
        style,
        is_typescript=facts is not None and facts.typescript,
    )
    file.replace(0, 0, text)
    return True


def _statements(moved: Movable, call: _Setting, indent: str) -> Iterator[str]:
    """Yield what moves as statements of another script, whose top level has some indentation."""
    outline = moved.outline
    for piece in moved.declarations:
        yield reindented(piece.item.text.decode(), indent_at(outline.data, piece.offset), indent)
    start, _ = call.site.span(call.site.call)
    yield reindented(call.site.text(call.site.call), indent_at(outline.data, start), indent)


def _is_legacy(outline: Outline) -> bool:
    """Whether a component is written for legacy mode, which no rune may enter."""
    return any(
        isinstance(statement, model.Labeled)
        or (
            isinstance(statement, model.ExportDeclaration)
            and isinstance(statement.declaration, model.VariableDeclaration)
        )
        for placed in outline.instance
        for statement in placed.item.statements
    )


# --- out of the component that set it ---------------------------------------------------------------------------------


def _take(file: FileDraft, moved: Movable, call: _Setting) -> bool:
    """Take what moves out of its component, which reads the value from above if it needs it itself."""
    left = {name for name in (*moved.declared, call.name or "") if name and moved.is_left(name)}
    value = _value_name(call)
    reading = _reading(file, call) if left and left == {value} else None
    if left and reading is None:
        return False
    holder = moved.declared.get(value or "", moved.piece)
    if reading is not None and not _is_constant(holder):
        return False
    for piece in (*moved.declarations, moved.piece):
        start, end = piece.offset, piece.offset + len(piece.item.text)
        if reading is not None and piece is holder:
            file.replace(start, end, reading + (";" if piece.item.text.endswith(b";") else ""))
        else:
            file.remove_statement(start, end)
    for local, origin in moved.origins:
        if origin.source and not moved.is_left(local, reading or ""):
            file.drop_import(local)
    return True


def _is_constant(piece: model.Placed[Code]) -> bool:
    match piece.item.statements:
        case (model.VariableDeclaration(kind="const", declarators=(_,)),):
            return True
    return False


def _value_name(call: _Setting) -> str | None:
    """Return the constant that holds what is set."""
    match call.site.call:
        case model.Call(arguments=(_, model.Name(name=name))) if call.name is None:
            return name
    return call.name


def _reading(file: FileDraft, call: _Setting) -> str | None:
    """Return the declaration that reads the value back; ``None`` if that cannot be told, or would lose its type."""
    site, facts = call.site, file.outline.facts
    if facts is None or facts.typescript:
        return None
    match site.call:
        case model.Call(callee=model.Name(name=function), arguments=(key, *_)) if function == _setter(file.outline):
            getter = file.import_name("svelte", "getContext")
            return f"const {_value_name(call)} = {getter}({site.text(key)})"
    return None


def _setter(outline: Outline) -> str | None:
    """Return how a component calls Svelte's ``setContext``."""
    return next(
        (
            specifier.local
            for placed in (*outline.module, *outline.instance)
            for statement in placed.item.statements
            if isinstance(statement, model.Import) and statement.source == "svelte"
            for specifier in statement.specifiers
            if specifier.imported == "setContext"
        ),
        None,
    )
