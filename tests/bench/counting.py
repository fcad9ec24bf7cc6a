"""Counts work instead of seconds: which queries run, which files are opened, which pieces of code are understood."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from svelte_warden.engine.memo import Memo
from svelte_warden.facts.code import Code

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

    from svelte_warden.engine.nodes import Node


@dataclass(slots=True)
class Work:
    """What was done since it was last cleared.

    Attributes:
        queries: Runs of each query's function, by its name and its key.
        code: Pieces of source that were turned into what they mean, each with how often; the pieces stay alive, so
            that no other one gets their identity.
    """

    queries: Counter[tuple[str, object]] = field(default_factory=Counter)
    code: dict[tuple[int, str], tuple[Code, int]] = field(default_factory=dict)

    def clear(self) -> None:
        """Begin anew."""
        self.queries.clear()
        self.code.clear()

    def keys(self, query: str) -> list[object]:
        """Return the keys for which a query ran, one for each time."""
        return [key for name, key in self.queries.elements() if name == query]


def counted(monkeypatch: pytest.MonkeyPatch) -> Work:
    """Count queries and pieces of code from now on, until the test ends."""
    work = Work()
    call = getattr(Memo, "_call")  # noqa: B009  # private: the one place through which every run goes

    def counting_call(memo: Memo[object], node: Node) -> None:
        work.queries[node.function.__name__, node.key] += 1
        call(memo, node)

    monkeypatch.setattr(Memo, "_call", counting_call)
    for name in ("statements", "expression", "pattern"):
        monkeypatch.setattr(Code, name, _counting_property(work, name))
    return work


def _counting_property(work: Work, name: str) -> property:
    original = getattr(Code, name).fget

    def read(code: Code) -> object:
        borrowed = name == "statements" and code.form != "statement"  # those come from the expression
        if not borrowed and getattr(code, f"_{name}") is None:
            _, times = work.code.get((id(code), name), (code, 0))
            work.code[id(code), name] = (code, times + 1)
        return original(code)

    return property(read)


class _Opened:
    """Told of every file this process opens; an audit hook stays for the life of the process, so there is only one."""

    def __init__(self) -> None:
        self.listener: Counter[str] | None = None
        self.is_installed = False

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and self.listener is not None and isinstance(arguments[0], str | Path):
            self.listener[Path(arguments[0]).as_posix()] += 1


_opened = _Opened()


@contextmanager
def opened_files() -> Iterator[Counter[str]]:
    """Count how often each file is opened in this process, by path."""
    if not _opened.is_installed:
        sys.addaudithook(_opened)
        _opened.is_installed = True
    counter: Counter[str] = Counter()
    _opened.listener = counter
    try:
        yield counter
    finally:
        _opened.listener = None
