from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from svelte_warden.project.roles import Role
from tests.unit.project_folder import APP, FLAT_APP, Folder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("src/routes/+page.svelte", Role.PAGE),
        ("src/routes/(app)/[id]/+page@(app).svelte", Role.PAGE),
        ("src/routes/+layout.svelte", Role.LAYOUT),
        ("src/routes/a/+layout@.svelte", Role.LAYOUT),
        ("src/routes/+error.svelte", Role.ERROR_PAGE),
        ("src/routes/+page.ts", Role.UNIVERSAL_LOAD),
        ("src/routes/+layout.js", Role.UNIVERSAL_LOAD),
        ("src/routes/+page.server.ts", Role.SERVER_LOAD),
        ("src/routes/+layout.server.js", Role.SERVER_LOAD),
        ("src/routes/api/+server.ts", Role.ENDPOINT),
        ("src/routes/+error@.svelte", Role.COMPONENT),
        ("src/routes/+page@x.ts", Role.MODULE),
        ("src/routes/+page.mjs", Role.MODULE),
        ("src/routes/+foo.ts", Role.MODULE),
        ("src/routes/Header.svelte", Role.COMPONENT),
        ("src/routes/data.ts", Role.MODULE),
        ("src/lib/+page.svelte", Role.COMPONENT),
        ("src/lib/+server.ts", Role.MODULE),
        ("src/hooks.server.ts", Role.HOOKS_SERVER),
        ("src/hooks.server/index.ts", Role.HOOKS_SERVER),
        ("src/hooks.client.ts", Role.HOOKS_CLIENT),
        ("src/hooks.ts", Role.HOOKS_UNIVERSAL),
        ("src/hooks/index.js", Role.HOOKS_UNIVERSAL),
        ("src/hooks/other.ts", Role.MODULE),
        ("src/lib/hooks.server.ts", Role.MODULE),
        ("src/params/integer.ts", Role.PARAMETERS),
        ("src/params/nested/x.ts", Role.MODULE),
        ("src/lib/data.remote.ts", Role.REMOTE_FUNCTIONS),
        ("src/routes/blog/data.remote.js", Role.REMOTE_FUNCTIONS),
        ("scripts/data.remote.ts", Role.MODULE),
        ("src/service-worker.ts", Role.SERVICE_WORKER),
        ("src/service-worker/index.ts", Role.SERVICE_WORKER),
        ("src/instrumentation.server.ts", Role.INSTRUMENTATION),
        ("src/lib/search.worker.ts", Role.WEB_WORKER),
        ("src/lib/worker.js", Role.WEB_WORKER),
        ("src/lib/coworker.ts", Role.MODULE),
        ("src/lib/state.svelte.ts", Role.MODULE),
        ("src/lib/Button.svelte", Role.COMPONENT),
        ("vite.config.ts", Role.CONFIG),
        ("svelte.config.js", Role.CONFIG),
        ("src/lib/app.config.ts", Role.MODULE),
        ("src/lib/a.test.ts", Role.TEST),
        ("src/lib/a.svelte.spec.ts", Role.TEST),
        ("src/routes/+page.test.ts", Role.TEST),
        ("src/routes/page.svelte.test.js", Role.TEST),
        ("tests/App.svelte", Role.TEST),
        ("e2e/setup.ts", Role.TEST),
        ("src/lib/__tests__/Host.svelte", Role.TEST),
        ("src/routes/test/+page.svelte", Role.PAGE),
        ("src/lib/Button.stories.svelte", Role.STORY),
        ("src/lib/Button.story.svelte", Role.STORY),
        ("node_modules/x/src/routes/+page.svelte", Role.COMPONENT),
        ("node_modules/x/a.test.js", Role.MODULE),
    ],
)
def test_name_and_place_make_a_role(tmp_path: Path, name: str, role: Role) -> None:
    folder = Folder(tmp_path, {"package.json": APP})
    assert folder.workspace.role(folder.path(name)) is role


def test_the_matchers_of_kit_3_are_one_module(tmp_path: Path) -> None:
    folder = Folder(tmp_path, {"package.json": FLAT_APP})
    assert folder.workspace.role(folder.path("src/params.ts")) is Role.PARAMETERS


def test_configured_places_and_endings_count(tmp_path: Path) -> None:
    config = (
        "export default { extensions: ['.svelte', '.svx'], "
        "kit: { files: { routes: 'pages', hooks: { server: 'server/hooks' } }, moduleExtensions: ['.mts'] } };"
    )
    folder = Folder(tmp_path, {"package.json": APP, "svelte.config.js": config})
    role = folder.workspace.role
    assert role(folder.path("pages/+page.svx")) is Role.PAGE
    assert role(folder.path("pages/+page.mts")) is Role.UNIVERSAL_LOAD
    assert role(folder.path("pages/+page.ts")) is Role.MODULE
    assert role(folder.path("server/hooks.mts")) is Role.HOOKS_SERVER
    assert role(folder.path("src/routes/+page.svelte")) is Role.COMPONENT


def test_without_kit_there_are_components_and_modules(tmp_path: Path) -> None:
    folder = Folder(tmp_path, {"package.json": {"devDependencies": {"svelte": "^4"}}})
    assert folder.workspace.role(folder.path("src/routes/+page.svelte")) is Role.COMPONENT
    assert folder.workspace.role(folder.path("src/hooks.server.ts")) is Role.MODULE


def test_what_runs_on_the_server_by_itself() -> None:
    assert Role.HOOKS_UNIVERSAL.is_server_entry
    assert not Role.HOOKS_CLIENT.is_server_entry
    assert Role.ERROR_PAGE.is_component
    assert not Role.STORY.is_component
