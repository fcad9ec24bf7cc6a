"""A statement means the same whether it is lowered from its script's tree or parsed by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from svelte_warden.facts import parsed_statements
from svelte_warden.facts.file import FileFacts, facts_of
from svelte_warden.facts.lowering import lower_statements

REPOSITORY = Path(__file__).parents[2]
FIXTURES = sorted(
    path for suffix in ("svelte", "ts", "js") for path in REPOSITORY.glob(f"tests/**/*.{suffix}") if path.is_file()
)
SCRIPT = b"import { a } from 'a';\n// a comment\nexport const b = a!.c as D.E;\nfunction f() { return b }\nf()"


def pieces(facts: FileFacts) -> list[tuple[object, object]]:
    """Return what each top-level statement was lowered to, and what it is lowered to by itself."""
    codes = [placed.item for placed in (*facts.module, *facts.instance)]
    return [(code.statements, lower_statements(code.text)) for code in codes]


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_statements_of_fixtures_mean_the_same(path: Path) -> None:
    for kept, alone in pieces(facts_of(path.name, path.read_bytes()).facts):
        assert kept == alone


def test_statement_is_lowered_without_its_tree_when_that_was_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsed_statements, "_MOST_BYTES", len(SCRIPT) + 10)
    first = facts_of("a.ts", SCRIPT).facts
    facts_of("b.ts", SCRIPT)
    assert len(first.module) == 4
    assert all(kept == alone for kept, alone in pieces(first))
