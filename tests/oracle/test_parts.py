"""The oracle can fail, and knows what to run and to ask for."""

from __future__ import annotations

import pytest

from tests.oracle.asking import ALICE, BOB, Answer, leaks
from tests.oracle.cases import Case, cases, subjects
from tests.oracle.components import roots
from tests.oracle.judge import judge
from tests.oracle.kit_project import complete
from tests.oracle.observed import Leak, Observed, Thrown
from tests.oracle.results import examples, recorded, table, versions
from tests.oracle.visits import Visit, cookies, visits
from tests.rules.page import Frameworks

OUTSIDE = Thrown(
    "click handler", "Error: https://svelte.dev/e/lifecycle_outside_component", "at save (src/Save.svelte:5)"
)
UNDEFINED = Thrown("GET /", "TypeError: Cannot read properties of undefined (reading 'name')")
LEAK = Leak("Alice", "Bob", "GET / afterwards")


def case(page: str, version: str, name: str = "Example") -> Case:
    return next(
        case
        for subject in subjects()
        if (subject.page, subject.example.name) == (page, name)
        for case in cases(subject)
        if case.version == version
    )


@pytest.mark.parametrize(
    ("page", "observed", "summary"),
    [
        ("context_outside_init", Observed((OUTSIDE,)), "throws `lifecycle_outside_component`"),
        ("sibling_context", Observed((UNDEFINED,)), "reads `undefined`"),
        ("shared_store", Observed(leaks=(LEAK,)), "shows Alice's data to Bob"),
    ],
)
def test_example_has_to_go_wrong_as_its_page_says(page: str, observed: Observed, summary: str) -> None:
    shown = case(page, "as shown")
    assert (judge(shown, observed).summary, judge(shown, observed).problems) == (summary, ())
    assert judge(shown, Observed()).problems
    assert judge(shown, Observed((Thrown("build", "Error: something else"),))).problems


def test_error_from_another_file_is_not_the_one_that_is_asserted() -> None:
    elsewhere = Thrown(OUTSIDE.stage, OUTSIDE.message, "at open (src/Dialog.svelte:5)")
    assert judge(case("context_outside_init", "as shown"), Observed((elsewhere,))).problems


@pytest.mark.parametrize("observed", [Observed((OUTSIDE,)), Observed((UNDEFINED,)), Observed(leaks=(LEAK,))])
def test_better_version_must_not_go_wrong_in_any_way(observed: Observed) -> None:
    better = case("context_outside_init", "fixed")
    assert judge(better, observed).problems
    assert judge(better, Observed()).summary == "works"


def test_what_only_a_better_version_writes_has_to_be_written_by_it() -> None:
    name = "Use instead > What is accepted and forgotten"
    shown, fixed = (case("lifecycle_outside_init", version, name) for version in ("as shown", "fixed"))
    assert not judge(shown, Observed()).problems
    assert judge(shown, Observed(logs=("closed",))).problems
    assert judge(fixed, Observed()).problems
    assert not judge(fixed, Observed(logs=("closed",))).problems


def test_secret_of_another_user_is_found_wherever_it_stands() -> None:
    answer = Answer(Visit("GET", "/"), BOB, 200, f"x-user: {ALICE.secret.upper()}\n\n{BOB.secret}")
    assert list(leaks(answer, "afterwards")) == [LEAK]


def test_everything_that_answers_is_asked_for() -> None:
    files = {
        "src/routes/(shop)/orders/[id]/+page.svelte": "",
        "src/routes/+page.server.ts": "export const actions = { save: async ({ request }) => {\n"
        "  (await request.formData()).get('note') },\n remove() {} };",
        "src/routes/login/+page.server.js": "export const actions = { default: async () => {} };",
        "src/routes/api/+server.js": "export const GET = () => {};\nexport async function POST() {}",
        "src/routes/+layout.svelte": "",
        "src/lib/+page.svelte": "",
    }
    assert [str(visit) for visit in visits(files)] == [
        "POST /?/save",
        "POST /?/remove",
        "POST /login",
        "POST /api",
        "GET /orders/1",
        "GET /orders/1/__data.json",
        "GET /",
        "GET /__data.json",
        "GET /login",
        "GET /login/__data.json",
        "GET /api",
    ]
    assert visits(files)[0].fields == cookies(files) == ("note",)


def test_roots_are_what_nothing_imports() -> None:
    files = {
        "src/App.svelte": "import Save from './Save.svelte'; import { a } from '$lib/a';",
        "src/Save.svelte": "import { state } from './lib/state.svelte';",
        "src/lib/a.ts": "",
        "src/lib/state.svelte.js": "",
        "src/other.js": "",
        "package.json": "{}",
    }
    assert roots(files) == ("src/App.svelte", "src/other.js")


def test_page_that_only_loads_gets_a_component_and_hooks_run_behind_those_that_sign_in() -> None:
    files = {"src/hooks.server.ts": "own", "src/routes/a/+page.ts": "", "src/routes/b/+page.ts": "locals.plan.name"}
    app = complete(files | {"src/routes/b/+page.svelte": "own"}, Frameworks("5", "2"), asynchronous=False)
    assert app["src/example-hooks.server.ts"] == "own"
    assert "signIn" in app["src/hooks.server.js"]
    assert "JSON.stringify(data)" in app["src/routes/a/+page.svelte"]
    assert app["src/routes/b/+page.svelte"] == "own"
    assert '"plan": ["name"]' in app["options.json"]


def test_table_is_read_as_it_was_written() -> None:
    shown, fixed = case("context_outside_init", "as shown"), case("context_outside_init", "fixed")
    text = table({shown: "throws", fixed: "works"})
    assert (recorded(text, shown), recorded(text, fixed)) == ("throws", "works")
    assert recorded(text, case("shared_store", "as shown")) is None
    assert versions(text, shown.subject) == {"as shown", "fixed"}
    assert examples(text) == {("context_outside_init", "Example")}
