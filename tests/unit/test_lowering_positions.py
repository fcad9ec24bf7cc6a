"""Positions are byte offsets relative to the piece, whatever was put around it to parse it."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

from svelte_warden.facts import model
from svelte_warden.facts.code import Code, Form
from tests.unit.test_lowering_half_typed import FORMS, SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator


def nodes(item: object) -> Iterator[model.Node]:
    """The nodes directly within an item."""
    if isinstance(item, model.Node):
        yield item
    elif isinstance(item, tuple):
        for element in item:
            yield from nodes(element)


def all_nodes(item: object) -> Iterator[tuple[model.Node, model.Node | None]]:
    """Every node with the one that holds it."""
    pending: list[tuple[model.Node, model.Node | None]] = [(node, None) for node in nodes(item)]
    while pending:
        node, parent = pending.pop()
        yield node, parent
        for field in fields(node)[2:]:
            pending += [(child, node) for child in nodes(getattr(node, field.name))]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("source", ["größe", " a", "a // b", "\n\n  a\r\n", "/* é */ a"])
def test_a_name_lies_where_it_is_written(source: str, form: Form) -> None:
    code = Code(form, source.encode())
    lowered = {
        "statement": code.statements,
        "expression": code.expression,
        "pattern": code.pattern,
        "parameters": code.expression,
    }[form]
    names = [node for node, _ in all_nodes(lowered) if isinstance(node, model.Name)]
    assert [code.text[name.start : name.end].decode() for name in names] == [name.name for name in names]
    assert len(names) == 1


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("source", [*SOURCES, "", "\n", "a(", "a)"])
def test_every_node_lies_within_its_piece_and_its_parent(source: str, form: Form) -> None:
    code = Code(form, source.encode())
    for lowered in (code.statements, code.expression, code.pattern):
        for node, parent in all_nodes(lowered):
            assert 0 <= node.start <= node.end <= len(code.text)
            if parent is not None and not isinstance(parent, model.Opaque):
                assert parent.start <= node.start <= node.end <= parent.end


@pytest.mark.parametrize("source", SOURCES)
def test_names_cover_every_name_that_is_lowered(source: str) -> None:
    code = Code("statement", source.encode())
    for node, _ in all_nodes(code.statements):
        if isinstance(node, model.Name):
            assert node.name in code.names
        elif isinstance(node, model.Member):
            assert node.property.lstrip("#") in code.names
