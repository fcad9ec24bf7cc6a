"""VS Code with the extension as it is packaged, on a machine that has no Python to offer.

Screenshots are kept in `tests/editors/screenshots`: of what is worth a look, and under `last` how each test ended.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.editors import extension, programs, shared_user, wishlist
from tests.editors.code_server import BROWSER_OPTIONS, CodeServer, Workbench
from tests.editors.conftest import obtained
from tests.editors.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    Open = Callable[[Path], Workbench]

SCREENSHOTS = Path(__file__).parent / "screenshots"
TIMING = "context-outside-init"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser without a window."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - 0.2 s that only these tests need

    program = obtained(programs.chromium)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=BROWSER_OPTIONS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def command() -> tuple[str, ...]:
    """The command that starts code-server."""
    return str(obtained(programs.node_of_code_server)), str(obtained(programs.code_server))


@pytest.fixture(scope="module")
def no_python(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment whose PATH leads to no program at all."""
    return {"PATH": str(tmp_path_factory.mktemp("empty")), "LANG": "C.UTF-8"}


@pytest.fixture(scope="module")
def server(
    command: tuple[str, ...], no_python: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[CodeServer]:
    """VS Code with the extension, in which every workspace is trusted."""
    started = CodeServer(command, tmp_path_factory.mktemp("vscode") / "trusting", no_python)
    started.install(obtained(extension.package))
    started.start()
    yield started
    started.stop()


@pytest.fixture
def open_workspace(browser: Browser, server: CodeServer, request: pytest.FixtureRequest) -> Iterator[Open]:
    """Open a folder as a workspace."""
    context = browser.new_context(viewport={"width": 1200, "height": 700})
    yield lambda folder: Workbench(context.new_page(), server, folder)
    for page in context.pages:
        page.screenshot(path=SCREENSHOTS / "last" / f"{request.node.name}.png")
    context.close()
    server.set_user_settings({})


def test_packaging_warns_of_nothing() -> None:
    output = obtained(extension.output_of_packaging)
    assert re.search(r"^ *WARNING ", output, re.MULTILINE) is None, output  # as vsce writes it; pip has a colon
    assert "DONE  Packaged" in output


def test_package_holds_no_more_than_is_needed() -> None:
    listed = obtained(extension.output_of_packaging)
    assert "node_modules" not in listed
    assert extension.package().stat().st_size < 20_000_000


def test_finding_is_underlined_and_listed(open_workspace: Open, shop: Path) -> None:
    workbench = open_workspace(shop)
    workbench.open(shop / "src/lib/ProductCard.svelte")
    workbench.squiggles().first.wait_for()
    assert "part of the extension" in workbench.status_of_language()
    screenshot(workbench, "finding")
    workbench.problems("runs when the click handler runs").first.wait_for()
    workbench.problems("shared-store").first.wait_for()  # in a file that nobody has opened
    workbench.problems("").first.wait_for()
    screenshot(workbench, "problems")


def test_hover_tells_why(open_workspace: Open, shop: Path) -> None:
    workbench = open_workspace(shop)
    workbench.open(shop / "src/lib/ProductCard.svelte")
    workbench.squiggles().first.wait_for()
    hover = workbench.hover_over("is in your cart")
    hover.filter(has_text=f"{TIMING} · error").wait_for()  # what the server says; the finding stands above it
    screenshot(workbench, "hover")


def test_fix_is_applied_and_saved(open_workspace: Open, shop: Path) -> None:
    path = wishlist.write(shop)
    workbench = open_workspace(shop)
    workbench.open(path)
    workbench.squiggles().first.wait_for()
    workbench.go_to(wishlist.LINE + 1)
    menu = workbench.fix_menu()
    screenshot(workbench, "fixes")
    menu.filter(has_text=wishlist.FIX).first.click()
    workbench.squiggles().first.wait_for(state="detached")
    workbench.save()
    wait_for(lambda: wishlist.is_fixed(path.read_text(encoding="utf-8")), "the fixed text is saved")


def test_fix_of_several_files_is_applied_and_saved(open_workspace: Open, tmp_path: Path) -> None:
    project = tmp_path / "project"
    layout = shared_user.write(project)
    workbench = open_workspace(project)
    workbench.open(layout)
    workbench.squiggles().first.wait_for()
    workbench.go_to(shared_user.LINE + 1)
    for _ in range(len("if (data.user) ")):
        workbench.page.keyboard.press("ArrowRight")
    workbench.fix_menu().filter(has_text=shared_user.FIX).first.click()
    workbench.squiggles().first.wait_for(state="detached")
    workbench.run_command("File: Save All")
    wait_for(lambda: shared_user.is_fixed(project), "all files are saved")


def test_unsaved_edit_changes_the_findings_of_another_file(open_workspace: Open, shop: Path) -> None:
    workbench = open_workspace(shop)
    card = "runs when the click handler runs"
    workbench.problems(card).first.wait_for()
    toasts = shop / "src/lib/toasts.ts"
    workbench.open(toasts)
    workbench.go_to(12)
    workbench.page.keyboard.press("Control+/")
    workbench.problems(card).first.wait_for(state="detached")
    workbench.open(toasts)
    workbench.page.keyboard.press("Control+z")
    workbench.problems(card).first.wait_for()
    assert "// useToasts" not in toasts.read_text(encoding="utf-8")


def test_context_tree_leads_to_the_component(open_workspace: Open, shop: Path) -> None:
    workbench = open_workspace(shop)
    workbench.open(shop / "src/lib/CheckoutButton.svelte")
    workbench.squiggles().first.wait_for()
    workbench.run_command("Svelte Warden: Show Context Tree")
    tree = workbench.page.locator(".tree-explorer-viewlet-tree-view .monaco-list-row")
    workbench.page.locator(".pane-header", has_text="shop").click()  # the files make place for the tree
    tree.filter(has_text="toasts").first.wait_for()
    screenshot(workbench, "context-tree")
    tree.filter(has_text="+layout.svelte").first.click()
    workbench.page.locator('.tab.active[data-resource-name="+layout.svelte"]').wait_for()


def test_restart_finds_the_same_again(open_workspace: Open, shop: Path) -> None:
    workbench = open_workspace(shop)
    workbench.open(shop / "src/lib/ProductCard.svelte")
    workbench.squiggles().first.wait_for()
    workbench.run_command("Svelte Warden: Restart Server")
    workbench.squiggles().first.wait_for(state="detached")
    workbench.squiggles().first.wait_for()


def test_settings_are_followed(open_workspace: Open, shop: Path) -> None:
    settings = shop / ".vscode" / "settings.json"
    settings.parent.mkdir()
    settings.write_text("{}", encoding="utf-8")
    workbench = open_workspace(shop)
    card = shop / "src/lib/ProductCard.svelte"
    workbench.open(card)
    workbench.squiggles("error").first.wait_for()
    workbench.rewrite(settings, json.dumps({"svelteWarden.rules": {TIMING: "warning"}}))
    workbench.open(card)
    workbench.squiggles("warning").first.wait_for()
    workbench.rewrite(settings, json.dumps({"svelteWarden.enable": False}))
    workbench.open(card)
    workbench.squiggles("warning").first.wait_for(state="detached")


def test_component_of_another_language_is_checked(open_workspace: Open, server: CodeServer, shop: Path) -> None:
    server.set_user_settings({"files.associations": {"*.svelte": "html"}})
    workbench = open_workspace(shop)
    workbench.open(shop / "src/lib/ProductCard.svelte")
    workbench.squiggles().first.wait_for()


def test_page_of_the_rule_under_the_cursor(open_workspace: Open, shop: Path) -> None:
    workbench = open_workspace(shop)
    workbench.open(shop / "src/lib/ProductCard.svelte")
    workbench.squiggles().first.wait_for()
    workbench.go_to(12)
    workbench.run_command("Svelte Warden: Explain Rule")
    rules = workbench.page.locator(".quick-input-widget .monaco-list-row")
    rules.filter(has_text="found here").first.wait_for()
    assert TIMING in rules.first.inner_text()
    rules.first.click()
    workbench.page.locator(f'.tab.active[aria-label*="{TIMING}"]').wait_for()
    screenshot(workbench, "explain")


def test_check_of_the_workspace_runs_in_the_terminal(open_workspace: Open, shop: Path) -> None:
    workbench = open_workspace(shop)
    workbench.open(shop / "src/lib/ProductCard.svelte")
    workbench.squiggles().first.wait_for()
    workbench.run_command("Svelte Warden: Check Workspace")
    workbench.page.locator(".xterm-rows", has_text="5 errors in").wait_for()
    screenshot(workbench, "check")


def test_debug_information_names_the_server(open_workspace: Open, shop: Path) -> None:
    workbench = open_workspace(shop)
    workbench.open(shop / "src/lib/ProductCard.svelte")
    workbench.squiggles().first.wait_for()
    workbench.run_command("Svelte Warden: Show Debug Information")
    wait_for(lambda: '"origin": "bundled"' in workbench.text(), "the information is shown")


def test_server_of_the_workspace_is_started_once_it_is_trusted(
    browser: Browser, command: tuple[str, ...], no_python: dict[str, str], shop: Path, tmp_path: Path
) -> None:
    installed = shop / ".venv" / "bin" / "svelte-warden"
    installed.parent.mkdir(parents=True)
    installed.symlink_to(Path(sys.executable).with_name("svelte-warden"))
    careful = CodeServer(command, tmp_path / "vscode", no_python, trusting=False)
    careful.install(obtained(extension.package))
    careful.start()
    context = browser.new_context(viewport={"width": 1200, "height": 700})
    try:
        workbench = Workbench(context.new_page(), careful, shop)
        workbench.open(shop / "src/lib/ProductCard.svelte")
        workbench.squiggles().first.wait_for()
        assert "part of the extension" in workbench.status_of_language()
        workbench.run_command("Workspaces: Manage Workspace Trust")
        workbench.page.locator(".workspace-trust-editor").get_by_role("button", name="Trust", exact=True).click()
        workbench.open(shop / "src/lib/ProductCard.svelte")
        wait_for(lambda: "of this workspace" in workbench.status_of_language(), "the server of the workspace runs")
    finally:
        context.close()
        careful.stop()


def screenshot(workbench: Workbench, name: str) -> None:
    """Keep how it looks now."""
    workbench.page.screenshot(path=SCREENSHOTS / f"{name}.png", animations="disabled", caret="hide")
