"""A workspace to measure on: one SvelteKit project of a given number of source files, the same on every machine.

The mixture follows public SvelteKit projects: half of the components are shorter than 60 lines and one in a hundred is
longer than 400, a fifth of them call Svelte's context or lifecycle functions, most import a handful of other files,
some through barrels. One in fifty has a mistake, so that there is something to report.
"""

from __future__ import annotations

import json
import math
import os
import time
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from tests.bench import sources

if TYPE_CHECKING:
    from pathlib import Path

DEFAULT_FILES = 2700
MIDDLE_COMPONENT = "src/lib/components/Middle500.svelte"
LARGE_COMPONENT = "src/lib/components/Large1600.svelte"

# A helper module, and a component that calls it while it is initialised: an edit of the first changes what is found in
# the second.
HELPER_MODULE = "src/lib/dependents/helper.ts"
HELPER_USER = "src/lib/dependents/HelperUser.svelte"

# A store that one in ten components imports, and a component that has a finding when a function of it reads context.
STORE_MODULE = "src/lib/stores/visitor.ts"
STORE_USER = "src/lib/dependents/StoreUser.svelte"

# What every route is rendered in.
ROOT_LAYOUT = "src/routes/+layout.svelte"

# A layout that sets a context, and a page below it that reads it: without the one the other has a finding.
CONTEXT_LAYOUT = "src/routes/provided/+layout.svelte"
CONTEXT_PAGE = "src/routes/provided/+page.svelte"

_SEED = 20260
_COMPONENTS_PER_FOLDER = 12
_USE_THE_STORE = 0.1
_HAVE_A_MISTAKE = 0.02
_CONFIGURATION = {
    "package.json": json.dumps(
        {
            "name": "bench",
            "type": "module",
            "devDependencies": {"svelte": "^5.57.0", "@sveltejs/kit": "^2.70.0", "vite": "^7.0.0"},
        },
        indent=2,
    )
    + "\n",
    "svelte.config.js": "export default { kit: {} };\n",
    "vite.config.ts": "import { sveltekit } from '@sveltejs/kit/vite';\n\nexport default { plugins: [sveltekit()] };\n",
}


@dataclass(slots=True)
class _Plan:
    """The files written so far, and what later ones can import."""

    random: Random
    files: dict[str, str] = field(default_factory=dict)
    contexts: list[str] = field(default_factory=list)
    stores: list[str] = field(default_factory=list)
    modules: list[str] = field(default_factory=list)
    components: list[str] = field(default_factory=list)


def generate(file_count: int = DEFAULT_FILES) -> dict[str, str]:
    """Return path → text of a workspace.

    Args:
        file_count: Number of `.svelte`, `.ts` and `.js` files below `src`, at least 30.
    """
    plan = _Plan(Random(_SEED))  # noqa: S311  # nothing secret: the same files on every machine
    _add_dependents(plan)
    _add_modules(plan, count=file_count * 25 // 100)
    route_files = file_count * 30 // 100
    _add_components(plan, until=file_count - route_files)
    _add_routes(plan, until=file_count)
    return _CONFIGURATION | plan.files


def write(folder: Path, files: dict[str, str]) -> None:
    """Write path → text below a folder, all an hour old: what is young counts as changing still."""
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    hour_ago = time.time() - 3600
    for entry in (folder, *folder.rglob("*")):
        os.utime(entry, (hour_ago, hour_ago))


def _add_dependents(plan: _Plan) -> None:
    plan.files[HELPER_MODULE] = (
        "import { getContext } from 'svelte';\n\n"
        "export function later(task: () => void) {\n\ttask();\n}\n\n"
        "export function session() {\n\treturn getContext<{ save(): void }>('session');\n}\n"
    )
    plan.files[HELPER_USER] = sources.component(
        plan.random,
        lines=60,
        imports=["import { later, session } from './helper';"],
        svelte_calls=["later(() => session().save());"],
    )
    plan.files[STORE_MODULE] = sources.visitor_module()
    plan.files[STORE_USER] = sources.component(
        plan.random,
        lines=60,
        imports=["import { forget, visitor } from '$lib/stores/visitor';"],
        svelte_calls=["setTimeout(() => forget());", "const name = $derived($visitor?.name);"],
    )
    plan.files[ROOT_LAYOUT] = sources.root_layout()
    plan.files[CONTEXT_LAYOUT] = (
        '<script lang="ts">\n'
        "\timport { setContext } from 'svelte';\n\n"
        "\tlet { children } = $props();\n\n"
        "\tsetContext('provided', { label: 'provided' });\n"
        "</script>\n\n<main>{@render children()}</main>\n"
    )
    plan.files[CONTEXT_PAGE] = sources.component(
        plan.random,
        lines=60,
        imports=["import { getContext } from 'svelte';"],
        svelte_calls=["const provided = getContext<{ label: string }>('provided');", "console.log(provided.label);"],
    )


def _add_modules(plan: _Plan, count: int) -> None:
    """Add contexts, stores, state classes, plain modules and, for every ten of these, a barrel."""
    random = plan.random
    for number in range(count):
        kind = random.choices(("context", "store", "state", "module"), weights=(2, 3, 3, 12))[0]
        name = f"{kind}{number}"
        folder = f"src/lib/{kind}s"
        if kind == "context":
            plan.contexts.append(name)
            plan.files[f"{folder}/{name}.ts"] = sources.context_module(name)
        elif kind == "store":
            plan.stores.append(name)
            plan.files[f"{folder}/{name}.ts"] = sources.store_module(random, name)
        elif kind == "state":
            plan.files[f"{folder}/{name}.svelte.ts"] = sources.state_module(random, name)
        else:
            imported = random.sample(plan.modules, min(2, len(plan.modules)))
            imports = [f"import type * as {other} from './{other}';" for other in imported]
            plan.files[f"{folder}/{name}.ts"] = sources.module(random, lines=_length(random), imports=imports)
            plan.modules.append(name)
    for kind, names in (("contexts", plan.contexts), ("stores", plan.stores)):
        plan.files[f"src/lib/{kind}/index.ts"] = "".join(f"export * from './{name}';\n" for name in names)


def _add_components(plan: _Plan, until: int) -> None:
    """Add components that render earlier ones, the two long ones last."""
    while len(plan.files) < until - 2:
        number = len(plan.components)
        folder = f"area{number // _COMPONENTS_PER_FOLDER}"
        path = f"src/lib/components/{folder}/Part{number}.svelte"
        plan.files[path] = _component(plan, lines=_length(plan.random))
        plan.components.append(f"{folder}/Part{number}")
    plan.files[MIDDLE_COMPONENT] = _component(plan, lines=500, uses_svelte=True)
    plan.files[LARGE_COMPONENT] = _component(plan, lines=1600, uses_svelte=True)
    plan.components += ["Middle500", "Large1600"]


def _component(plan: _Plan, lines: int, *, uses_svelte: bool | None = None) -> str:
    random = plan.random
    rendered = random.sample(plan.components, min(random.randrange(4), len(plan.components)))
    children = [path.rpartition("/")[2] for path in rendered]
    imports = [
        f"import {name} from '$lib/components/{path}.svelte';" for name, path in zip(children, rendered, strict=True)
    ]
    calls: list[str] = []
    if plan.modules and random.random() < 0.5:
        imports.append(f"import * as shared from '$lib/modules/{random.choice(plan.modules)}';")
        calls.append("console.debug(Object.keys(shared).length);")
    if random.random() < 0.2 if uses_svelte is None else uses_svelte:
        imports.append("import { onMount } from 'svelte';")
        calls.append("onMount(() => {\n\t\tcount = items.length;\n\t});")
        if plan.contexts:
            context = random.choice(plan.contexts)
            source = random.choice((f"$lib/contexts/{context}", "$lib/contexts"))
            imports.append(f"import {{ use_{context} }} from '{source}';")
            calls.append(f"const {context} = use_{context}();")
    if plan.stores and random.random() < 0.2:
        store = random.choice(plan.stores)
        imports.append(f"import {{ {store}, reset_{store} }} from '$lib/stores/{store}';")
        calls.append(f"const clear = () => (${store} ? reset_{store}() : undefined);")
    if random.random() < _USE_THE_STORE:
        imports.append("import { visitor } from '$lib/stores/visitor';")
        calls.append("console.debug($visitor?.name);")
    if random.random() < _HAVE_A_MISTAKE:
        imports.append("import { getContext } from 'svelte';")
        calls.append("setTimeout(() => getContext('late'));")
    return sources.component(random, lines=lines, children=children, svelte_calls=calls, imports=imports)


def _add_routes(plan: _Plan, until: int) -> None:
    """Add routes: each a page, mostly a load, sometimes a layout that provides a context, or an endpoint."""
    number = 0
    while len(plan.files) < until:
        name = f"route{number}"
        folder = f"src/routes/area{number % 9}/{name}"
        files = {f"{folder}/+page.svelte": _component(plan, lines=_length(plan.random), uses_svelte=False)}
        chance = plan.random.random()
        if chance < 0.35:
            files[f"{folder}/+page.ts"] = sources.universal_load(name)
        elif chance < 0.75:
            files[f"{folder}/+page.server.ts"] = sources.server_load(plan.random, name)
        if chance < 0.15 and plan.contexts:
            files[f"{folder}/+layout.svelte"] = _layout(plan.random.choice(plan.contexts))
        if chance > 0.9:
            files[f"src/routes/api/{name}/+server.ts"] = sources.endpoint(name)
        for path, text in files.items():
            if len(plan.files) < until:
                plan.files[path] = text
        number += 1


def _layout(context: str) -> str:
    return (
        '<script lang="ts">\n'
        f"\timport {{ provide_{context} }} from '$lib/contexts/{context}';\n\n"
        "\tlet { children } = $props();\n\n"
        f"\tprovide_{context}({{ label: '{context}', save: (text) => console.log(text) }});\n"
        "</script>\n\n<main>{@render children()}</main>\n"
    )


def _length(random: Random) -> int:
    """Draw a length in lines: half of the files are shorter than 60 lines, none is longer than 500."""
    return min(500, max(20, round(random.lognormvariate(math.log(60), 0.8))))
