"""After any sequence of changes the analysis says what a new one says that never saw anything else."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from svelte_warden.engine.analysis import Analysis
from svelte_warden.text.source import Source
from tests.unit.projects import PACKAGE, svelte_project

if TYPE_CHECKING:
    from svelte_warden.engine.findings import Finding

SCRIPT = "<script{}>\nimport {{ getContext, setContext, onMount }} from 'svelte';\n{}\n</script>\n{}\n"


def component(script: str, markup: str = "", attributes: str = "") -> str:
    return SCRIPT.format(attributes, script, markup)


# What each file may contain; None: there is no such file. The modules import each other in circles.
VERSIONS: dict[str, tuple[str | None, ...]] = {
    "src/lib/user.ts": (
        "import { getContext } from 'svelte';\nexport const user = () => getContext('user');\n",
        "import { getContext } from 'svelte';\n// moved\nexport const user = () => getContext('user');\n",
        "export const user = () => 1;\n",
        "export { helper as user } from './helper';\n",
        "export const user = (",
        None,
    ),
    "src/lib/helper.ts": (
        "import { user } from './user';\nexport const helper = () => user();\nexport const shared = [];\n",
        "import { user } from './user';\nexport const helper = async () => { await 0; return user(); };\n",
        "export * from './user';\nexport const helper = (f) => setTimeout(f);\n",
        "import { onMount } from 'svelte';\nexport function helper() { onMount(() => {}); }\n",
        None,
    ),
    "src/Card.svelte": (
        component("import { user } from '$lib/user';\nconst save = () => user();", "<button onclick={save}>x</button>"),
        component(
            "import { helper } from '$lib/helper';\nhelper();\nhelper(() => getContext('a'));", "<p>{helper()}</p>"
        ),
        component("let { children } = $props();\nsetContext('user', 1);", "{@render children?.()}"),
        component(
            "import Card from './Card.svelte';\nimport Page from './routes/+page.svelte';",
            "<Card /><Page><Card/></Page>",
        ),
        "<script>\nimport { getContext } fr",
        None,
    ),
    "src/routes/+page.svelte": (
        component(
            "import Card from '../Card.svelte';\nlet { data } = $props();",
            "<Card><button onclick={() => getContext(data.x)}/></Card>",
        ),
        component("import { user } from '$lib/user';\nuser();", "{#if x}<a on:click={user}>{user()}</a>{/if}"),
        component("await 0;\nsetContext('a', 1);\n// svelte-warden-ignore context-after-await\ngetContext('a');"),
        None,
    ),
    "src/routes/+page.ts": (
        "import { user } from '$lib/user';\nexport const load = () => ({ user: user() });\n",
        "import { shared } from '$lib/helper';\nexport const load = ({ url }) => { shared.push(url); };\n",
        "export const ssr = false;\n",
        None,
    ),
    "svelte-warden.json": (
        None,
        '{"rules": {"context-timing": "warning"}}',
        '{"rules": {"context-outside-init": "off"}, "ignore": ["src/lib/"]}',
        "{",
    ),
    "package.json": (
        PACKAGE.replace('"svelte"', '"@sveltejs/kit": "^2.0.0", "svelte"'),
        PACKAGE.replace("5.0.0", "4.0.0"),
    ),
}
PATHS = tuple(VERSIONS)

changes = st.tuples(st.sampled_from(PATHS), st.integers(0, 5), st.sampled_from(("disk", "open", "close")))
steps = st.lists(
    st.tuples(st.lists(changes, min_size=1, max_size=3), st.lists(st.sampled_from(PATHS), max_size=3)), max_size=7
)


@dataclass
class World:
    """A folder, the documents open over it, and the analysis that hears of every change."""

    root: Path
    documents: dict[str, str] = field(default_factory=dict)
    analysis: Analysis = field(init=False)

    def __post_init__(self) -> None:
        for path in PATHS:
            self.write(path, VERSIONS[path][0])
        self.analysis = Analysis([self.root.as_posix()])

    def absolute(self, path: str) -> str:
        return f"{self.root.as_posix()}/{path}"

    def write(self, path: str, text: str | None) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            target.unlink(missing_ok=True)
        else:
            target.write_text(text)

    def change(self, path: str, text: str | None, how: str) -> None:
        if how == "disk":
            self.write(path, text)
            self.analysis.changed_on_disk([self.absolute(path)])
        elif how == "open" and text is not None:
            change = self.analysis.edit if path in self.documents else self.analysis.open
            self.documents[path] = text
            change(self.absolute(path), Source(text.encode()), len(text))
        elif how == "close" and self.documents.pop(path, None) is not None:
            self.analysis.close(self.absolute(path))

    def afresh(self) -> Analysis:
        """Return an analysis that sees the same files and has no past."""
        analysis = Analysis([self.root.as_posix()])
        for path, text in self.documents.items():
            analysis.open(self.absolute(path), Source(text.encode()))
        return analysis


def everything(analysis: Analysis) -> dict[str, tuple[Finding, ...]]:
    assert not [crash for path in analysis.files() for crash in analysis.outcome(path).crashes]
    return {path: analysis.findings(path) for path in analysis.files()}


def test_problems_do_not_depend_on_the_past(tmp_path: Path) -> None:
    text = "import thing from 'thing';\nthing();\n"
    root = svelte_project(tmp_path, {"tsconfig.json": "{ nonsense", "src/a.ts": text})
    path, analysis = f"{root}/src/a.ts", Analysis([root])
    everything(analysis)
    analysis.open(path, Source(b"export const thing = 1;\n"))
    everything(analysis)
    afresh = Analysis([root])
    afresh.open(path, Source(b"export const thing = 1;\n"))
    everything(afresh)
    assert len(analysis.problems()) == 1
    assert analysis.problems() == afresh.problems()


@settings(max_examples=120, deadline=None)
@given(steps)
def test_findings_do_not_depend_on_the_past(
    sequence: list[tuple[list[tuple[str, int, str]], list[str]]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder).resolve())
        everything(world.analysis)
        for changed, asked in sequence:
            for path, version, how in changed:
                versions = VERSIONS[path]
                world.change(path, versions[version % len(versions)], how)
            for path in asked:
                world.analysis.findings(world.absolute(path))
        now, afresh = world.analysis, world.afresh()
        assert everything(now) == everything(afresh)
        assert now.problems() == afresh.problems()
        assert now.counters.unsettled == 0


@settings(max_examples=30, deadline=None)
@given(st.permutations(PATHS))
def test_findings_do_not_depend_on_the_order_of_questions(order: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder).resolve())
        world.write("src/Card.svelte", VERSIONS["src/Card.svelte"][3])
        world.write("src/lib/helper.ts", VERSIONS["src/lib/helper.ts"][2])
        expected = everything(world.afresh())
        analysis = world.afresh()
        for path in order:
            analysis.findings(world.absolute(path))
        assert everything(analysis) == expected
