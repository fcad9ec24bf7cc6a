"""Half-typed markup: what is finished beside it stays what it is."""

from __future__ import annotations

import time

import pytest

from svelte_warden.facts.file import facts_of
from svelte_warden.facts.markup_reader import DEEPEST
from svelte_warden.facts.reuse import child_fragments
from tests.unit.markup_text import markup_text


@pytest.mark.parametrize(
    ("half_typed", "expected"),
    [
        ("<", ""),
        ("</", ""),
        ("</>", ""),
        ("<Chi", "  Chi\n"),
        ("<Chi ", "  Chi\n"),
        ("<Chi a={b}", '  Chi a="{b}"\n'),
        ("<Chi a={", "  Chi a\n"),
        ("<Chi a={b", '  Chi a="{b}"\n'),
        ("<Chi a={b(", '  Chi a="{b(}"\n'),
        ("<Chi a={b />", '  Chi a="{b}"\n'),
        ("<Chi {", "  Chi\n"),
        ("<Chi {...", "  Chi\n"),
        ("<Chi {...a", "  Chi {...a}\n"),
        ("<Chi on:", "  Chi on:\n"),
        ("<Chi =", "  Chi\n"),
        ("<Chi>", "  Chi\n"),
        ("<a.", "  a.\n"),
        ("{", ""),
        ("{}", ""),
        ("{foo", "  foo\n"),
        ("{foo(", "  foo(\n"),
        ("{foo('", "  foo('\n"),
        ("{foo('}", "  foo('\n"),
        ("{`${a", "  `${a\n"),
        ("{ {a }", "  {a\n"),
        ("{/* a", "  /* a\n"),
        ("{#", ""),
        ("{#i", ""),
        ("{#if", "  #if \n"),
        ("{#if}", "  #if \n"),
        ("{#if x}", "  #if x\n"),
        ("{#if x}{:else}", "  #if x\n"),
        ("{#each", "  #each \n"),
        ("{#each list as", "  #each list\n"),
        ("{#each list as {a", "  #each list as {a\n"),
        ("{#each list as x (", "  #each list as x key \n"),
        ("{#await p", "  #await p\n  :pending\n"),
        ("{#await p then", "  #await p\n  :then\n"),
        ("{#snippet", "  #snippet ()\n"),
        ("{#snippet row(", "  #snippet row()\n"),
        ("{#snippet row<", "  #snippet row()\n"),
        ("{:else}", ""),
        ("{:", ""),
        ("{/if}", ""),
        ("{/", ""),
        ("{@", ""),
        ("{@render", ""),
        ("{@const", "  @const\n"),
        ("{@const x =", "  @const x =\n"),
        ("{let x", "  @let x\n"),
        ("<!-- a", ""),
        ("</b>", ""),
        ("<!x", ""),
    ],
)
def test_neighbours_stay(half_typed: str, expected: str) -> None:
    source = f"<div>\n<Before/>\n{half_typed}\n<After {{x}}>{{y}}</After>\n</div>\n<Last/>\n"
    assert markup_text(source) == f'div\n  Before\n{expected}  After x="{{x}}"\n    y\nLast'
    assert facts_of("A.svelte", source.encode()).facts.has_errors


def test_half_typed_code_between_braces_is_the_codes_affair() -> None:
    assert markup_text("<p>{foo(}</p>{x}") == "p\n  foo(\nx"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<div>{#if a}<b>{x}{/if}{y}</div>", "div\n  #if a\n    b\n      x\n  y"),
        ("<div>{#if a}{#each b as c}{x}{/if}{y}</div>", "div\n  #if a\n    #each b as c\n    x\n  y"),
        ("{#if a}<A>{x}{:else}{y}{/if}", "#if a\n  A\n  x\n:else\n  y"),
        ("<A><B>{x}</A>{y}", "A\n  B\n  x\ny"),
        ("<A>{x}</A", "A\n  x"),
        ("{#if a}{x}{/if", "#if a\n  x"),
        ('<div class="a>{x}</div>', 'div class="a>{x}</div>"'),
        ("{#if a}{x}{:then}{y}{/if}", "#if a\n  x\n  y"),
    ],
)
def test_what_is_not_closed_ends_with_what_holds_it(source: str, expected: str) -> None:
    assert markup_text(source) == expected


def test_the_script_below_an_open_tag_is_still_the_script() -> None:
    facts = facts_of("A.svelte", b"<Foo>\n<div>\n<script>\nlet a = 1;\n</script>\n<p>{a}</p>").facts
    assert [placed.item.text for placed in facts.instance] == [b"let a = 1;"]


@pytest.mark.parametrize("unit", ["<a>", "<A>", "{#if x}", "<b {a}>", "<svelte:fragment>"])
def test_deep_nesting_is_flattened(unit: str) -> None:
    facts = facts_of("A.svelte", unit.encode() * 3 * DEEPEST).facts
    assert facts.has_errors
    depth, level = 0, [facts.markup]
    while level:
        level = [inner for fragment in level for placed in fragment for inner in child_fragments(placed.item) if inner]
        depth += 1
    assert depth <= DEEPEST + 1


@pytest.mark.parametrize(
    "unit",
    [
        "<", "{", "}", "{#if a}", "{/if}", "{:else}", "<a>", "<A>", "</a>", "<!--\n", "<!a\n", "{a\n", "{a <b\n", "`",
        "{`", "{'", '<a b="', "<a {", "<textarea>", "<script>", "<li>", "{#each a as b (", "{@html ", "{(", "${",
        "{`${", "/*", "<a b={c",
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["A.svelte", "A.svx"])
def test_the_time_stays_linear(unit: str, name: str) -> None:
    data = unit.encode() * (100_000 // len(unit))
    start = time.perf_counter()
    facts_of(name, data)
    assert time.perf_counter() - start < 10
