"""The comment that silences a finding takes the form its surroundings allow, and it works."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from svelte_warden.engine.analysis import Analysis
from svelte_warden.lsp.ignoring import ignoring_fix, ignoring_in_file
from svelte_warden.text.source import Source

if TYPE_CHECKING:
    from pathlib import Path

COMMENT = "svelte-warden-ignore context-outside-init -- <reason>"
SAVE = """\
<script>
  import { getContext } from 'svelte';
  const save = () => {
    getContext('a');
  };
</script>
<button onclick={save}>Save</button>
"""
ONE_LINE = """\
<script>const save = () => getContext('a'); import { getContext } from 'svelte';</script>
<button onclick={save}>Save</button>
"""
HEAD = "<script>\n  import { getContext } from 'svelte';\n</script>\n"

CASES = {
    "in a script": (
        SAVE,
        f"    // {COMMENT}\n    getContext('a');\n",
    ),
    "with CRLF": (
        SAVE.replace("\n", "\r\n"),
        f"    // {COMMENT}\r\n    getContext('a');\r\n",
    ),
    "on the line of the script tag": (
        ONE_LINE,
        f"<script>const save = () => /* {COMMENT} */ getContext('a');",
    ),
    "in markup": (
        HEAD + "<div>\n  <button onclick={() => getContext('a')}>Save</button>\n</div>\n",
        f"  <!-- {COMMENT} -->\n  <button onclick={{() => getContext('a')}}>",
    ),
    "in an attribute on a line of its own": (
        HEAD + "<button\n  class=\"x\"\n  onclick={() => getContext('a')}\n>Save</button>\n",
        f"  onclick={{() => /* {COMMENT} */ getContext('a')}}\n",
    ),
    "in a function within an attribute": (
        HEAD + "<button\n  onclick={() => {\n    getContext('a');\n  }}>Save</button>\n",
        f"    // {COMMENT}\n    getContext('a');\n",
    ),
    "in a block": (
        HEAD + "{#if true}\n  {#each [1] as one}\n    <b onclick={() => getContext('a')}>{one}</b>\n  {/each}\n{/if}\n",
        f"    <!-- {COMMENT} -->\n    <b onclick",
    ),
    "below another comment": (
        HEAD + "<!-- svelte-warden-ignore other -- why -->\n<b onclick={() => getContext('a')}>b</b>\n",
        "<!-- svelte-warden-ignore other, context-outside-init -- why -->\n<b onclick",
    ),
}


@pytest.mark.parametrize(("before", "expected"), CASES.values(), ids=CASES)
def test_the_comment_silences(tmp_path: Path, before: str, expected: str) -> None:
    path = (tmp_path / "Save.svelte").as_posix()
    analysis = Analysis([tmp_path.as_posix()])
    source = Source(before.encode())
    analysis.open(path, source)
    (finding,) = [f for f in analysis.findings(path) if f.rule == "context-outside-init"]
    fix = ignoring_fix(analysis.facts(path), source, finding)
    assert fix is not None
    (edit,) = fix.edits
    after = source.data[: edit.start] + edit.text.encode() + source.data[edit.end :]
    assert expected in after.decode()
    analysis.edit(path, Source(after), 2)
    assert [f.rule for f in analysis.findings(path) if f.rule == "context-outside-init"] == []


def test_in_a_module(tmp_path: Path) -> None:
    path = (tmp_path / "save.ts").as_posix()
    analysis = Analysis([tmp_path.as_posix()])
    source = Source("\ufeffimport { getContext } from 'svelte';\n\tconst a = getContext('a');\n".encode())
    analysis.open(path, source)
    (finding,) = analysis.findings(path)
    fix = ignoring_fix(analysis.facts(path), source, finding)
    assert fix is not None
    assert fix.edits[0].text == f"\t// svelte-warden-ignore {finding.rule} -- <reason>\n"


def test_a_finding_about_a_comment_cannot_be_ignored(tmp_path: Path) -> None:
    path = (tmp_path / "save.ts").as_posix()
    analysis = Analysis([tmp_path.as_posix()])
    source = Source(b"// svelte-warden-ignore context-outside-init\nexport {};\n")
    analysis.open(path, source)
    (finding,) = analysis.findings(path)
    assert ignoring_fix(analysis.facts(path), source, finding) is None
    assert ignoring_in_file(analysis.facts(path), source, finding) is None


@pytest.mark.parametrize(
    ("name", "head", "code"),
    [
        ("save.ts", "", "getContext('a');\n"),
        ("save.ts", "\ufeff", "getContext('a');\r\n"),
        ("save.js", "#!/usr/bin/env node\n", "getContext('a');\n"),
        ("Save.svelte", "", HEAD + "<b onclick={() => getContext('a')}>b</b>\n"),
        ("Save.svelte", "\ufeff", HEAD + "<b onclick={() => getContext('a')}>b</b>\n"),
        ("Save.svelte", "---\ntitle: a\n---\n", HEAD + "<b onclick={() => getContext('a')}>b</b>\n"),
    ],
)
def test_a_comment_at_the_beginning_silences_the_file(tmp_path: Path, name: str, head: str, code: str) -> None:
    path = (tmp_path / name).as_posix()
    imported = "" if name.endswith(".svelte") else "import { getContext } from 'svelte';\n"
    analysis = Analysis([tmp_path.as_posix()])
    source = Source(f"{head}{imported}{code}".encode())
    analysis.open(path, source)
    (finding,) = analysis.findings(path)
    fix = ignoring_in_file(analysis.facts(path), source, finding)
    assert fix is not None
    (edit,) = fix.edits
    assert edit.start == len(head.encode())
    assert edit.text.endswith("\r\n") == ("\r\n" in code)
    after = source.data[: edit.start] + edit.text.encode() + source.data[edit.end :]
    analysis.edit(path, Source(after), 2)
    assert analysis.findings(path) == ()


def test_a_comment_for_the_file_takes_another_rule(tmp_path: Path) -> None:
    path = (tmp_path / "save.ts").as_posix()
    analysis = Analysis([tmp_path.as_posix()])
    before = (
        b"// svelte-warden-ignore-file shared-store -- why\nimport { getContext } from 'svelte';\ngetContext('a');\n"
    )
    analysis.open(path, Source(before))
    finding = next(f for f in analysis.findings(path) if f.rule == "context-outside-component")
    fix = ignoring_in_file(analysis.facts(path), Source(before), finding)
    assert fix is not None
    (edit,) = fix.edits
    assert before[: edit.start].endswith(b"shared-store")
    assert edit.text == ", context-outside-component"
