"""Editors that are shut down after the test, with a check that the server survived it in good order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

from tests.lsp.editor import Editor, capabilities_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from lsprotocol import types

    StartEditor = Callable[..., Awaitable[Editor]]


@pytest_asyncio.fixture
async def start_editor() -> AsyncIterator[StartEditor]:
    """Start an editor: ``await start_editor(profile, root, pull=False)``."""
    editors: list[Editor] = []

    async def start(
        profile: str | types.ClientCapabilities,
        *roots: Path,
        pull: bool = False,
        **parameters: Any,  # noqa: ANN401  see Editor.start
    ) -> Editor:
        editor = Editor()
        editors.append(editor)
        capabilities = capabilities_of(profile, pull=pull) if isinstance(profile, str) else profile
        await editor.start(*roots, capabilities=capabilities, **parameters)
        return editor

    yield start
    for editor in editors:
        assert await editor.stop() == 0, "the server ended in good order"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a component that breaks a rule, one that does so through a helper, and one that is fine."""
    (tmp_path / "package.json").write_text('{"name": "shop", "devDependencies": {"svelte": "^5.0.0"}}\n')
    source = tmp_path / "src"
    source.mkdir()
    (source / "Save.svelte").write_text(SAVE)
    (source / "Read.svelte").write_text(READ)
    (source / "Fine.svelte").write_text(FINE)
    (source / "helper.ts").write_text(HELPER)
    return tmp_path


SAVE = """\
<script>
  import { getContext } from 'svelte';
</script>
<button onclick={() => getContext('session')}>Save</button>
"""
READ = """\
<script>
  import { read } from './helper';
</script>
<button onclick={() => read()}>Read</button>
"""
FINE = """\
<script>
  import { getContext } from 'svelte';
  const session = getContext('session');
</script>
<p>{session}</p>
"""
HELPER = """\
import { getContext } from 'svelte';
export function read() {
  return getContext('session');
}
"""
HARMLESS_HELPER = HELPER.replace("return getContext('session')", "return 'nothing'")
