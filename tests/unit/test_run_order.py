"""What a run finds does not depend on where its objects lie in memory, which decides the order of a set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.engine.analysis import Analysis
from tests.unit.projects import write

if TYPE_CHECKING:
    from pathlib import Path

RUNS = 60
FILES = {
    "package.json": '{"devDependencies": {"svelte": "^5.0.0", "@sveltejs/kit": "^2.0.0"}}',
    "src/lib/cart.svelte.js": """import { SvelteMap } from 'svelte/reactivity';
class Cart {
  lines = new SvelteMap();
  add(id) { this.lines.set(id, (this.lines.get(id) ?? 0) + 1); }
}
let cart;
export function useCart(seed) {
  cart ??= new Cart();
  seed.forEach((id) => cart.add(id));
  return cart;
}
""",
    "src/routes/+page.server.js": """export const load = ({ locals }) => ({
  lines: locals.user ? [locals.user.name] : [],
});
""",
    "src/routes/+page.svelte": """<script>
  import { useCart } from '$lib/cart.svelte.js';
  let { data } = $props();
  const cart = useCart(data.lines);
</script>
<p>{[...cart.lines.keys()].join()}</p>
""",
}


def test_what_a_value_may_be_is_tried_in_the_same_order_each_time(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    held: list[list[object]] = []
    found = set()
    for run in range(RUNS):
        held.append([object() for _ in range(797 * run % 3000)])
        if run % 3 == 0:
            held.clear()
        analysis = Analysis([tmp_path.as_posix()])
        found.add(tuple(finding for path in analysis.files() for finding in analysis.findings(path)))
    assert len(found) == 1
    assert next(iter(found))
