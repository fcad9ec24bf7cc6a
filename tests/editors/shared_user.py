"""A project with one finding, whose fix edits three files."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

RULE = "shared-store"
FIX = "Turn `user` into context, created in src/routes/+layout.svelte"

LINE = 3  # of the finding in the layout, from 0

_FILES = {
    "package.json": '{ "devDependencies": { "svelte": "^5.0.0", "@sveltejs/kit": "^2.0.0" } }\n',
    "src/lib/stores.js": "import { writable } from 'svelte/store';\n\nexport const user = writable(null);\n",
    "src/routes/+layout.server.js": "export const load = ({ locals }) => ({ user: locals.user });\n",
    "src/routes/+layout.svelte": (
        "<script>\n\timport { user } from '$lib/stores';\n\tlet { data, children } = $props();\n"
        "\tif (data.user) user.set(data.user);\n</script>\n\n{@render children()}\n"
    ),
    "src/routes/+page.svelte": "<script>\n\timport { user } from '$lib/stores';\n</script>\n\n<p>{$user?.name}</p>\n",
}
_AFTERWARDS = {
    "src/lib/stores.js": "getContext(",
    "src/routes/+layout.svelte": "= setUser(",
    "src/routes/+page.svelte": "= getUser()",
}


def write(folder: Path) -> Path:
    """Write the project, and return the layout, which has the finding."""
    for name, text in _FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "src/routes/+layout.svelte"


def is_fixed(folder: Path) -> bool:
    """Whether all three files are as the fix makes them."""
    return all(part in (folder / name).read_text(encoding="utf-8") for name, part in _AFTERWARDS.items())
