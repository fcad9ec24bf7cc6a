"""Which code of a component a run follows."""

from __future__ import annotations

import pytest

from svelte_warden.facts.embedded import markup_code
from svelte_warden.facts.file import FileFacts, facts_of
from svelte_warden.flow.interpreter.slicing import followed_of_module, slice_of


def component(script: str, markup: str = "") -> FileFacts:
    return facts_of("C.svelte", f"<script>\n{script}\n</script>\n{markup}".encode()).facts


def statements(script: str, markup: str = "") -> list[str]:
    """Return the statements that are followed, without the callbacks that are not."""
    facts = component(script, markup)
    texts = []
    for placed, statement in slice_of(facts).instance:
        is_whole = statement in placed.item.statements
        texts.append(placed.item.text.decode() if is_whole else f"{placed.item.text.decode().partition('(')[0]}()")
    return texts


def markup(script: str, text: str) -> list[str]:
    """Return the code within elements that are followed, of markup whose nodes lie side by side."""
    facts = component(script, text)
    kept = slice_of(facts).markup
    found = []
    for placed in facts.markup:
        if id(placed.item) in kept:
            node = FileFacts("component", False, (), (), (placed,), None, (), False, 0)  # noqa: FBT003
            found += [code.item.text.decode() for code in markup_code(node)]
    return found


OWN = "let count = $state(0);\nfunction add() {\n  count += 1;\n}\n$effect(() => {\n  console.log(count);\n});"


def test_a_component_that_keeps_to_itself_has_nothing_to_follow() -> None:
    assert statements(OWN, "<button onclick={add}>{count}</button>{#if count}<p>{count}</p>{/if}") == []


@pytest.mark.parametrize(
    "leading_out",
    [
        "let { count } = $props();",
        "export let count;",
        "globalThis.count = 1;",
        "process.env.COUNT = count;",
        "const count = await load();",
        "Math.count = 1;",
    ],
)
def test_what_leads_out_is_followed(leading_out: str) -> None:
    assert statements(leading_out) == [leading_out]


def test_imports_are_followed_and_what_shares_a_name_with_what_mentions_them() -> None:
    script = "import { save } from './store';\nlet draft = '';\nlet other = '';\nconst keep = () => save(draft);"
    script += "\nconst type = (text) => (draft = text);\nconst turn = () => (other = 1);"
    assert statements(script) == [
        "import { save } from './store';",
        "let draft = '';",
        "const keep = () => save(draft);",
        "const type = (text) => (draft = text);",
    ]


def test_the_module_script_leads_out() -> None:
    facts = facts_of("C.svelte", b"<script module>let user;</script><script>user = 1; let mine = 1;</script>").facts
    assert [placed.item.text for placed, _ in slice_of(facts).instance] == [b"user = 1;"]


def test_of_a_lifecycle_callback_that_keeps_to_itself_only_the_call_is_followed() -> None:
    script = "import { onMount } from 'svelte';\nlet width = 0;\nonMount(async () => {\n  width = await 1;\n});"
    assert statements(script) == ["import { onMount } from 'svelte';", "onMount()"]
    leading_out = script.replace("width = await 1", "width = window.innerWidth")
    assert statements(leading_out)[1:] == leading_out.split("\n", 2)[1:]


def test_a_store_and_its_value_are_one() -> None:
    script = "import { writable } from 'svelte/store';\nconst names = writable([]);\nconst add = () => ($names = [1]);"
    assert statements(script) == script.split("\n")


def test_a_function_that_awaits_suspends_nobody() -> None:
    assert statements("async function load() {\n  await fetch('/');\n}\nconst again = async () => await load();") == []


def test_a_builtin_name_that_is_declared_is_a_name_like_others() -> None:
    script = "import { make } from './make';\nconst fetch = make();\nconst load = () => fetch('/');"
    assert statements(script) == script.split("\n")
    assert len(statements(script.replace("const fetch", "const get"))) == 2


def test_reading_a_derived_value_runs_its_code() -> None:
    script = "import { count } from './count.svelte.js';\nconst double = $derived(count.value * 2);\nlet own = 1;"
    assert markup(script, "<p>{double}</p><p>{own}</p>") == ["double"]


def test_components_are_followed_with_all_they_are_given() -> None:
    assert markup("import Child from './Child.svelte';\nlet a = 1;", "<Child {a} b={() => a} /><p>{a}</p>") == [
        "Child",
        "a",
        "() => a",
    ]


def test_a_block_is_followed_for_what_is_in_it() -> None:
    script = "import Child from './Child.svelte';\nlet open = false;\nlet shut = false;"
    assert markup(script, "{#if open}<p><Child /></p>{/if}{#if shut}<p>x</p>{/if}") == ["open", "Child"]
    assert statements(script, "{#if open}<p><Child /></p>{/if}")[1:] == ["let open = false;"]


def test_handlers_are_called_and_text_is_only_read() -> None:
    script = "import { save } from './store';\nlet draft = '';\nconst keep = () => save(draft);"
    assert markup(script, "<p>{draft}</p><button onclick={keep}>x</button><button on:click={keep}>x</button>") == [
        "keep",
        "keep",
    ]


def test_a_test_tells_that_a_value_may_be_missing() -> None:
    script = "import { getContext } from 'svelte';\nconst theme = getContext('theme');"
    assert markup(script, "{theme}{#if theme}<p>x</p>{/if}") == ["theme"]
    assert markup(script, "{theme ? 'dark' : ''}") == ["theme ? 'dark' : ''"]


def module(text: str) -> list[str]:
    """Return the statements of a module that are followed though nobody asks for them."""
    facts = facts_of("m.ts", text.encode()).facts
    return [facts.module[index].item.text.decode() for index in followed_of_module(facts)]


def test_functions_and_classes_that_mention_only_their_own_are_followed_when_somebody_calls_them() -> None:
    text = "export type Row = { id: string };\nexport function first(rows: Row[]) {\n  return rows[0];\n}\n"
    text += "export const last = (rows: Row[]) => rows.at(-1);\nexport class Queue {\n  #entries = [];\n}\n"
    assert module(text) == []


@pytest.mark.parametrize(
    "statement",
    [
        "export function save(user) {\n  current = user;\n}",
        "export function save(user) {\n  keep(user);\n}",
        "export const save = (user) => store.set(user);",
        "export const save = (user) => (globalThis.user = user);",
        "export function save(user) {\n  save.last = user;\n}",
        "export default function hold(item) {\n  hold.last = item;\n}",
        "export class Save {\n  static last = 1;\n}",
        "export class Save {\n  user = getContext('user');\n}",
        "export const save = make(() => 1);",
        "export const save = async () => await import('./save');",
    ],
)
def test_what_reaches_beyond_itself_is_followed(statement: str) -> None:
    script = "import { store, getContext } from './a';\nlet current;\nfunction keep(user) {\n  current = user;\n}"
    assert statement in module(f"{script}\n{statement}\nfunction other() {{}}")
    assert "function other() {}" not in module(f"{script}\n{statement}\nfunction other() {{}}")


def test_what_a_block_binds_matters_as_what_it_comes_from() -> None:
    script = "let { users } = $props();\nlet own = [];"
    text = "{#each users as user}<p>{user.name()}</p>{/each}{#each own as item}<p>{item.name()}</p>{/each}"
    assert markup(script, text) == ["users", "user", "user.name()"]


def test_a_property_that_is_called_like_a_variable_is_not_that() -> None:
    script = "import { all } from './all';\nlet length = 1;\nconst many = all.length;\nconst spread = [...all];"
    assert statements(script) == [line for line in script.split("\n") if not line.startswith("let")]


HANDLER = """import { save } from './store';
let open = false;
let count = $state(0);
let draft = '';
const double = $derived(count * 2);
function keep() {
  save(draft);
  count += 1;
  open = !open;
}"""


def test_what_is_only_set_to_constants_is_no_reason_to_follow_more() -> None:
    assert [text.partition("\n")[0] for text in statements(HANDLER)] == [
        "import { save } from './store';",
        "let draft = '';",
        "function keep() {",
    ]
    assert slice_of(component(HANDLER)).unread == {"open", "count"}


@pytest.mark.parametrize(
    "statement",
    [
        "open = count;",
        "open = !count;",
        "count = draft.length;",
        "save.count = count;",
        "open = [count];",
        "open = `${count}`;",
    ],
)
def test_what_is_set_to_anything_else_is(statement: str) -> None:
    script = HANDLER.replace("count += 1;", statement)
    assert "let count = $state(0);" in statements(script)


def test_what_a_test_reads_is_followed_though_it_is_only_set_to_constants() -> None:
    script = HANDLER.replace("save(draft)", "if (!open) save(draft)")
    assert "let open = false;" in statements(script)
    assert slice_of(component(script)).unread == {"count"}


def test_a_variable_that_the_component_does_not_declare_is_global() -> None:
    assert (
        slice_of(component("import { save } from './a';\nconst f = () => {\n  save();\n  hits = 1;\n};")).unread
        == set()
    )
