"""Projects with mistakes in them, put together at random from what people write."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

    Draw = Callable[[st.SearchStrategy[str]], str]

# One context call each: behind one that throws, a second one is not seen to throw too until the first is moved.
_CALLS = (
    "getContext('session');",
    "getContext('session').save();",
    "const { user } = getContext('session');",
    "const session = getContext('session');\n    session.save(theme);",
    "if (hasContext('session')) return session;",
    "setContext('theme', { dark: true });",
    "setContext('theme', theme);",
    "onMount(() => getContext('session').save());",
    "onDestroy(() => {});",
    "console.log(useSession().user, `getContext('session')`);",
    "const kept = getAllContexts();\n    return () => kept.get('session');",
    "for (const name of ['a', 'b']) getContext(name);",
    "return getContext(event?.type ?? 'session');",
    "createEventDispatcher()('saved');",
)
_CALLERS = (
    "function act(event) {\n    BODY\n  }",
    "const act = (event) => {\n    BODY\n  };",
    "async function act(event) {\n    await tick();\n    BODY\n  }",
    "const act = () => 1;\n  setTimeout(() => {\n    BODY\n  });",
    "const act = () => 1;\n  onMount(async () => {\n    await tick();\n    BODY\n  });",
    "const act = () => 1;\n  $effect(() => {\n    BODY\n  });",
    "const act = () => 1;\n  onMount(() => {\n    BODY\n  });",
    "const act = () => 1;\n  await tick();\n  (() => {\n    BODY\n  })();",
    "function act(event) {\n    if (event) {\n      // why\n      BODY\n    }\n  }",
    "function act(event) {\n    try {\n      BODY\n    } catch (session) {\n      throw session;\n    }\n  }",
)
_NOISE = (
    "",
    "let session = 1;",
    "const theme = 'dark';",
    "let theme = $state('dark');",
    "const session = getContext('session');",
    "let { children, theme } = $props();",
    "// getContext('session') is called below",
    "function other(session) {\n    return `${session}\n`;\n  }",
    "const user = { name: 'Ada' }, session2 = 2;",
)
_MARKUP = (
    "<button onclick={act}>{session}</button>",
    "<button onclick={() => getContext('session').save()}>Save</button>",
    "<button onclick={() => act(1)} onblur={() => useSession()}>Save</button>",
    "{#each [1] as session}<button onclick={() => getContext('session')}>{session}</button>{/each}",
    "<p>{act}</p>",
)
_SETS = (
    "setContext('cart', { items: [] });",
    "const cart = { items: [] };\n  setContext('cart', cart);",
    "const cart = setContext('cart', { items: [] });",
    "let items = $state([]);\n  setContext('cart', { get items() { return items; } });",
    "setContext(KEY, makeCart());",
    "provideCart(makeCart());",
    "const key = Symbol('cart');\n  setContext(key, { items: [] });",
    "setContext('carts', { items: [] });",
    "setContext('Cart', { items: [] });",
    "$effect(() => {\n    setContext('cart', { items: [] });\n  });",
    "let { items } = $props();\n  setContext('cart', { items });",
    "",
)
_READS = (
    "const cart = getContext('cart');",
    "const { items } = getContext('cart');\n  const cart = { items };",
    "const cart = getContext(KEY);",
    "const cart = getCart();",
    "const key = Symbol('cart');\n  const cart = getContext(key);",
    "const cart = getContext('crat');",
    "const cart = getContext('cart');\n  setContext('cart', { items: [] });",
)
_TREES = (
    "<P /><R />",
    "<P><R /></P>",
    "{#if Math.random() > 0.5}<P />{/if}\n<R />",
    "<R />\n<P />\n<R />",
    "<Q />\n<P />",
    "{#each [1, 2] as item}<P {item} /><R />{/each}",
)
_SVELTE = "createEventDispatcher, getAllContexts, getContext, hasContext, onDestroy, onMount, setContext, tick"
_MODULE = """\
import { getContext, setContext } from 'svelte';
export const KEY = Symbol('cart');
export const makeCart = () => ({ items: [] });
export const provideCart = (cart) => setContext(KEY, cart);
export const getCart = () => getContext(KEY);
export const useSession = () => getContext('session');
"""
_MAIN = "import { mount } from 'svelte';\nimport Root from './Root.svelte';\nmount(Root, { target: document.body });\n"
_PAGE = "<script>\n  import Root from '../Root.svelte';\n</script>\n<Root />\n"
# What the misplaced calls read is there, so that moving one brings up no other mistake.
_ROOT = """\
<script>
  import { setContext } from 'svelte';
  import App from './App.svelte';
  for (const key of ['session', 'a', 'b', 'save']) setContext(key, { user: 'Ada', save() {} });
  setContext('session', { user: 'Ada', save() {} });
</script>
<App />
"""


@st.composite
def mistakes(draw: Draw) -> dict[str, str]:
    """Return path → content of a project in which some calls are misplaced and some contexts never arrive."""

    def one(choices: tuple[str, ...]) -> str:
        return draw(st.sampled_from(choices))

    body = one(_CALLERS).replace("BODY", one(_CALLS))
    parts = "import P from './P.svelte';\n  import Q from './Q.svelte';\n  import R from './R.svelte';"
    files = {
        "src/App.svelte": _component(f"{parts}\n  {one(_NOISE)}\n\n  {body}", f"{one(_TREES)}\n{one(_MARKUP)}", draw),
        "src/P.svelte": _component(one(_SETS), "<slot />", draw),
        "src/Q.svelte": _component("import R from './R.svelte';", "<R />", draw),
        "src/R.svelte": _component(one(_READS), "<p>{cart.items.length}</p>", draw),
        "src/Root.svelte": _ROOT,
        "src/cart.js": _MODULE,
    }
    if one(("kit", "alone")) == "kit":
        packages = {"svelte": "5.57.3", "@sveltejs/kit": "2.70.4"}
        files |= {"src/routes/+page.svelte": _PAGE, "svelte.config.js": "export default {};\n"}
    else:
        packages = {"svelte": "5.57.3"}
        files["src/main.js"] = _MAIN
    return {"package.json": json.dumps({"devDependencies": packages}), **files}


def _component(script: str, markup: str, draw: Draw) -> str:
    """Return a component that imports all it may need, with the script before the markup or behind it."""
    imports = (
        f"import {{ {_SVELTE} }} from 'svelte';\n  import {{ KEY, getCart, makeCart, provideCart, useSession }} from "
    )
    element = f"<script>\n  {imports}'./cart.js';\n  {script}\n</script>\n"
    return draw(st.sampled_from((f"{element}{markup}\n", f"{element}\n{markup}\n", f"{markup}\n{element}")))
