"""Small SvelteKit projects for tests of what needs more than one file."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

KIT = '{"devDependencies": {"svelte": "^5.0.0", "@sveltejs/kit": "^2.0.0"}}'
LAYOUT = """\
<script>
  import { setContext } from 'svelte';
  let { children } = $props();
  setContext('user', { name: 'Ada' });
</script>
{@render children()}
"""
PAGE = """\
<script>
  import { getContext } from 'svelte';
  import { cart } from '$lib/cart.svelte.js';
  const user = getContext('user');
  const again = getContext('user');
</script>
<p>{user} {again}</p>
<button onclick={() => cart.items.push(1)}>Add</button>
"""
CART = """\
export const cart = $state({ items: [] });
export function empty() {
  cart.items = [];
}
"""
LOAD = """\
import { empty } from '$lib/cart.svelte.js';
export function load() {
  empty();
}
"""
FILES = {
    "package.json": KIT,
    "svelte.config.js": "export default { kit: {} };",
    "src/lib/cart.svelte.js": CART,
    "src/routes/+layout.svelte": LAYOUT,
    "src/routes/+page.js": LOAD,
    "src/routes/+page.svelte": PAGE,
}


def write(root: Path, files: Mapping[str, str] = FILES) -> Path:
    """Write a project and return its folder."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root
