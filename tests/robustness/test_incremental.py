"""What is made from an earlier version equals what is made from scratch, and only what changed is made again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from svelte_warden.facts.file import facts_of
from svelte_warden.facts.model import Element
from tests.robustness.components import COMPONENTS

if TYPE_CHECKING:
    from svelte_warden.facts.file import ParsedFile

PIECES = (
    *[bytes([byte]) for byte in b"ax <>/{}()[]'\"`=.,;:#@&-\n"],
    b"{/if}", b"{#if a}", b"{:else}", b"{#each a as b}", b"{/each}", b"{:then}", b"</p>", b"<p>", b"<div>", b"</div>",
    b"<Foo a={b}>", b"</Foo>", b"<li>", b"</", b"/>", b"<!--", b"-->", b"<script>", b"</script>", b"<style>",
    b"</style>", b"<textarea>", b"</textarea>", b"{x}", b"{`${", b"/*", b"*/", b"//", b"```\n", b"---\n", b"=>",
    b"\xff", "é😀".encode(), b"// svelte-warden-ignore a\n", b"\r\n", b"let a = 1;\n", b"lang='ts'",
)  # fmt: skip


def edited(data: bytes, choices: st.DataObject) -> bytes:
    start = choices.draw(st.integers(0, len(data)))
    removed = choices.draw(st.sampled_from([0, 0, 0, 1, 1, 2, 5, 20, 200]))
    inserted = b"".join(choices.draw(st.lists(st.sampled_from(PIECES), max_size=3)))
    return data[:start] + inserted + data[start + removed :]


@given(st.sampled_from(sorted(COMPONENTS)), st.data())
def test_facts_after_edits_equal_those_from_scratch(name: str, choices: st.DataObject) -> None:
    data = COMPONENTS[name]
    parsed = facts_of(name, data)
    for _ in range(choices.draw(st.integers(1, 6))):
        data = edited(data, choices)
        parsed = facts_of(name, data, parsed)
        assert_same(parsed, facts_of(name, data))


@given(st.data())
def test_facts_after_edits_of_broken_markup_equal_those_from_scratch(choices: st.DataObject) -> None:
    pieces = st.lists(st.sampled_from(PIECES), max_size=30).map(b"".join)
    data = choices.draw(pieces)
    parsed = facts_of("A.svelte", data)
    for _ in range(4):
        data = edited(data, choices)
        parsed = facts_of("A.svelte", data, parsed)
        assert_same(parsed, facts_of("A.svelte", data))


def assert_same(parsed: ParsedFile, scratch: ParsedFile) -> None:
    assert parsed.facts == scratch.facts
    assert parsed.data == scratch.data
    if scratch.markup is not None:
        assert parsed.markup is not None
        assert parsed.markup.unsettled == scratch.markup.unsettled
        assert parsed.markup.scripts == scratch.markup.scripts
        assert parsed.markup.deepest >= scratch.markup.deepest


def test_the_same_bytes_are_the_same_file() -> None:
    data = COMPONENTS["Modern.svelte"]
    parsed = facts_of("Modern.svelte", data)
    assert facts_of("Modern.svelte", bytes(bytearray(data)), parsed) is parsed


def test_only_the_way_to_the_change_is_made_again() -> None:
    source = b"<script>\nlet a = 1;\nlet b = 2;\n</script>\n<A {a}/><div class={b}>{x}<B/>{y}</div><C>{z}</C>"
    parsed = facts_of("A.svelte", source)
    again = facts_of("A.svelte", source.replace(b"{x}", b"{longer}"), parsed)
    old, new = parsed.facts, again.facts
    assert [a.item is b.item for a, b in zip(old.markup, new.markup, strict=True)] == [True, False, True]
    assert all(a.item is b.item for a, b in zip(old.instance, new.instance, strict=True))
    before, after = old.markup[1].item, new.markup[1].item
    assert isinstance(before, Element)
    assert isinstance(after, Element)
    assert [a.item is b.item for a, b in zip(before.children, after.children, strict=True)] == [False, True, True]
    assert before.attributes == after.attributes


def test_code_in_a_changed_tag_is_used_again() -> None:
    parsed = facts_of("A.svelte", b"<A one={f(1)} two={g(2)}/>")
    again = facts_of("A.svelte", b"<A one={f(1)} two={g(22)}/>", parsed)
    before, after = parsed.facts.markup[0].item, again.facts.markup[0].item
    assert isinstance(before, Element)
    assert isinstance(after, Element)
    (one, _), (same, _) = before.attributes, after.attributes
    assert one.item.parts[0].item is same.item.parts[0].item  # type: ignore[union-attr] # both are plain attributes


def test_a_statement_that_moved_is_used_again() -> None:
    parsed = facts_of("a.ts", b"let a = 1;\nlet b = 2;\n")
    again = facts_of("a.ts", b"let x;\nlet a = 1;\nlet b = 2;\n", parsed)
    assert [statement.item for statement in again.facts.module[1:]] == [
        statement.item for statement in parsed.facts.module
    ]
    assert all(a.item is b.item for a, b in zip(again.facts.module[1:], parsed.facts.module, strict=True))
