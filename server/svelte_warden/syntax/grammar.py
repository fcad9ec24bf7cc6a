"""The tree-sitter grammar: loaded when first asked for, with one parser per thread (a parser is not thread-safe)."""

from __future__ import annotations

import threading
from functools import cache

import tree_sitter_typescript
from tree_sitter import Language, Parser


@cache
def typescript_language() -> Language:
    """The TypeScript grammar without JSX; it reads JavaScript too."""
    return Language(tree_sitter_typescript.language_typescript())


def typescript_parser() -> Parser:
    """The calling thread's parser of TypeScript and JavaScript."""
    return _parsers.typescript()


class _ThreadParsers(threading.local):
    """The parsers of one thread, made when first asked for."""

    def __init__(self) -> None:
        self._typescript: Parser | None = None

    def typescript(self) -> Parser:
        parser = self._typescript
        if parser is None:
            parser = self._typescript = Parser(typescript_language())
        return parser


_parsers = _ThreadParsers()
