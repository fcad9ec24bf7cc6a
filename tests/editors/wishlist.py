"""A component for the shop of the tests: one finding, and a safe fix for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

RULE = "context-outside-init"
FIX = "Call `getContext` at the top level of the component's script"

_TEXT = """\
<script lang="ts">
	import type { Toasts } from './toasts';
	import { getContext } from 'svelte';

	function remember() {
		getContext<Toasts>('toasts').show('It is on your list');
	}
</script>

<button onclick={remember}>Remember</button>
"""

LINE = 5  # of the finding, from 0
COLUMN = 2  # where it starts, from 0


def write(shop: Path) -> Path:
    """Write the component into the shop."""
    path = shop / "src" / "lib" / "Wishlist.svelte"
    path.write_text(_TEXT, encoding="utf-8")
    return path


def is_fixed(text: str) -> bool:
    """Whether the fix was applied: the context is read while the component is made, and used in the handler."""
    return "const toasts = getContext<Toasts>('toasts');" in text and "\t\ttoasts.show('It is on your list');" in text
