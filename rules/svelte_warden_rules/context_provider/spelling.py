"""Correcting the key that a component reads, where it is written as a literal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from svelte_warden.engine.editing.outline import outline_of
from svelte_warden.engine.editing.site import site_of
from svelte_warden.engine.findings import Edit, Fix
from svelte_warden.facts import model
from svelte_warden.flow.interpreter.values import Place
from svelte_warden.flow.reach.diagnosis import near_keys
from svelte_warden.flow.reach.model import Key
from svelte_warden.flow.reach.outcome import Provided
from svelte_warden.flow.reach.ways import outcomes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.engine.editing.site import Site
    from svelte_warden.engine.rule import RuleContext
    from svelte_warden.flow.reach.diagnosis import Diagnosis


def correct_spelling(context: RuleContext, diagnosis: Diagnosis) -> Fix | None:
    """Read the key that is spelt most like this one and is set on every way; ``None`` if there is none such."""
    for near in near_keys(context.program, diagnosis.read.key):
        key = Key("string", near)
        seen = outcomes(context.program, context.path, replace(diagnosis.read, key=key))
        if seen and all(isinstance(outcome, Provided) for outcome in seen):
            return read_instead(context, diagnosis, key)
    return None


def read_instead(context: RuleContext, diagnosis: Diagnosis, key: Key) -> Fix | None:
    """Read another string or number; ``None`` if the key that is read is not written in the file that reads it."""
    call = diagnosis.read.call
    if call.path not in context.program.files():  # in a package
        return None
    outline = outline_of(context.program, call.path)
    site = site_of(outline, Place(call.path, call.start, call.end))
    if site is None:
        return None
    for start, end in _literals(site):
        text = _literal(outline.data[start:end].decode(), key)
        if text is not None:
            return Fix(f"Read {text}", "unsafe", (Edit(outline.path, start, end, text),))
    return None


def _literals(site: Site) -> Iterator[tuple[int, int]]:
    """Yield where the key of a call is written: as its argument, or as the value of a constant of the file."""
    match site.call:
        case model.Call(arguments=(model.Constant() as literal, *_)):
            yield site.span(literal)
        case model.Call(arguments=(model.Name(name=name), *_)) if name not in site.local_names:
            for placed in (*site.file.module, *site.file.instance):
                for statement in placed.item.statements:
                    literal_of = _constant(statement, name)
                    if literal_of is not None:
                        yield placed.offset + literal_of.start, placed.offset + literal_of.end


def _constant(statement: model.Statement, name: str) -> model.Constant | None:
    match statement:
        case model.VariableDeclaration(
            kind="const",
            declarators=(model.Declarator(pattern=model.Name(name=declared), init=model.Constant() as init),),
        ) if declared == name:
            return init
    return None


def _literal(written: str, key: Key) -> str | None:
    """Return a key as a literal, in the quotes of the one that is there; ``None`` if it would have to be escaped."""
    if key.kind == "number":
        return key.text.removesuffix(".0")
    quote = written[0] if written[:1] in ("'", '"', "`") else "'"
    is_plain = key.text.isprintable() and not set(key.text) & {quote, "\\", "$"}
    return f"{quote}{key.text}{quote}" if is_plain else None
