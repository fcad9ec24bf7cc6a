"""An open document: its text, and the last parse, from which the next one is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from svelte_warden.facts.file import facts_of

if TYPE_CHECKING:
    from svelte_warden.facts.file import FileFacts, ParsedFile
    from svelte_warden.text.source import Source


@dataclass(slots=True)
class OpenDocument:
    """The newest text of a document and the editor's number for it."""

    source: Source
    version: int
    parsed: ParsedFile | None = None

    def facts(self, path: str) -> FileFacts:
        """Parse the newest text, reusing what the last parse has in common with it."""
        self.parsed = facts_of(path, self.source.data, self.parsed)
        return self.parsed.facts
