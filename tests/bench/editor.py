"""An editor with open documents, on the client of `client.py`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.bench.client import LanguageClient

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType

    from typing_extensions import Self

    from tests.bench.client import Message

PUBLISH = "textDocument/publishDiagnostics"


@dataclass(slots=True)
class Document:
    """An open document.

    Attributes:
        uri: Its address.
        text: Its text when it was opened.
        version: Version of its last change.
    """

    uri: str
    text: str
    version: int = 1


@dataclass(slots=True)
class Editor:
    """A server, and what is open; use it as a context manager.

    Attributes:
        command: The program that serves.
        root: The folder of the workspace.
        pull: Whether diagnostics are asked for, or waited for.
        client: Talks to the server.
    """

    command: Sequence[str]
    root: Path
    pull: bool = False
    client: LanguageClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = LanguageClient(self.command, self.root)

    def __enter__(self) -> Self:
        """Do the handshake."""
        self.client.__enter__()
        self.client.initialize(pull=self.pull)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the server."""
        self.client.__exit__(kind, error, trace)

    def open(self, path: str, text: str | None = None) -> Document:
        """Open a file, with another text than it has if one is given, and wait for its diagnostics."""
        document = self.announce(path, text)
        self.diagnostics(document)
        return document

    def announce(self, path: str, text: str | None = None) -> Document:
        """Open a file and wait for nothing."""
        file = self.root / path
        document = Document(file.as_uri(), file.read_text(encoding="utf-8") if text is None else text)
        language = "svelte" if path.endswith(".svelte") else "typescript"
        item = {"uri": document.uri, "languageId": language, "version": document.version, "text": document.text}
        self.client.notify("textDocument/didOpen", {"textDocument": item})
        return document

    def change(self, document: Document, change: Message) -> None:
        """Change a document."""
        document.version += 1
        identifier = {"uri": document.uri, "version": document.version}
        self.client.notify("textDocument/didChange", {"textDocument": identifier, "contentChanges": [change]})

    def diagnostics(self, document: Document) -> list[Message]:
        """Wait for the diagnostics of the document's present version."""
        if self.pull:
            report = self.client.request("textDocument/diagnostic", {"textDocument": {"uri": document.uri}})
            pulled: list[Message] = report["items"]
            return pulled
        published = self.client.wait_for(
            PUBLISH, lambda it: it["uri"] == document.uri and it.get("version") == document.version
        )
        items: list[Message] = published["diagnostics"]
        return items

    def wait_for_change(self, document: Document, *, found: bool) -> None:
        """Wait until a document is said to have diagnostics, or to have none."""
        self.client.wait_for(PUBLISH, lambda it: it["uri"] == document.uri and bool(it["diagnostics"]) == found)
