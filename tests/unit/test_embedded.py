"""All code of a file is found, whatever it stands in."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from svelte_warden.facts.code import Code
from svelte_warden.facts.embedded import all_code, pieces
from svelte_warden.facts.file import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

COMPONENTS = sorted((Path(__file__).parents[1] / "example-app").rglob("*.svelte"))
EVERYTHING = """
<script module>let a;</script><script>let b;</script>
<C.D {c} d="x{e}" on:f={f} bind:g={g} bind:h use:i={j} use:k.l let:m={n} let:o {...p} {@attach q} style:r="s{t}" />
{#if u}{v}{:else if w}{@html x}{:else}{@const y = z}{/if}
{#each aa as { bb }, cc (dd)}{ee}{:else}{ff}{/each}
{#await gg}{hh}{:then ii}{jj}{:catch kk}{ll}{/await}
{#key mm}{nn}{/key}{#snippet oo(pp)}{@render qq(rr)}{/snippet}{@debug ss}<slot tt={uu} /><textarea>{vv}</textarea>
"""


def code_within(value: Any) -> Iterator[Code]:  # noqa: ANN401 - whatever facts are made of
    """Yield the code in any field of any dataclass."""
    if isinstance(value, Code):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from code_within(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from code_within(getattr(value, field.name))


@pytest.mark.parametrize("text", [EVERYTHING, *(path.read_text(encoding="utf-8") for path in COMPONENTS)])
def test_all_code_is_found(text: str) -> None:
    facts = facts_of("C.svelte", text.encode()).facts
    expected = sorted(code.text for code in code_within(facts))
    assert expected
    assert sorted(code.text for code in pieces(facts)) == expected
    assert sorted(placed.item.text for placed in all_code(facts)) == expected
    assert all(
        text.encode()[at.offset :].startswith(at.item.text) for at in all_code(facts) if b"[" not in at.item.text
    )
