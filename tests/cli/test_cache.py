"""``check`` shows at once what it found the last time, if and only if nothing has changed."""

from __future__ import annotations

import json
import os
import subprocess
import time
from typing import TYPE_CHECKING, Any

import pytest

from svelte_warden.project.cache_folder import VARIABLE, write_entry
from tests.cli.program import PROGRAM, run

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """<script>
  import { getContext } from 'svelte';
</script>
<button onclick={() => getContext('user')}>x</button>
"""
"""As JSON: it has the findings with their places, fixes and addresses, and how many files were checked."""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project with one mistake, beside a cache of its own."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    root = tmp_path / "app"
    (root / "src/routes").mkdir(parents=True)
    (root / "package.json").write_text('{"devDependencies": {"svelte": "^5.0.0", "@sveltejs/kit": "^2.0.0"}}')
    (root / "src/routes/+page.svelte").write_text(PAGE)
    return root


def check(project: Path, *options: str) -> dict[str, Any]:
    answer: dict[str, Any] = run(project, "check", "--format", "json", *options).json
    del answer["summary"]["seconds"]
    return answer


def entry(project: Path) -> Path:
    """Return the file that holds the results; what was learnt of single files lies beside it."""
    (path,) = (path for path in (project.parent / "cache").glob("*.svelte-warden") if "-" not in path.stem)
    return path


def test_second_check_says_the_same_and_is_quicker(project: Path) -> None:
    first = check(project)
    assert first["summary"]["errors"] == 1
    written = entry(project).stat().st_mtime_ns
    assert check(project) == first
    assert entry(project).stat().st_mtime_ns == written
    for form in ("text", "sarif", "github", "gitlab", "junit"):
        cached, fresh = (run(project, "check", "--format", form, *more) for more in ((), ("--no-cache",)))
        assert cached.status == fresh.status == 1
        if form not in ("text", "junit"):  # which show the seconds
            assert cached.output == fresh.output


def test_remembered_check_loads_no_analysis(project: Path) -> None:
    check(project)
    loaded = run(project, "check", PYTHONPROFILEIMPORTTIME="1").errors
    assert "svelte_warden.cli.remembering" in loaded
    for heavy in ("svelte_warden.flow", "svelte_warden_rules", "tree_sitter", "svelte_warden.engine.analysis"):
        assert heavy not in loaded


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("src/routes/+page.svelte", PAGE.replace("onclick={() => getContext('user')}", "")),
        ("src/routes/+layout.svelte", "{@render children()}"),
        ("svelte-warden.json", '{"rules": {"context-outside-init": "warning"}}'),
    ],
)
def test_change_is_seen(project: Path, path: str, text: str) -> None:
    before = check(project)
    (project / path).write_text(text)
    after = check(project)
    assert after != before
    assert after == check(project, "--no-cache")


def test_change_of_the_program_is_seen(project: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    run(project, "check", PYTHONPATH=str(site))
    before = entry(project).stat().st_mtime_ns
    (site / "another-1.0.dist-info").mkdir()
    run(project, "check", PYTHONPATH=str(site))
    assert entry(project).stat().st_mtime_ns > before


def test_commands_do_not_share_what_they_found(project: Path) -> None:
    everything = check(project)
    assert check(project, "--rule", "shared-state") != everything
    assert check(project / "src") != everything
    assert check(project) == everything


def test_no_cache_keeps_nothing(project: Path) -> None:
    check(project, "--no-cache")
    assert not (project.parent / "cache").exists()


@pytest.mark.parametrize("content", [b"", b"\x80\x04cposix\nsystem\n", b"[" * 100_000, b"{}", b"null"])
def test_what_is_no_entry_is_passed_over(project: Path, content: bytes) -> None:
    first = check(project)
    path = entry(project)
    write_entry(path.parent, path.stem, content)
    assert check(project) == first
    path.write_bytes(content)
    assert check(project) == first


def test_entry_of_another_form_is_passed_over(project: Path) -> None:
    first = check(project)
    path = entry(project)
    kept = json.loads(path.read_bytes()[32:])
    for name in ("findings", "problems", "rules", "counts"):
        write_entry(path.parent, path.stem, json.dumps({**kept, name: [[1, 2, 3]]}).encode())
        assert check(project) == first


def test_two_at_once(project: Path) -> None:
    command = [*PROGRAM, "check", "--format", "json"]
    running = [subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE) for _ in range(4)]
    answers = [json.loads(process.communicate()[0]) for process in running]
    assert all(answer["diagnostics"] == answers[0]["diagnostics"] for answer in answers)
    assert check(project)["diagnostics"] == answers[0]["diagnostics"]


def test_old_files_are_not_read_again(project: Path) -> None:
    long_ago = time.time() - 10_000
    for path in (*project.rglob("*"), project):
        os.utime(path, (long_ago, long_ago))
    first = check(project)
    seen = json.loads(entry(project).read_bytes()[32:])["witness"]["files"]
    stamp = seen[(project / "src/routes/+page.svelte").as_posix()]
    assert stamp[-1] == ""
    assert check(project) == first
