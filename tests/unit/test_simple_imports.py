"""Imports that are read without the parser mean what the parser says."""

from __future__ import annotations

import pytest

from svelte_warden.facts.lowering import lower_statements
from svelte_warden.facts.lowering.simple_imports import lower_import


@pytest.mark.parametrize(
    "source",
    [
        "import A from './a'",
        "import A from './a';",
        'import A, { b } from "./a";',
        "import A, * as b from './a'",
        "import * as all from './a';",
        "import { a, b as c, default as d } from './a';",
        "import {\n\ta,\n\tb as c,\n} from './a'",
        "import{a}from'./a'",
        "import A from './é'",
    ],
)
def test_what_everybody_writes(source: str) -> None:
    simple = lower_import(source.encode())
    assert simple is not None
    assert (simple,) == lower_statements(source.encode())


@pytest.mark.parametrize(
    "source",
    [
        "import './a'",
        "import {} from './a'",
        "import type { A } from './a'",
        "import type A from './a'",
        "import { type A } from './a'",
        "import { a as type } from './a'",
        "import { 'a-b' as c } from './a'",
        "import A from './a' with { type: 'json' }",
        "import A = require('./a')",
        "import A, from './a'",
        "import A { b } from './a'",
        "import { a b } from './a'",
        "import { a, /* b */ } from './a'",
        "import A from './a\\n'",
        "import A from './a",
        "import Ä from './a'",
        "import('./a')",
        "import.meta.env",
    ],
)
def test_what_is_left_to_the_parser(source: str) -> None:
    assert lower_import(source.encode()) is None
