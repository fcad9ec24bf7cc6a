"""VS Code in a browser that nobody sees: the editor's server, and the page as a user looks at it."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import urllib.error
import urllib.request
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import quote

from tests.editors.waiting import PATIENCE, wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from playwright.sync_api import Locator, Page

_MILLISECONDS = 1000
_PRESSES = 3

BROWSER_OPTIONS = (
    "--no-sandbox",  # it must run as root, too
    "--disable-gpu",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # no page asks for anything beyond this machine
)

# Nothing pops up that no test asked for.
_CALM = {
    "workbench.startupEditor": "none",
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "workbench.tips.enabled": False,
    "workbench.welcomePage.walkthroughs.openOnInstall": False,
    "chat.disableAIFeatures": True,
    "telemetry.telemetryLevel": "off",
    "update.mode": "none",
    "extensions.autoCheckUpdates": False,
    "extensions.autoUpdate": False,
    "extensions.ignoreRecommendations": True,
    "editor.accessibilitySupport": "off",
    "editor.minimap.enabled": False,
    "editor.autoClosingBrackets": "never",  # what is typed is what stands there
    "editor.autoClosingQuotes": "never",
    "editor.autoSurround": "never",
    "workbench.editor.useModal": "off",
    "editor.hover.delay": 100,
    "files.autoSave": "off",  # on in a browser
    "git.enabled": False,
    "terminal.integrated.gpuAcceleration": "off",  # so that its text is part of the page
    "typescript.validate.enable": False,
    "security.workspace.trust.startupPrompt": "never",
    "security.workspace.trust.banner": "never",
}


class CodeServer:
    """One running VS Code with its own settings and extensions.

    Args:
        command: Starts code-server.
        folder: Holds its settings and extensions.
        environment: Of the process, and so of the extensions.
        trusting: Whether every workspace is trusted.
    """

    def __init__(
        self, command: Sequence[str], folder: Path, environment: Mapping[str, str], *, trusting: bool = True
    ) -> None:
        self._command = [*command, "--config", str(folder / "config.yaml")]
        self._command += ["--user-data-dir", str(folder / "data"), "--extensions-dir", str(folder / "extensions")]
        self._folder = folder
        self._environment = {**environment, "HOME": str(folder), "EXTENSIONS_GALLERY": "{}", "VSCODE_PROXY_URI": ""}
        self._trusting = trusting
        self._process: subprocess.Popen[bytes] | None = None
        self.address = ""
        folder.mkdir(parents=True)
        (folder / "config.yaml").write_text("auth: none\ncert: false\n", encoding="utf-8")
        self.set_user_settings({})

    def set_user_settings(self, settings: Mapping[str, object]) -> None:
        """Write the user's settings; a page sees them when it is opened."""
        path = self._folder / "data" / "User" / "settings.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({**_CALM, **settings}), encoding="utf-8")

    def install(self, package: Path) -> None:
        """Install an extension from its package."""
        done = subprocess.run(
            [*self._command, "--install-extension", str(package)],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def start(self) -> None:
        """Start it, and wait until pages can be opened."""
        port = _free_port()
        self.address = f"http://127.0.0.1:{port}"
        options = ["--bind-addr", f"127.0.0.1:{port}", "--disable-telemetry", "--disable-update-check"]
        options += ["--disable-workspace-trust"] if self._trusting else []
        self._process = subprocess.Popen(
            [*self._command, *options],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # so that what it starts ends with it
        )
        wait_for(self._answers, "code-server answers")

    def stop(self) -> None:
        """End it with all it has started."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGTERM)
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=2) as answer:  # noqa: S310 - it is our own
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


class Workbench:
    """The page of one workspace.

    Args:
        page: An empty page.
        server: Is running.
        workspace: The folder to open.
    """

    def __init__(self, page: Page, server: CodeServer, workspace: Path) -> None:
        self.page = page
        self._workspace = workspace
        page.set_default_timeout(PATIENCE * _MILLISECONDS)
        page.goto(f"{server.address}/?folder={quote(str(workspace))}", wait_until="commit")
        page.locator(".monaco-workbench .explorer-folders-view .monaco-list-row").first.wait_for()

    def run_command(self, title: str) -> None:
        """Run a command by its title in the command palette."""
        self.page.keyboard.press("F1")
        palette = self.page.locator(".quick-input-widget")
        palette.locator("input").first.fill(f">{title}")
        palette.locator(".monaco-list-row", has_text=title).first.click()

    def open(self, path: Path) -> None:
        """Open a file of the workspace by its name; a choice may be lost while the list of files still changes."""
        tab = self.page.locator(f'.tab.active[data-resource-name="{path.name}"]')
        self._repeat(lambda: self._pick(path), tab, f"{path.name} does not open")
        self.page.locator(
            f'.editor-instance[data-mode-id] .monaco-editor.focused[data-uri$="/{quote(path.name)}"]'
        ).wait_for()

    def _pick(self, path: Path) -> None:
        self.page.keyboard.press("Control+p")
        picker = self.page.locator(".quick-input-widget")
        picker.locator("input").first.fill(path.relative_to(self._workspace).as_posix())
        picker.locator(".monaco-list-row", has_text=path.name).first.click()

    def go_to(self, line: int) -> None:
        """Put the cursor on the first character of a line that is no blank; lines count from 1."""
        self.page.keyboard.press("Control+g")
        self.page.locator(".quick-input-widget input").first.fill(f":{line}")
        self.page.keyboard.press("Enter")
        self.page.locator(".quick-input-widget").wait_for(state="hidden")
        self.page.keyboard.press("Home")

    def squiggles(self, severity: str = "error") -> Locator:
        """Return the wavy lines of the editor that is shown."""
        return self.page.locator(f".editor-instance .squiggly-{severity}")

    def problems(self, about: str) -> Locator:
        """Show the panel *Problems*, and return the entries in which some text occurs."""
        self.run_command("Problems: Focus on Problems View")
        self.page.get_by_placeholder("Filter (e.g.").first.fill(about)  # the panel only has the entries on the screen
        return self.page.locator(".markers-panel .monaco-list-row", has_text=about)

    def hover_over(self, text: str) -> Locator:
        """Put the pointer on some text of the editor, and return what shows up."""
        place = self._place_of(text)
        self.page.mouse.move(place["x"] + 3, place["y"])
        self.page.mouse.move(place["x"], place["y"])
        return self.page.locator(".monaco-editor .monaco-hover:not(.hidden), .monaco-resizable-hover").first

    def fix_menu(self) -> Locator:
        """Open the menu of fixes at the cursor, and return its entries; a key may be lost while the editor is busy."""
        menu = self.page.locator(".action-widget .monaco-list-row.action")
        self._repeat(lambda: self.page.keyboard.press("Control+."), menu.first, "the menu of fixes does not open")
        return menu

    def _repeat(self, do: Callable[[], None], expected: Locator, message: str) -> None:
        """Do something until what is expected of it shows; what somebody does may be lost while VS Code is busy."""
        from playwright.sync_api import TimeoutError as NotInTimeError  # noqa: PLC0415 - only who drives VS Code needs it

        for _ in range(_PRESSES):
            do()
            with suppress(NotInTimeError):
                expected.wait_for(timeout=PATIENCE / _PRESSES * _MILLISECONDS)
                return
            self.page.keyboard.press("Escape")
        raise AssertionError(message)

    def save(self) -> None:
        """Save the file in the editor."""
        self.page.keyboard.press("Control+s")

    def rewrite(self, path: Path, text: str) -> None:
        """Open a file, put another text in the place of its own, and save it."""
        self.open(path)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)
        self.save()
        wait_for(lambda: path.read_text(encoding="utf-8") == text, f"{path.name} is saved")

    def text(self) -> str:
        """Return the part of the editor's text that is on the screen."""
        lines = self.page.locator(".editor-group-container.active .view-lines").first.inner_text()
        return re.sub(r"[\u00a0\u200c]", " ", lines)

    def status_of_language(self) -> str:
        """Return what the status item of the language says: which server is running."""
        button = self.page.locator('[id="status.languageStatus"]')
        button.wait_for()
        button.hover()
        shown = self.page.locator(".hover-language-status")
        shown.first.wait_for()
        return " ".join(shown.all_inner_texts())

    def _place_of(self, text: str) -> dict[str, float]:
        """Return the middle of some text, which must stand in one piece in one line of the editor."""
        line = self.page.locator(".editor-group-container.active .view-line", has_text=text).first
        place: dict[str, float] = line.evaluate(
            """(line, text) => {
                const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
                for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                    const start = node.data.replaceAll('\\u00a0', ' ').indexOf(text);
                    if (start >= 0) {
                        const range = document.createRange();
                        range.setStart(node, start);
                        range.setEnd(node, start + text.length);
                        const box = range.getBoundingClientRect();
                        return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
                    }
                }
                throw new Error(`${text} does not stand in one piece`);
            }""",
            text,
        )
        return place


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
