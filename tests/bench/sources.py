"""Text of generated files, each kind a function of a random generator and of the names it imports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench.snippets import DECLARATIONS, FUNCTIONS, MARKUP, STATEMENTS, STYLE, WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

# The function in whose body the benchmark types; every component has it.
TYPING_PLACE = "\t\t// type here\n"


def component(
    random: Random,
    *,
    lines: int,
    children: Sequence[str] = (),
    svelte_calls: Sequence[str] = (),
    imports: Sequence[str] = (),
) -> str:
    """Write a component of exactly `lines` lines, or of a few more when what it must hold needs them.

    Args:
        random: Decides which pieces it is made of.
        lines: Number of lines wanted.
        children: Names of the components it renders; `imports` must bring them.
        svelte_calls: Statements of its instance script that call Svelte's functions.
        imports: Import statements.
    """
    head = '<script lang="ts">\n' + "".join(f"\t{line}\n" for line in imports) + "\n"
    core = DECLARATIONS + "".join(f"\t{line}\n" for line in svelte_calls)
    core += f"\n\tfunction act() {{\n{TYPING_PLACE}\t\tcount += 1;\n\t}}\n"
    rendered = "".join(f"<{name} />\n" for name in children) + '<button type="button" onclick={act}>Act</button>\n'
    room = lines - _line_count(head + core + rendered) - 2
    style = STYLE if room > _line_count(STYLE) + 10 else ""
    room -= _line_count(style)
    statements = _pieces(random, STATEMENTS, room * 45 // 100)
    markup = _pieces(random, MARKUP, room - _line_count(statements))
    filler = "<!-- end -->\n" * (room - _line_count(statements) - _line_count(markup))
    return f"{head}{core}{statements}</script>\n\n{rendered}{markup}{filler}{style}"


def module(random: Random, *, lines: int, imports: Sequence[str] = ()) -> str:
    """Write a plain module of about `lines` lines."""
    head = "".join(f"{line}\n" for line in imports)
    return head + _pieces(random, FUNCTIONS, max(lines, 6))


def store_module(random: Random, name: str) -> str:
    """Write a module that exports the store `name` and a function `set_<name>` that writes it."""
    word = random.choice(WORDS)
    return (
        "import { derived, writable } from 'svelte/store';\n\n"
        f"export const {name} = writable<{{ id: string; {word}: string }} | null>(null);\n"
        f"export const {name}Label = derived({name}, ($value) => $value?.{word} ?? '');\n\n"
        f"export function reset_{name}() {{\n\t{name}.set(null);\n}}\n"
    )


def visitor_module() -> str:
    """Write the module with the store `visitor`, and the function `forget` that writes it."""
    return (
        "import { getContext } from 'svelte';\nimport { writable } from 'svelte/store';\n\n"
        "export const visitor = writable<{ id: string; name: string } | null>(null);\n\n"
        f"export function forget() {{\n{TYPING_PLACE}\tvisitor.set(null);\n}}\n\n"
        "export function session() {\n\treturn getContext<{ id: string }>('session');\n}\n"
    )


def root_layout() -> str:
    """Write the root layout, with a click handler to type in."""
    return (
        '<script lang="ts">\n'
        "\timport { onMount, setContext } from 'svelte';\n"
        "\timport { visitor } from '$lib/stores/visitor';\n\n"
        "\tlet { children } = $props();\n\tlet count = $state(0);\n\n"
        "\tsetContext('application', { name: 'bench' });\n"
        "\tonMount(() => {\n\t\tcount = 1;\n\t});\n\n"
        f"\tfunction act() {{\n{TYPING_PLACE}\t\tcount += 1;\n\t}}\n"
        "</script>\n\n"
        '<header>\n\t<button type="button" onclick={act}>{$visitor?.name ?? count}</button>\n</header>\n\n'
        "<main>{@render children()}</main>\n"
    )


def context_module(name: str) -> str:
    """Write a module with the context `name`: `provide_<name>()` sets it and `use_<name>()` reads it."""
    return (
        "import { getContext, hasContext, setContext } from 'svelte';\n\n"
        f"const key = Symbol('{name}');\n\n"
        f"export interface Value {{\n\tlabel: string;\n\tsave(text: string): void;\n}}\n\n"
        f"export function provide_{name}(value: Value): Value {{\n\treturn setContext(key, value);\n}}\n\n"
        f"export function use_{name}(): Value {{\n"
        f"\tif (!hasContext(key)) throw new Error('{name} is not provided');\n"
        "\treturn getContext<Value>(key);\n}\n"
    )


def state_module(random: Random, name: str) -> str:
    """Write a `.svelte.ts` module with a class of `$state` fields, and a function `make_<name>` that makes one."""
    word = random.choice(WORDS)
    return (
        f"export class State {{\n\t{word} = $state('');\n\tcount = $state(0);\n"
        "\tdouble = $derived(this.count * 2);\n\n\tincrement() {\n\t\tthis.count += 1;\n\t}\n}\n\n"
        f"export const make_{name} = () => new State();\n"
    )


def universal_load(name: str) -> str:
    """Write a `+page.ts`."""
    return (
        "import type { PageLoad } from './$types';\n\n"
        "export const load: PageLoad = async ({ fetch, params }) => {\n"
        f"\tconst response = await fetch(`/api/{name}/${{params.id ?? ''}}`);\n"
        "\treturn { rows: await response.json() };\n};\n"
    )


def server_load(random: Random, name: str) -> str:
    """Write a `+page.server.ts` with a load and an action."""
    word = random.choice(WORDS)
    return (
        "import { fail } from '@sveltejs/kit';\nimport type { Actions, PageServerLoad } from './$types';\n\n"
        f"const titles = new Map([['{word}', 'The {word}'], ['{name}', 'All about {name}']]);\n\n"
        "export const load: PageServerLoad = async ({ locals, params }) => {\n"
        "\tif (!locals) return { title: '' };\n"
        f"\treturn {{ title: titles.get(params.id ?? '{word}') ?? '{name}' }};\n}};\n\n"
        "export const actions: Actions = {\n\tsave: async ({ request }) => {\n"
        "\t\tconst form = await request.formData();\n"
        f"\t\tconst {word} = form.get('{word}');\n"
        f"\t\tif (!{word}) return fail(400, {{ missing: '{word}' }});\n"
        f"\t\treturn {{ {word} }};\n\t}}\n}};\n"
    )


def endpoint(name: str) -> str:
    """Write a `+server.ts`."""
    return (
        "import { json } from '@sveltejs/kit';\nimport type { RequestHandler } from './$types';\n\n"
        "export const GET: RequestHandler = async ({ url }) => {\n"
        f"\treturn json({{ name: '{name}', page: Number(url.searchParams.get('page') ?? 1) }});\n}};\n"
    )


def _pieces(random: Random, templates: Sequence[str], lines: int) -> str:
    """Join pieces as long as they fit into a number of lines."""
    pieces: list[str] = []
    number = 0
    while True:
        number += 1
        template = random.choice(templates)
        lines -= _line_count(template)
        if lines < 0:
            return "".join(pieces)
        pieces.append(template.replace("@n@", str(number)).replace("@word@", random.choice(WORDS)))


def _line_count(text: str) -> int:
    return text.count("\n")
