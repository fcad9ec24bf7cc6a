"""Whatever has been typed so far is read without an error, and nothing is said about bytes that are not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from svelte_warden.facts.file import facts_of
from svelte_warden.facts.reuse import child_fragments
from tests.robustness.components import COMPONENTS

if TYPE_CHECKING:
    from svelte_warden.facts.file import FileFacts, ParsedFile
    from svelte_warden.facts.model import Fragment


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_prefix_is_survived_while_it_is_typed(name: str) -> None:
    data = COMPONENTS[name]
    parsed: ParsedFile | None = None
    for length in range(len(data) + 1):
        parsed = facts_of(name, data[:length], parsed)
        check(parsed.facts)
    assert parsed is not None
    assert parsed.facts == facts_of(name, data).facts
    assert not parsed.facts.has_errors


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_suffix_is_survived(name: str) -> None:
    data = COMPONENTS[name]
    for start in range(0, len(data), 7):
        check(facts_of(name, data[start:]).facts)


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_file_without_one_of_its_bytes_is_survived(name: str) -> None:
    data = COMPONENTS[name]
    whole = facts_of(name, data)
    for at in range(0, len(data), 3):
        check(facts_of(name, data[:at] + data[at + 1 :], whole).facts)


def check(facts: FileFacts) -> None:
    for placed in (*facts.module, *facts.instance):
        assert placed.offset + len(placed.item.text) <= facts.size
    check_fragment(facts.markup, 0, facts.size)


def check_fragment(fragment: Fragment, base: int, end: int) -> None:
    """Siblings stand in order and apart, children within their parents."""
    position = base
    for placed in fragment:
        start = base + placed.offset
        assert position <= start
        position = start + placed.item.length
        assert start < position <= end
        for children in child_fragments(placed.item):
            check_fragment(children, start, position)
