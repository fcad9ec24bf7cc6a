"""The documents the editor has open, in our own words.

pygls' documents are not used: they split lines at U+2028 and other characters that are no line ends in the protocol,
which puts every later edit on the wrong line. Nothing a client may send raises here: a change to a document that is
not open is refused with a reason, and positions out of range are clamped.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from svelte_warden.lsp.uris import path_of
from svelte_warden.text.source import Source, encode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from svelte_warden.text.source import Encoding, TextChange

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Document:
    """An open document at one version.

    Attributes:
        uri: As the client spelled it when it opened the document; answers about it use this spelling.
        path: Where it lies, None for a document that is no file (``untitled:`` and the like).
        version: The number the client gave to this text.
        source: The text.
    """

    uri: str
    path: str | None
    version: int
    source: Source


class Documents:
    """All open documents, by the file they stand for (or by URI where there is none)."""

    def __init__(self) -> None:
        self._open: dict[str, Document] = {}

    def open(self, uri: str, version: int, text: str) -> Document:
        """Keep a document that was opened; one that was open already is replaced."""
        key = _key(uri)
        if key in self._open:
            log.warning("%s was opened twice; its text is replaced", uri)
        document = Document(uri, path_of(uri), version, Source(encode(text)))
        self._open[key] = document
        return document

    def change(self, uri: str, version: int, changes: Sequence[TextChange], encoding: Encoding) -> Document | None:
        """Apply changes, each expressed in the text that the ones before it produced.

        Returns:
            The document at its new version; None if the document is not open.
        """
        key = _key(uri)
        before = self._open.get(key)
        if before is None:
            log.warning("a change of %s is ignored: the document is not open", uri)
            return None
        if version <= before.version:
            log.info(
                "%s went from version %d to %d; the changes are applied all the same", uri, before.version, version
            )
        source, _ = before.source.apply(changes, encoding)
        after = Document(before.uri, before.path, version, source)
        self._open[key] = after
        return after

    def close(self, uri: str) -> Document | None:
        """Forget a document and return it as it was; None if it was not open."""
        document = self._open.pop(_key(uri), None)
        if document is None:
            log.warning("%s was closed but not open", uri)
        return document

    def get(self, uri: str) -> Document | None:
        """The open document that a URI means, however it is spelled."""
        return self._open.get(_key(uri))

    def at(self, path: str) -> Document | None:
        """The open document of a file."""
        return self._open.get(path)

    def __iter__(self) -> Iterator[Document]:
        return iter(tuple(self._open.values()))


def _key(uri: str) -> str:
    return path_of(uri) or uri
