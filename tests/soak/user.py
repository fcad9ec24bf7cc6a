"""Somebody who does anything, at random: edits, opens, closes, renames, checks out, configures and asks."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from svelte_warden.lsp.uris import uri_of
from svelte_warden.text.source import Source
from tests.soak.client import HELD

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.soak.client import Client
    from tests.soak.project import Copy

MOST_OPEN = 12
CONFIG = "svelte-warden.json"
_CREATED, _CHANGED, _DELETED = 1, 2, 3
SNIPPETS = (
    "\n", " ", "x", ";", "{", "}", "'", "`", "<", "/>", "(", "// é😀\n", "\r\n", "\u2028", "<b>",
    "</script>", "await tick();\n",
    "\n  getContext('theme');\n", "\n  setContext('theme', {});\n", "\nlet visits = 0;\n", "\nvisits += 1;\n",
    "{#if ok}", "{/if}", "{@render children()}", "\nonMount(() => { getContext('theme'); });\n", "export ",
    "\nimport { getContext, setContext, onMount } from 'svelte';\n", "<!-- svelte-warden-ignore context-timing -->\n",
    "\n// svelte-warden-ignore-file\n", "\nexport const shared = writable(null);\n",
    "\nshared.set(event.locals.user);\n",
)  # fmt: skip
CONFIGS = (
    "{}",
    '{"rules": {"context-timing": "info", "shared-state": "off"}}',
    '{"rules": {"partial-context": "error"}, "lenses": true, "hints": true}',
    '{"ignore": ["**/[a-m]*.svelte"]}',
    '{"overrides": [{"files": ["src/lib/**"], "rules": {"context-provider": "hint"}}]}',
    '{"rules": {"no-such-rule": "off"}, "rulez": 1}',
    '{"rules": {',
)
SETTINGS: tuple[dict[str, Any] | None, ...] = (
    None,
    {"rules": {"context-after-await": "off"}},
    {"lenses": True, "hints": True},
    {"ignore": ["src/routes/**"]},
    {"enable": True, "rules": {"shared-state": "warning"}},
)


class User:
    """One editor window.

    Attributes:
        open: The texts of the open documents, by path relative to the project.
        settings: The editor's settings as they are now.
    """

    def __init__(self, client: Client, project: Copy, seed: int) -> None:
        self.client = client
        self.project = project
        self.chance = random.Random(seed)  # noqa: S311  no secret
        self.open: dict[str, str] = {}
        self.settings: dict[str, Any] | None = None
        self._touched: dict[str, None] = {}
        self._version = 1
        weighted: tuple[tuple[int, Callable[[], object]], ...] = (
            (60, self._type), (8, self._replace), (10, self._open_any), (6, self._close_any), (3, self._save),
            (3, self._write), (2, self._rename), (1, self._delete), (2, self._check_out), (1, self._configure),
            (1, self._set), (30, self._ask), (4, self._ask_and_cancel), (2, self._ask_for_everything), (2, self._err),
        )  # fmt: skip
        self._deeds = [deed for weight, deed in weighted for _ in range(weight)]

    def step(self) -> None:
        """Do one thing."""
        self._version += 1
        self.chance.choice(self._deeds)()

    def uri(self, name: str) -> str:
        """Return the URI of a file of the project."""
        return uri_of(self.project.path(name))

    # --- documents ----------------------------------------------------------------------------------------------------

    def _open_any(self) -> None:
        self._open(self.project.any(self.chance))

    def _open(self, name: str) -> None:
        if name in self.open:
            return
        if len(self.open) >= MOST_OPEN:
            self._close(next(iter(self.open)))
        file = self.project.root / name
        text = file.read_bytes().decode("utf-8", "replace") if file.is_file() else ""
        self.open[name] = text
        item = {"uri": self.uri(name), "languageId": "svelte", "version": self._version, "text": text}
        self.client.notify("textDocument/didOpen", {"textDocument": item})

    def _close_any(self) -> None:
        if self.open:
            self._close(self.chance.choice(sorted(self.open)))

    def _close(self, name: str) -> None:
        del self.open[name]
        self.client.notify("textDocument/didClose", {"textDocument": {"uri": self.uri(name)}})

    def _change(self, name: str, text: str, *events: dict[str, Any]) -> None:
        self.open[name] = text
        document = {"uri": self.uri(name), "version": self._version}
        self.client.notify("textDocument/didChange", {"textDocument": document, "contentChanges": list(events)})

    def _replace(self) -> None:
        """Put back what the document was, so that not everything ends up broken."""
        name = self._any_open()
        text = self.project.texts.get(name, "")
        self._change(name, text, {"text": text})

    def _type(self) -> None:
        name = self._any_open()
        text = self.open[name]
        source = Source(text.encode())
        first = self.chance.randrange(len(text) + 1)
        last = min(len(text), first + self.chance.choice((0, 0, 0, 1, 3, 40)))
        new = "" if last > first and self.chance.random() < 0.5 else self.chance.choice(SNIPPETS)
        start, end = (source.position(len(text[:place].encode()), "utf-16") for place in (first, last))
        extent = {"start": _position(start), "end": _position(end)}
        begin, stop = source.offset(*start, "utf-16"), source.offset(*end, "utf-16")
        after = source.data[:begin] + new.encode() + source.data[stop:]
        self._change(name, after.decode(), {"range": extent, "text": new})

    def _any_open(self) -> str:
        if not self.open:
            self._open_any()
        return self.chance.choice(sorted(self.open))

    def _save(self) -> None:
        name = self._any_open()
        self.project.write(name, self.open[name])
        self.client.notify("textDocument/didSave", {"textDocument": {"uri": self.uri(name)}})
        self._tell({name: _CHANGED})

    # --- the disk -----------------------------------------------------------------------------------------------------

    def _tell(self, changes: dict[str, int]) -> None:
        self._touched.update(dict.fromkeys(changes))
        events = [{"uri": self.uri(name), "type": kind} for name, kind in changes.items()]
        self.client.notify("workspace/didChangeWatchedFiles", {"changes": events})

    def _write(self) -> None:
        name, other = self.project.any(self.chance), self.project.any(self.chance)
        self.project.write(name, self.project.texts[name] + self.chance.choice(("\n", self.project.texts[other])))
        self._tell({name: _CHANGED})

    def _rename(self) -> None:
        old = self.project.any(self.chance)
        folder, _, last = old.rpartition("/")
        new = f"{folder}/{self.chance.choice(('New', '+page', 'é'))}{last}".removeprefix("/")
        if not (self.project.root / old).is_file() or (self.project.root / new).exists():
            return
        was_open = old in self.open
        (self.project.root / old).rename(self.project.root / new)
        if was_open:
            self._close(old)
        self.client.notify("workspace/didRenameFiles", {"files": [{"oldUri": self.uri(old), "newUri": self.uri(new)}]})
        self._tell({old: _DELETED, new: _CREATED})
        if was_open:
            self._open(new)

    def _delete(self) -> None:
        name = self.project.any(self.chance)
        if (self.project.root / name).is_file():
            (self.project.root / name).unlink()
            self._tell({name: _DELETED})

    def _check_out(self) -> None:
        """Let git put back everything that was touched."""
        names = [name for name in self._touched if name != CONFIG]
        self._touched.clear()
        self.project.restore(names)
        self._tell({name: _CHANGED if name in self.project.texts else _DELETED for name in names})
        self._touched.clear()

    # --- configuration ------------------------------------------------------------------------------------------------

    def _configure(self) -> None:
        file = self.project.root / CONFIG
        if file.is_file() and self.chance.random() < 0.3:
            file.unlink()
            self._tell({CONFIG: _DELETED})
        else:
            self.project.write(CONFIG, self.chance.choice(CONFIGS))
            self._tell({CONFIG: _CHANGED})

    def _set(self) -> None:
        self.settings = self.chance.choice(SETTINGS)
        self.client.settings = self.settings or {}
        self.client.notify("workspace/didChangeConfiguration", {"settings": {"svelteWarden": self.settings}})

    # --- questions ----------------------------------------------------------------------------------------------------

    def _ask(self) -> int:
        name = self._any_open()
        document = {"textDocument": {"uri": self.uri(name)}}
        lines = self.open[name].count("\n") + 3
        place = {"line": self.chance.randrange(lines), "character": self.chance.choice((0, 3, 12, 30, 9999))}
        extent = {"range": {"start": place, "end": place}}
        method, more = self.chance.choice(
            (
                ("hover", {"position": place}),
                ("definition", {"position": place}),
                ("references", {"position": place, "context": {"includeDeclaration": True}}),
                ("documentHighlight", {"position": place}),
                ("completion", {"position": place}),
                ("codeLens", {}),
                ("inlayHint", extent),
                ("codeAction", {**extent, "context": {"diagnostics": []}}),
                ("diagnostic", {}),
                ("diagnostic", {"previousResultId": "gone"}),
            )
        )
        return self.client.request(f"textDocument/{method}", {**document, **more})

    def _ask_and_cancel(self) -> None:
        self.client.notify("$/cancelRequest", {"id": self._ask()})

    def _ask_for_everything(self) -> None:
        command, arguments = self.chance.choice(
            (
                ("svelte-warden.showContextTree", [self.uri(self._any_open())]),
                ("svelte-warden.debugInformation", []),
                ("svelte-warden.restart", []),
            )
        )
        if command.endswith("restart") and self.chance.random() < 0.9:
            return
        self.client.request("workspace/executeCommand", {"command": command, "arguments": arguments})

    def hold(self) -> int:
        """Ask for the diagnostics of the workspace, to be streamed from now on; return the id of the request."""
        return self.client.request("workspace/diagnostic", {"previousResultIds": [], "partialResultToken": HELD})

    # --- mistakes of an editor ----------------------------------------------------------------------------------------

    def _err(self) -> None:
        """Change what is not open, close it, and name places that are none; all of it without effect."""
        gone = {"uri": self.uri("src/Never.svelte"), "version": 1}
        change = {"text": "<script>getContext(1)</script>"}
        self.client.notify("textDocument/didChange", {"textDocument": gone, "contentChanges": [change]})
        self.client.notify("textDocument/didClose", {"textDocument": {"uri": gone["uri"]}})
        name = self._any_open()
        far = {"line": 10**6, "character": 5}
        extent = {"start": far, "end": far}
        text = self.open[name] + "\n"
        self._change(name, text, {"range": extent, "text": "\n"})


def _position(place: tuple[int, int]) -> dict[str, int]:
    return {"line": place[0], "character": place[1]}
