"""Neovim, as a user sets it up."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest

from tests.editors import programs, shared_user, wishlist
from tests.editors.conftest import REPOSITORY, obtained
from tests.editors.neovim import Neovim
from tests.editors.waiting import wait_for
from tests.rules.markdown import read_sections

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    Start = Callable[..., Neovim]

PLUGIN = f"vim.opt.runtimepath:append('{REPOSITORY / 'editors' / 'neovim'}')\n"
ENABLED = PLUGIN + "vim.lsp.enable('svelte_warden')\n"
TIMING = "context-outside-init"


@pytest.fixture
def start(tmp_path: Path, environment: Mapping[str, str]) -> Iterator[Start]:
    """Start Neovim with a configuration; by default with the plugin and its server enabled."""
    program = obtained(programs.neovim)
    running: list[Neovim] = []

    def start_one(configuration: str = ENABLED, **variables: str) -> Neovim:
        folder = tmp_path / f"neovim-{len(running)}"
        folder.mkdir()
        running.append(Neovim(program, folder, {**environment, **variables}, configuration))
        return running[-1]

    yield start_one
    for editor in running:
        editor.quit()


def test_lines_of_the_readme_in_a_new_configuration_show_a_finding(start: Start, shop: Path) -> None:
    sections = read_sections((REPOSITORY / "README.md").read_text(encoding="utf-8"))
    (lines,) = [block.text for section in sections for block in section.blocks if "vim.lsp.enable" in block.text]
    editor = start(lines)
    card = shop / "src/lib/ProductCard.svelte"
    editor.open(card)
    (finding,) = editor.wait_for_rules(card, TIMING)
    assert (finding["lnum"], finding["col"]) == (11, 2)


def test_hover_tells_why(start: Start, shop: Path) -> None:
    editor = start()
    card = shop / "src/lib/ProductCard.svelte"
    editor.open(card)
    editor.wait_for_rules(card, TIMING)
    editor.lua("vim.api.nvim_win_set_cursor(0, { 12, 4 }) vim.lsp.buf.hover()")
    shown = wait_for(lambda: floating_text(editor), "a floating window")
    assert "runs when the click handler runs" in shown


def test_fix_is_applied_and_saved(start: Start, shop: Path) -> None:
    editor = start()
    path = wishlist.write(shop)
    editor.open(path)
    editor.wait_for_rules(path, wishlist.RULE)
    apply_fix(editor, wishlist.LINE, wishlist.COLUMN, wishlist.FIX)
    editor.wait_for_rules(path)
    editor.lua("vim.cmd.write()")
    assert wishlist.is_fixed(path.read_text(encoding="utf-8"))


def test_fix_of_several_files_is_applied_and_saved(start: Start, tmp_path: Path) -> None:
    editor = start()
    layout = shared_user.write(tmp_path / "project")
    editor.open(layout)
    editor.wait_for_rules(layout, shared_user.RULE)
    apply_fix(editor, shared_user.LINE, len("\tif (data.user) "), shared_user.FIX)
    editor.wait_for_rules(layout)
    editor.lua("vim.cmd.wall()")
    assert shared_user.is_fixed(tmp_path / "project")


def test_unsaved_edit_changes_the_findings_of_another_file(start: Start, shop: Path) -> None:
    editor = start()
    card, toasts = shop / "src/lib/ProductCard.svelte", shop / "src/lib/toasts.ts"
    editor.open(card)
    editor.wait_for_rules(card, TIMING)
    editor.lua("vim.cmd.split(...) vim.fn.setline(12, '\tconsole.log(message);')", str(toasts))
    editor.wait_for_rules(card)
    editor.lua("vim.cmd.undo()")
    editor.wait_for_rules(card, TIMING)
    assert "console.log" not in toasts.read_text(encoding="utf-8")


def test_columns_are_right_after_characters_of_several_bytes(start: Start, shop: Path) -> None:
    editor = start()
    card = shop / "src/lib/ProductCard.svelte"
    editor.open(card)
    editor.wait_for_rules(card, TIMING)
    editor.lua("vim.api.nvim_buf_set_text(0, 11, 2, 11, 2, { \"'é🛒'; \" })")
    before = len("\t\t'é🛒'; ".encode())
    (finding,) = wait_for(
        lambda: [found for found in editor.findings(card) if found["col"] == before], "the finding moves with its line"
    )
    assert finding["lnum"] == 11


def test_settings_are_followed(start: Start, shop: Path) -> None:
    mild = "vim.lsp.config('svelte_warden', { settings = { svelteWarden = { rules = { ['%s'] = 'hint' } } } })\n"
    editor = start(PLUGIN + mild % TIMING + "vim.lsp.enable('svelte_warden')\n")
    card = shop / "src/lib/ProductCard.svelte"
    editor.open(card)
    wait_for(lambda: [found["severity"] for found in editor.findings(card)] == [4], "a hint")
    change_settings(editor, {"context-timing": "warning"})
    wait_for(lambda: [found["severity"] for found in editor.findings(card)] == [2], "a warning")
    change_settings(editor, {"context-timing": "off"})
    editor.wait_for_rules(card)


def test_restart_looks_at_the_disk_anew(start: Start, shop: Path) -> None:
    editor = start()
    card, toasts = shop / "src/lib/ProductCard.svelte", shop / "src/lib/toasts.ts"
    editor.open(card)
    editor.wait_for_rules(card, TIMING)
    text = toasts.read_text(encoding="utf-8")
    toasts.write_text(text.replace("\tuseToasts().show(message);", "\tconsole.log(message);"), encoding="utf-8")
    editor.lua("vim.cmd.LspSvelteWardenRestart()")
    editor.wait_for_rules(card)


def test_context_tree_leads_to_the_component(start: Start, shop: Path) -> None:
    editor = start()
    button = shop / "src/lib/CheckoutButton.svelte"
    editor.open(button)
    editor.wait_for_rules(button, "sibling-context")
    editor.lua("vim.cmd.LspSvelteWardenContextTree()")
    wait_for(lambda: editor.lua("return vim.bo.filetype == 'svelte-warden-tree'"), "the window of the tree")
    lines = editor.lua("return vim.api.nvim_buf_get_lines(0, 0, -1, false)")
    assert any(line.startswith("/") for line in lines), lines
    broken = next(number for number, line in enumerate(lines, start=1) if re.match(r"\s*!.*toasts", line))
    editor.lua("vim.api.nvim_win_set_cursor(0, { ..., 0 }) vim.cmd.normal(vim.keycode('<CR>'))", broken)
    assert editor.lua("return vim.api.nvim_buf_get_name(0)") == str(button)


def test_page_of_the_rule_under_the_cursor(start: Start, shop: Path) -> None:
    editor = start()
    card = shop / "src/lib/ProductCard.svelte"
    editor.open(card)
    editor.wait_for_rules(card, TIMING)
    editor.lua("vim.api.nvim_win_set_cursor(0, { 12, 4 }) vim.cmd.LspSvelteWardenExplain()")
    assert editor.lua("return vim.api.nvim_buf_get_lines(0, 0, 1, false)") == [f"# {TIMING}"]
    completed = editor.lua("vim.cmd.close() return vim.fn.getcompletion('LspSvelteWardenExplain shared-s', 'cmdline')")
    assert completed == ["shared-store"]


def test_debug_information_names_the_versions(start: Start, shop: Path) -> None:
    editor = start()
    card = shop / "src/lib/ProductCard.svelte"
    editor.open(card)
    editor.wait_for_rules(card, TIMING)
    editor.lua("vim.cmd.LspSvelteWardenDebugInformation()")
    wait_for(lambda: editor.lua("return vim.fn.search('pygls') > 0"), "the information")


def test_health_check_and_help_page(start: Start, shop: Path, tmp_path: Path) -> None:
    editor = start()
    card = shop / "src/lib/ProductCard.svelte"
    editor.open(card)
    editor.wait_for_rules(card, TIMING)
    editor.lua("vim.cmd.checkhealth('svelte_warden')")
    report = "\n".join(editor.lua("return vim.api.nvim_buf_get_lines(0, 0, -1, false)"))
    assert "ERROR" not in report
    assert "svelte-warden 0." in report
    assert f"running in {shop}" in report
    # the folder of the plugin itself stays as it is: tags are made in a link to its page
    (tmp_path / "doc").mkdir()
    os.link(REPOSITORY / "editors/neovim/doc/svelte-warden.txt", tmp_path / "doc" / "svelte-warden.txt")
    editor.lua("vim.opt.runtimepath:prepend(...) vim.cmd.helptags('ALL')", str(tmp_path))
    editor.lua("vim.cmd.help(':LspSvelteWardenExplain')")
    assert editor.lua("return vim.fn.expand('%:t')") == "svelte-warden.txt"


def test_health_check_tells_how_to_install_the_program(start: Start) -> None:
    editor = start(PATH="/usr/bin:/bin")
    editor.lua("vim.cmd.checkhealth('svelte_warden')")
    report = "\n".join(editor.lua("return vim.api.nvim_buf_get_lines(0, 0, -1, false)"))
    assert "ERROR `svelte-warden` is not on the PATH" in report
    assert "pip install" in report


def test_older_neovim_starts_the_server_by_itself(start: Start, shop: Path) -> None:
    pretend = (
        "local has = vim.fn.has\n"
        "vim.fn.has = function(feature) return feature == 'nvim-0.11' and 0 or has(feature) end\n"
    )
    editor = start(pretend + PLUGIN + "vim.cmd('filetype plugin on')\n")
    card = shop / "src/lib/ProductCard.svelte"
    editor.open(card)
    editor.wait_for_rules(card, TIMING)
    assert editor.lua("return vim.lsp.get_clients({ name = 'svelte_warden' })[1].root_dir") == str(shop)
    editor.lua("vim.cmd.LspSvelteWardenContextTree()")
    wait_for(lambda: editor.lua("return vim.bo.filetype == 'svelte-warden-tree'"), "the window of the tree")


def test_beside_the_language_server_of_the_svelte_team(start: Start, shop: Path) -> None:
    official = obtained(programs.svelte_language_server)
    editor = start(
        ENABLED + f"vim.lsp.config('svelte', {{ cmd = {{ '{official}', '--stdio' }}, filetypes = {{ 'svelte' }},"
        " root_markers = { 'package.json' } })\nvim.lsp.enable('svelte')\n"
    )
    card = shop / "src/lib/ProductCard.svelte"
    editor.open(card)
    editor.wait_for_rules(card, TIMING)
    editor.lua("vim.fn.append(9, '\tconst count: number = cart;')")  # a mistake for the other one to find
    others = "return #vim.tbl_filter(function(d) return d.source ~= 'svelte-warden' end, vim.diagnostic.get(0)) > 0"
    wait_for(lambda: editor.lua(others), "a finding of the other server")
    (finding,) = editor.wait_for_rules(card, TIMING)
    assert finding["lnum"] == 12
    names = editor.lua("return vim.tbl_map(function(c) return c.name end, vim.lsp.get_clients({ bufnr = 0 }))")
    assert sorted(names) == ["svelte", "svelte_warden"]


def floating_text(editor: Neovim) -> str:
    """Return what stands in the floating windows."""
    return str(
        editor.lua(
            "local text = {}\n"
            "for _, window in ipairs(vim.api.nvim_list_wins()) do\n"
            "  if vim.api.nvim_win_get_config(window).relative ~= '' then\n"
            "    vim.list_extend(text, vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false))\n"
            "  end\nend\nreturn table.concat(text, '\\n')"
        )
    )


def apply_fix(editor: Neovim, line: int, column: int, title: str) -> None:
    """Apply the code action with this title at a place, as choosing it from the menu does."""
    editor.lua(
        "local line, column, title = ...\nvim.api.nvim_win_set_cursor(0, { line + 1, column })\n"
        "vim.lsp.buf.code_action({ apply = true, filter = function(action) return action.title == title end })",
        line,
        column,
        title,
    )


def change_settings(editor: Neovim, rules: dict[str, str]) -> None:
    """Change the settings of the running server."""
    editor.lua(
        "local client = vim.lsp.get_clients({ name = 'svelte_warden' })[1]\n"
        "client.settings = { svelteWarden = { rules = ... } }\n"
        "client:notify('workspace/didChangeConfiguration', { settings = client.settings })",
        rules,
    )
