"""`check --fix` and `check --diff` as a user meets them: on real files."""

from __future__ import annotations

import shutil
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from tests.cli.program import PROGRAM, environment, run
from tests.unit.projects import svelte_project, write

if TYPE_CHECKING:
    from pathlib import Path

LATE = """\
<script>
  import { getContext } from 'svelte';
  function save() {
    getContext('session').save();
  }
</script>
<button onclick={save}>Save</button>
"""
FIXED = """\
<script>
  import { getContext } from 'svelte';
  const session = getContext('session');
  function save() {
    session.save();
  }
</script>
<button onclick={save}>Save</button>
"""
UNSAFE = """\
<script>
  import { setContext } from 'svelte';
  function start() {
    setContext('session', { user: 'Ada' });
  }
</script>
<button onclick={start}>Start</button>
"""
TWO_IN_ONE = LATE.replace("<button", "<button onblur={() => getContext('session').leave()}")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    svelte_project(tmp_path, {"src/Save.svelte": LATE, "src/Start.svelte": UNSAFE})
    return tmp_path


def text(project: Path, path: str = "src/Save.svelte") -> str:
    return (project / path).read_bytes().decode()


def files_in(project: Path) -> list[str]:
    return sorted(path.relative_to(project).as_posix() for path in project.rglob("*") if path.is_file())


def test_safe_fixes_are_written_and_the_rest_is_reported(project: Path) -> None:
    before = files_in(project)
    result = run(project, "check", "--fix")
    assert text(project) == FIXED
    assert text(project, "src/Start.svelte") == UNSAFE
    assert "fixed 1 finding in 1 file\n1 more finding can be fixed with --unsafe; look at what it changes" in (
        result.output
    )
    assert "--> src/Start.svelte:4:5\n" in result.output
    assert "src/Save.svelte" not in result.output
    assert result.errors == ""
    assert files_in(project) == before
    again = run(project, "check", "--fix")
    assert "fixed nothing\n" in again.output
    assert text(project) == FIXED


def test_unsafe_fixes_are_written_when_they_are_asked_for(project: Path) -> None:
    result = run(project, "check", "--fix", "--unsafe")
    assert result.status == 0
    assert "fixed 2 findings in 2 files\nno findings in 2 files" in result.output
    assert run(project, "check", "--quiet").output == ""


def test_all_findings_of_a_file_are_fixed(tmp_path: Path) -> None:
    svelte_project(tmp_path, {"src/Save.svelte": TWO_IN_ONE})
    assert run(tmp_path, "check", "--fix").status == 0
    assert text(tmp_path) == TWO_IN_ONE.replace(LATE.partition("<button")[0], FIXED.partition("<button")[0]).replace(
        "getContext('session').leave", "session.leave"
    )


def test_status_and_json(project: Path) -> None:
    result = run(project, "check", "--fix", "--format", "json")
    assert result.status == 1, "an error is left"
    document = result.json
    assert document["repaired"] == {"fixed": 1, "files": ["src/Save.svelte"], "refused": [], "unsafe": 1}
    assert [found["file"] for found in document["diagnostics"]] == ["src/Start.svelte"]
    assert "repaired" not in run(project, "check", "--format", "json").json


def test_only_the_rules_that_were_chosen(project: Path) -> None:
    assert "fixed nothing" in run(project, "check", "--fix", "--rule", "context-after-await").output
    assert text(project) == LATE


def test_a_difference_is_a_patch_and_writes_nothing(project: Path) -> None:
    result = run(project, "check", "--diff")
    assert result.status == 1
    assert result.output.startswith("--- a/src/Save.svelte\n+++ b/src/Save.svelte\n@@ -1,7 +1,8 @@\n <script>\n")
    assert "+  const session = getContext('session');\n" in result.output
    assert result.errors.startswith("would fix 1 finding in 1 file\n")
    assert text(project) == LATE
    assert "src/Start.svelte" in run(project, "check", "--diff", "--unsafe").output


def test_no_difference(tmp_path: Path) -> None:
    svelte_project(tmp_path, {"src/Save.svelte": FIXED})
    result = run(tmp_path, "check", "--diff")
    assert (result.status, result.output, result.errors) == (0, "", "would fix nothing\n")
    assert run(tmp_path, "check", "--diff", "--quiet").errors == ""


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")
@pytest.mark.parametrize("ending", ["\n", ""])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_git_applies_the_difference(tmp_path: Path, newline: str, ending: str) -> None:
    start = LATE.removesuffix("\n").replace("\n", newline) + ending
    svelte_project(tmp_path, {"src/Save me.svelte": "\ufeff" + start})
    patch = subprocess.run(
        [*PROGRAM, "check", "--diff"], cwd=tmp_path, env=environment(), capture_output=True, check=False, timeout=60
    ).stdout
    subprocess.run(["git", "apply", "--whitespace=nowarn"], cwd=tmp_path, input=patch, check=True, timeout=60)
    expected = FIXED.removesuffix("\n").replace("\n", newline) + ending
    assert text(tmp_path, "src/Save me.svelte") == "\ufeff" + expected


def test_marks_and_line_ends_stay(tmp_path: Path) -> None:
    svelte_project(tmp_path, {"src/Save.svelte": "\ufeff" + LATE.replace("\n", "\r\n").replace("session", "é😀")})
    assert run(tmp_path, "check", "--fix").status == 0
    fixed = text(tmp_path)
    assert fixed.startswith("\ufeff<script>\r\n")
    assert "\n" not in fixed.replace("\r\n", "")
    assert fixed.count("getContext('é😀')") == 1


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    write(tmp_path, {"elsewhere/Real.svelte": LATE})
    svelte_project(tmp_path / "app", {})
    (tmp_path / "app/src").mkdir()
    (tmp_path / "app/src/Save.svelte").symlink_to("../../elsewhere/Real.svelte")
    assert run(tmp_path / "app", "check", "--fix").status == 0
    assert (tmp_path / "app/src/Save.svelte").is_symlink()
    assert text(tmp_path, "elsewhere/Real.svelte") == FIXED


def test_two_names_of_one_file(tmp_path: Path) -> None:
    svelte_project(tmp_path, {"src/Save.svelte": LATE})
    (tmp_path / "src/Other.svelte").symlink_to("Save.svelte")
    result = run(tmp_path, "check", "--fix")
    assert (result.status, result.errors) == (0, "")
    assert "fixed 2 findings in 1 file\nno findings" in result.output
    assert text(tmp_path) == FIXED


def test_a_read_only_file_is_told_of_and_the_others_are_fixed(project: Path) -> None:
    write(project, {"src/Locked.svelte": LATE})
    (project / "src/Locked.svelte").chmod(0o444)
    result = run(project, "check", "--fix")
    assert result.status == 1
    assert (
        "not fixed: src/Locked.svelte:4:5: [context-outside-init] the fix changes src/Locked.svelte, but the file is "
        "read-only\n" in result.output
    )
    assert text(project, "src/Locked.svelte") == LATE
    assert text(project) == FIXED


def test_files_that_were_not_named_stay(project: Path) -> None:
    run(project, "check", "--fix", "--unsafe", "src/Start.svelte")
    assert text(project) == LATE
    assert text(project, "src/Start.svelte") != UNSAFE


SETS = """\
<script>
  import { setContext } from 'svelte';
  let { children } = $props();
  const KEY = Symbol('user');
  setContext(KEY, 1);
</script>
{@render children()}
"""
READS = """\
<script>
  import { getContext } from 'svelte';
  const KEY = Symbol('user');
  const user = getContext(KEY);
</script>
{user.name}
"""
KIT = '{"devDependencies": {"svelte": "^5.0.0", "@sveltejs/kit": "^2.0.0"}}'


def test_a_fix_of_several_files_makes_one_in_a_new_folder(tmp_path: Path) -> None:
    files = {"src/routes/+layout.svelte": SETS, "src/routes/+page.svelte": READS}
    write(tmp_path, {"package.json": KIT, "svelte.config.js": "export default {};\n", **files})
    result = run(tmp_path, "check", "--diff", "--unsafe")
    assert "--- /dev/null\n+++ b/src/lib/keys.js\n@@ -0,0 +1 @@\n+export const KEY = Symbol('user');\n" in result.output
    result = run(tmp_path, "check", "--fix", "--unsafe")
    assert (result.status, result.errors) == (0, "")
    assert "fixed 1 finding in 3 files" in result.output
    assert text(tmp_path, "src/lib/keys.js") == "export const KEY = Symbol('user');\n"
    assert files_in(tmp_path) == sorted(["package.json", "svelte.config.js", "src/lib/keys.js", *files])


def test_a_fix_of_several_files_is_applied_to_all_or_none(tmp_path: Path) -> None:
    files = {"src/routes/+layout.svelte": SETS, "src/routes/+page.svelte": READS}
    write(tmp_path, {"package.json": KIT, "svelte.config.js": "export default {};\n", **files})
    (tmp_path / "src/routes/+layout.svelte").chmod(0o444)
    result = run(tmp_path, "check", "--fix", "--unsafe")
    assert result.status == 1
    assert "the fix changes src/routes/+layout.svelte, but the file is read-only" in result.output
    assert {path: text(tmp_path, path) for path in files} == files
    assert not (tmp_path / "src/lib").exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--unsafe"], "--unsafe says which fixes to apply; add --fix, or --diff to see them first"),
        (["--diff", "--format", "json"], "--diff prints a patch, which --format json is not; leave one of them out"),
    ],
)
def test_options_that_make_no_sense(project: Path, options: list[str], message: str) -> None:
    result = run(project, "check", *options)
    assert (result.status, result.errors) == (2, f"svelte-warden: {message}\n")


def test_killed_at_any_time_each_file_is_old_or_new(tmp_path: Path) -> None:
    """Black box: the process is killed a little later each time, until it is done before."""
    names = [f"src/Save{number}.svelte" for number in range(8)]
    delay, was_done = 0.08, False
    while not was_done:
        project = tmp_path / f"{delay:.2f}"
        svelte_project(project, dict.fromkeys(names, LATE))
        process = subprocess.Popen(
            [*PROGRAM, "check", "--fix", "--quiet"], cwd=project, env=environment(), stdout=subprocess.DEVNULL
        )
        time.sleep(delay)
        was_done = process.poll() is not None
        process.kill()
        process.wait(60)
        assert {text(project, name) for name in names} <= {LATE, FIXED}
        run_again = run(project, "check", "--fix")
        assert run_again.status == 0
        assert {text(project, name) for name in names} == {FIXED}
        delay += 0.06
