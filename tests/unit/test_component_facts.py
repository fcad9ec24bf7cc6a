from __future__ import annotations

import pytest

from svelte_warden.facts.file import FileFacts, facts_of


def facts(source: str, path: str = "Component.svelte") -> FileFacts:
    return facts_of(path, source.encode()).facts


def texts(statements: object) -> list[str]:
    assert isinstance(statements, tuple)
    return [placed.item.text.decode() for placed in statements]


def test_the_scripts_of_a_component() -> None:
    source = '<script module lang="ts">\nexport const a = 1;\n</script>\n<script>\nlet b;\nf(b);\n</script>\n<p/>'
    found = facts(source)
    assert (found.kind, found.typescript, found.size) == ("component", True, len(source))
    assert texts(found.module) == ["export const a = 1;"]
    assert texts(found.instance) == ["let b;", "f(b);"]
    assert [placed.offset for placed in found.instance] == [source.index("let b"), source.index("f(b)")]


def test_the_old_way_to_say_module() -> None:
    found = facts('<script context="module">a;</script><script lang=typescript>b;</script>')
    assert (texts(found.module), texts(found.instance), found.typescript) == (["a;"], ["b;"], True)


def test_a_closing_tag_in_a_string_ends_the_script() -> None:
    found = facts("<script>let a = '</script>';</script>")
    assert texts(found.instance) == ["let a = '"]
    assert found.has_errors


def test_only_scripts_at_the_top_are_the_components() -> None:
    found = facts(
        "<svelte:head><script>a;</script></svelte:head>{#if x}<script>b;</script>{/if}<!-- <script>c</script> -->"
    )
    assert found.instance == ()
    assert not found.has_errors


@pytest.mark.parametrize("name", ["a.ts", "a.js", "a.mjs", "a.cjs", "a.svelte.ts", "a.svelte.js", "+page.ts"])
def test_modules(name: str) -> None:
    found = facts("\ufeffimport a from 'a';\n\nexport const load = () => {};\n", name)
    assert found.kind == "module"
    assert found.typescript == name.endswith(".ts")
    assert [placed.offset for placed in found.module] == [3, 23]
    assert not found.has_errors


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("<svelte:options runes />", True),
        ("<svelte:options runes={true} />", True),
        ("<svelte:options runes={false} />", False),
        ("<svelte:options immutable />", None),
        ("<p runes />", None),
    ],
)
def test_the_runes_option(options: str, expected: bool | None) -> None:  # noqa: FBT001 - a column of the table
    assert facts(options).runes_option is expected


@pytest.mark.parametrize(
    ("comment", "whole_file", "rules", "reason"),
    [
        ("// svelte-warden-ignore shared-store", False, ["shared-store"], None),
        ("// svelte-warden-ignore rule-a, rule-b -- one -- two", False, ["rule-a", "rule-b"], "one -- two"),
        ("/* svelte-warden-ignore a b */", False, ["a", "b"], None),
        ("/** svelte-warden-ignore a -- why */", False, ["a"], "why"),
        ("<!-- svelte-warden-ignore a -- why -->", False, ["a"], "why"),
        ("<!--svelte-warden-ignore a-->", False, ["a"], None),
        ("// svelte-warden-ignore-file shared-state -- a test page", True, ["shared-state"], "a test page"),
        ("// svelte-warden-ignore", False, [], None),
        ("// svelte-warden-ignore -- why", False, [], "why"),
        ("// svelte-warden-ignore a --", False, ["a"], None),
    ],
)  # fmt: skip
def test_suppressions(comment: str, whole_file: bool, rules: list[str], reason: str | None) -> None:  # noqa: FBT001 - a column
    source = f"é\n{comment}\nx"
    (found,) = facts(source).suppressions
    data = source.encode()
    assert data[found.start : found.end].decode() == comment
    assert found.whole_file == whole_file
    assert [rule for rule, _, _ in found.rules] == rules
    assert [data[start:end].decode() for _, start, end in found.rules] == rules
    assert found.reason == reason


def test_what_only_looks_like_a_suppression() -> None:
    assert (
        facts(
            "// svelte-warden-ignored\n// svelte-warden-ignore-files\n// eslint svelte-warden-ignore a\nx", "a.ts"
        ).suppressions
        == ()
    )


def test_suppressions_stand_anywhere() -> None:
    script = "<script>\n\tf(); // svelte-warden-ignore a\n</script>\n"
    source = f"{script}<!-- svelte-warden-ignore b -->\n<p>{{x /* svelte-warden-ignore c */}}</p>"
    assert [suppression.rules[0][0] for suppression in facts(source).suppressions] == ["a", "b", "c"]


MARKDOWN = """---
title: "{not <markup>}"
---
<script>
  const text = `a`;
</script>

# Title {x}

Inline `{#if} <b>` or `<script>` and ``a ` {b}`` and <https://svelte.dev/{a}>

```svelte
<Wrong>{#each}
```

~~~
{/if}
~~~

<Right {x}>{text}</Right>
"""


@pytest.mark.parametrize("name", ["page.svx", "page.md"])
def test_code_in_markdown_is_text(name: str) -> None:
    found = facts(MARKDOWN, name)
    assert texts(found.instance) == ["const text = `a`;"]
    assert [type(placed.item).__name__ for placed in found.markup] == ["Tag", "Element"]
    assert found.markup[1].offset == MARKDOWN.index("<Right")
    assert not found.has_errors
    assert found.size == len(MARKDOWN)


@pytest.mark.parametrize("source", ["```\n{#if", "---\n<b>", "`{a", "~~~~\n~~~\n{b", "<script>`", "<style>"])
def test_unfinished_markdown_is_survived(source: str) -> None:
    assert facts(source, "page.svx").size == len(source)


@pytest.mark.parametrize("name", ["a.svelte", "a.svx", "a.ts"])
def test_any_bytes_are_survived(name: str) -> None:
    for data in (
        b"",
        b"\xff\xfe<a \xff={\xff}>",
        b"\x00{\x00}",
        b"\xef\xbb\xbf<script>\xff</script>",
        "<é{ü}>{ä}".encode("latin-1"),
    ):
        assert facts_of(name, data).facts.size == len(data)
