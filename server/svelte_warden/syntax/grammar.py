"""The tree-sitter grammars: loaded when first asked for, with one parser per thread (a parser is not thread-safe)."""

from __future__ import annotations

import threading
from functools import cache

import tree_sitter_svelte
import tree_sitter_typescript
from tree_sitter import Language, Parser


@cache
def typescript_language() -> Language:
    """The TypeScript grammar without JSX; it reads JavaScript too."""
    return Language(tree_sitter_typescript.language_typescript())


@cache
def svelte_language() -> Language:
    """The grammar of Svelte's template language; scripts and template code are raw text in it."""
    return Language(tree_sitter_svelte.language())


def typescript_parser() -> Parser:
    """The calling thread's parser of TypeScript and JavaScript."""
    return _parsers.typescript()


def svelte_parser() -> Parser:
    """The calling thread's parser of Svelte components."""
    return _parsers.svelte()


class _ThreadParsers(threading.local):
    """The parsers of one thread, made when first asked for."""

    def __init__(self) -> None:
        self._typescript: Parser | None = None
        self._svelte: Parser | None = None

    def typescript(self) -> Parser:
        parser = self._typescript
        if parser is None:
            parser = self._typescript = Parser(typescript_language())
        return parser

    def svelte(self) -> Parser:
        parser = self._svelte
        if parser is None:
            parser = self._svelte = Parser(svelte_language())
        return parser


_parsers = _ThreadParsers()
