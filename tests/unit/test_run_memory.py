"""What a run of the interpreter leaves behind, and what files share."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from svelte_warden.facts.code import shared_code
from svelte_warden.facts.embedded import pieces
from svelte_warden.facts.file import facts_of
from svelte_warden.flow.interpreter.scopes import Scope
from tests.unit.projects import analysis_of, svelte_project, words

if TYPE_CHECKING:
    from pathlib import Path

COMPONENT = """<script>
    import { setContext } from 'svelte';
    import { keep } from './keep';
    function save() { return () => save; }
    setContext('save', save);
    keep(save);
</script>
<button onclick={save}>Save</button>
"""
MODULE = """
let kept;
export function keep(it) { kept = () => it; return kept; }
"""


def test_no_scope_of_a_run_waits_for_pythons_collector(tmp_path: Path) -> None:
    root = svelte_project(tmp_path, {"src/A.svelte": COMPONENT, "src/keep.js": MODULE})
    analysis = analysis_of(root, words("nothing"))
    gc.collect()
    gc.disable()
    try:
        for path in analysis.files():
            analysis.outcome(path)
        assert not [thing for thing in gc.get_objects() if type(thing) is Scope]
    finally:
        gc.enable()


def test_equal_expressions_and_imports_of_all_files_are_one() -> None:
    one, other = (facts_of(name, COMPONENT.encode()).facts for name in ("One.svelte", "Other.svelte"))
    shared = {code.text for code in pieces(one)} & {b"save", b"import { setContext } from 'svelte';"}
    assert len(shared) == 2
    for code, same in zip(pieces(one), pieces(other), strict=True):
        assert code == same
        assert (code is same) == (code.text in shared or code.text.startswith(b"import"))


def test_a_piece_of_another_form_is_another_piece() -> None:
    assert shared_code("expression", b"a") is shared_code("expression", b"a")
    assert shared_code("expression", b"a") is not shared_code("pattern", b"a")
