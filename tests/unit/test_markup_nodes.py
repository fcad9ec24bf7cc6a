from __future__ import annotations

import pytest

from svelte_warden.facts.file import facts_of
from svelte_warden.facts.model import ArrayLiteral, Attribute, Directive, Element, Placed, Sequence
from tests.unit.markup_text import markup_text


def first_element(source: str) -> Element:
    element = facts_of("A.svelte", source.encode()).facts.markup[0].item
    assert isinstance(element, Element)
    return element


def first_directive(source: str) -> Directive:
    directive = first_element(source).attributes[0].item
    assert isinstance(directive, Directive)
    return directive


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("list as item", "#each list as item"),
        ("list as item, i", "#each list as item index i"),
        ("list as item (item.id)", "#each list as item key item.id"),
        ("list as item, i (item.id)", "#each list as item index i key item.id"),
        ("a.b.c as {id, name = ','}, i (id)", "#each a.b.c as {id, name = ','} index i key id"),
        ("list as {a, b = {}}, i (key)", "#each list as {a, b = {}} index i key key"),
        ("Object.entries(x) as [k, v] (k)", "#each Object.entries(x) as [k, v] key k"),
        ("(x as T[]) as y", "#each (x as T[]) as y"),
        ("x as T[] as y, i (y as any)", "#each x as T[] as y index i key y as any"),
        ("x as item: Item, i (f(item))", "#each x as item index i key f(item)"),
        ("x as [a, b]: [string, Map<(x: T) => void, U>], i (a)", "#each x as [a, b] index i key a"),
        ("list, i", "#each list index i"),
        ("Array.from({ length: 10 }), i (i)", "#each Array.from({ length: 10 }) index i key i"),
        ("list", "#each list"),
        ("list.filter((as) => as.as)", "#each list.filter((as) => as.as)"),
        ("f(' as ', / as /) as x", "#each f(' as ', / as /) as x"),
        ("[1, 2] as n", "#each [1, 2] as n"),
        ("\n  list\n  as\n  item\n  (\n item.id )\n", "#each list as item key item.id"),
        ("list as $item", "#each list as $item"),
        ("list as größe", "#each list as größe"),
    ],
)
def test_each_headers(header: str, expected: str) -> None:
    assert markup_text("{#each " + header + "}{/each}") == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{#await p}{a}{:then v}{v}{:catch e}{e}{/await}", "#await p\n:pending\n  a\n:then v\n  v\n:catch e\n  e"),
        ("{#await p then v}{v}{/await}", "#await p\n:then v\n  v"),
        ("{#await p then {a, b}: T}{/await}", "#await p\n:then {a, b}"),
        ("{#await p then}{/await}", "#await p\n:then"),
        ("{#await p catch e}{/await}", "#await p\n:catch e"),
        ("{#await p.then(x => x).catch(y)}{:catch}{/await}", "#await p.then(x => x).catch(y)\n:pending\n:catch"),
        ("{#await f('a then b') then v}{:catch e}{/await}", "#await f('a then b')\n:then v\n:catch e"),
    ],
)
def test_await_blocks(source: str, expected: str) -> None:
    assert markup_text(source) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("row()", "#snippet row()"),
        ("row(a: T, {b} = {}, ...c)", "#snippet row(a: T, {b} = {}, ...c)"),
        ("row<T extends (x: A) => B, U>(a: T)", "#snippet row(a: T)"),
        ("row (a = ')')", "#snippet row(a = ')')"),
        ("row", "#snippet row()"),
    ],
)
def test_snippet_headers(header: str, expected: str) -> None:
    assert markup_text("{#snippet " + header + "}{/snippet}") == expected


def test_if_blocks() -> None:
    source = "{#if a}{b}{:else if c > d}<p>{e}</p>{:else}{f}{/if}{#if x}{:elseif y}{/if}"
    assert markup_text(source) == "#if a\n  b\n:else c > d\n  p\n    e\n:else\n  f\n#if x\n:else y"


def test_key_blocks_and_fallbacks() -> None:
    assert markup_text("{#key k}{a}{/key}{#each l as x}{x}{:else}{n}{/each}") == (
        "#key k\n  a\n#each l as x\n  x\n:else\n  n"
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{ x }", "x"),
        ("{@html a + b}", "@html a + b"),
        ("{@render f?.(x)}", "@render f?.(x)"),
        ("{@debug a, b}", "@debug a, b"),
        ("{@const {a, b} = c}", "@const {a, b} = c"),
        ("{let n = 1}", "@let n = 1"),
        ("{const n = $derived(x)}", "@const n = $derived(x)"),
        ("{letter}{constant.x}", "letter\nconstant.x"),
        ("{/* nothing */}{// nothing\n}{@debug}", ""),
        ("{/* why */ x}", "/* why */ x"),
        ("{!/re[}]/.test(x)}", "!/re[}]/.test(x)"),
        ("{`a ${ {b: `}`}.b } }`}", "`a ${ {b: `}`}.b } }`"),
        ("{a / b}{c / d}", "a / b\nc / d"),
        ("{'}'}{\"}\"}", "'}'\n\"}\""),
        ("{f(() => { return /* } */ {}; })}", "f(() => { return /* } */ {}; })"),
        ("{a < b && c > d}", "a < b && c > d"),
        ("{f('</p>')}", "f('</p>')"),
    ],
)
def test_tags(source: str, expected: str) -> None:
    assert markup_text(source) == expected


def test_text_and_comments_are_nothing() -> None:
    assert markup_text("a & b > c => d } e &amp; <!-- <p>{x}</p> --> don't 1 <!DOCTYPE html>{y}") == "y"


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ('class="a {b} c"', 'class="a {b} c"'),
        ("class='a'", 'class="a"'),
        ("class=a{b}c/d", 'class="a{b}c/d"'),
        ("href={a}/{b}", 'href="{a}/{b}"'),
        ("disabled", "disabled"),
        ('title=""', 'title=""'),
        ("{name}", 'name="{name}"'),
        ("{...rest}", "{...rest}"),
        ("{ ...rest }", "{...rest}"),
        ("{@attach f(x)}", "{@attach f(x)}"),
        ("onclick={() => { if (a > b) c('}'); }}", "onclick=\"{() => { if (a > b) c('}'); }}\""),
        ("a = {b}", 'a="{b}"'),
        ("// why {x}\n a /* > */ b", "a b"),
        ("{/* why */} a", "a"),
        ('a="{b}" c="{d}{e}"', 'a="{b}" c="{d}{e}"'),
        ("--color={x} xlink:href={y} sveltekit:prefetch", '--color="{x}" xlink:href="{y}" sveltekit:prefetch'),
        ("on:click|once|capture={h} on:submit", "on:click|once|capture={h} on:submit"),
        ("bind:value bind:this={a.b} bind:v={get, set}", "bind:value={value} bind:this={a.b} bind:v={get, set}"),
        ("use:action use:a.b={p}", "use:action use:a.b={p}"),
        ("transition:fade|local in:a.b={p} out:c animate:flip", "transition:fade|local in:a.b={p} out:c animate:flip"),
        ("class:x={y} class:active", "class:x={y} class:active={active}"),
        ("style:--x={y} style:color style:a|important={b}", "style:--x={y} style:color={color} style:a|important={b}"),
        ('style:color="red"', 'style:color={"red"}'),
        ('style:color="a {b}{c}"', "style:color={[   b, c,]}"),
        ("style:x=a{b}", "style:x={[ b]}"),
        ("let:item let:item={{x, y}} let:a={b}", "let:item=<item> let:item=<{x, y}> let:a=<b>"),
        ('slot="x"', 'slot="x"'),
        ('on:click="{h}"', "on:click={h}"),
    ],
)
def test_attributes(attributes: str, expected: str) -> None:
    assert markup_text(f"<Foo {attributes} />") == f"Foo {expected}"
    assert not facts_of("A.svelte", f"<Foo {attributes} />".encode()).facts.has_errors


def test_text_parts_stand_between_expressions() -> None:
    attribute = first_element('<p class="é {b} c">').attributes[0]
    assert isinstance(attribute.item, Attribute)
    assert attribute.offset == 3
    before, code, after = attribute.item.parts
    assert (before, after) == ("é ", " c")
    assert isinstance(code, Placed)
    assert code.offset == len('class="é {'.encode())


def test_what_directives_evaluate_lowers() -> None:
    pair = first_directive("<p bind:value={() => a, (v) => (a = v)} />").expression
    assert pair is not None
    assert isinstance(pair.item.expression, Sequence)
    style = first_directive('<p style:color="a {b} {c}" />').expression
    assert style is not None
    assert isinstance(style.item.expression, ArrayLiteral)
    assert len(style.item.expression.elements) == 2


@pytest.mark.parametrize(
    ("name", "is_component"),
    [
        ("Foo", True), ("a.b.Foo", True), ("Émile", True), ("icons.x", True),
        ("div", False), ("my-element", False), ("svelte:component", False), ("svelte:self", False), ("svg:a", False),
    ],
)  # fmt: skip
def test_component_names(name: str, is_component: bool) -> None:  # noqa: FBT001 - a column of the table
    element = first_element(f"<{name} a />")
    assert element.name == name
    assert (element.tag is not None) == is_component


def test_a_special_elements_this_is_an_attribute() -> None:
    assert markup_text('<svelte:component this={C} a={b}><svelte:element this="h{n}"/></svelte:component>') == (
        'svelte:component this="{C}" a="{b}"\n  svelte:element this="h{n}"'
    )


def test_elements_nest_and_close_as_html_says() -> None:
    assert markup_text("<ul><li>{a}<li>{b}</ul><p>{c}<div>{d}</div><br>{e}<input>{f}") == (
        "ul\n  li\n    a\n  li\n    b\np\n  c\ndiv\n  d\nbr\ne\ninput\nf"
    )
    assert not facts_of("A.svelte", b"<ul><li>a<li>b</ul>").facts.has_errors


def test_text_areas_hold_expressions_only() -> None:
    assert markup_text("<textarea a>{x}<p></textarea>{y}") == "textarea a\n  x\ny"


def test_script_and_style_elements_hold_no_markup() -> None:
    source = "<svelte:head><script src={x}>let a = '<p>{y}'</script><style>p { }</style></svelte:head>"
    assert markup_text(source) == 'svelte:head\n  script src="{x}"\n  style'


@pytest.mark.parametrize(
    "expression",
    [
        "a / 2", "a++ / 2", "a-- / b / c", "a! / 2", "a[0] / 2", "f() / 2", "`a` / 2", "!/}/.test(a)",
        "a => /[/}]'/.test(a)", "a ? /}/ : /'/", "f(/\\/}/, /`/g)", "typeof /}/", "a + /}/.source", "a + -b / c",
        "a /* } */ / 2", "a // }\n/ 2", "() => { /each/.test(a) }",
    ],
)  # fmt: skip
def test_a_slash_divides_or_begins_a_regular_expression(expression: str) -> None:
    source = "{" + expression + "}</b>{'/'}</b>"
    assert markup_text(source) == f"{expression}\n'/'"
