"""What goes wrong, and that the message names the place and the cure; a crash never ends in status 0."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from svelte_warden.report.formats import FORMATS
from tests.cli.program import PROGRAM, environment, run
from tests.unit.projects import svelte_project, write

BAD = "<script>\n  import { onMount } from 'svelte';\n  setTimeout(() => onMount(() => {}), 9);\n</script>\n"

# A package with one rule that crashes on every file called `Crash.svelte`, and one that cannot be loaded.
CRASHING = """
from svelte_warden.engine.rule import Rule
from svelte_warden.engine.findings import Severity
def check(context):
    if context.path.endswith("Crash.svelte"):
        raise ValueError("oh no")
    return ()
RULES = (Rule("crashing-rule", "foreign", Severity.HINT, "Crashes", check),)
"""
# A rule that takes its time, and says that it was started.
SLOW = """
import os, pathlib, time
from svelte_warden.engine.rule import Rule
from svelte_warden.engine.findings import Severity
def check(context):
    pathlib.Path(os.environ["STARTED"]).touch()
    time.sleep(0.2)
    return ()
RULES = (Rule("slow-rule", "slow", Severity.HINT, "Waits", check),)
"""


def distribution(name: str, rules: str, more_entry_points: str = "") -> dict[str, str]:
    """Return the files of an installed package with rules."""
    return {
        f"{name}_rules.py": rules,
        f"{name}-1.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n",
        f"{name}-1.dist-info/entry_points.txt": f"[svelte_warden.rules]\n{name} = {name}_rules\n{more_entry_points}",
    }


@pytest.fixture
def project(tmp_path: Path) -> Path:
    svelte_project(tmp_path, {"src/Bad.svelte": BAD})
    return tmp_path


def test_missing_path(project: Path) -> None:
    result = run(project, "check", "src", "scr")
    assert result.status == 2
    assert result.output == ""
    assert (
        result.errors == f"svelte-warden: there is no file or folder 'scr'; paths are taken from {project.as_posix()}\n"
    )


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes there only")
@pytest.mark.parametrize("arguments", [("check", "--format", format_) for format_ in FORMATS] + [("check", "--diff")])
def test_file_name_that_is_not_utf_8(project: Path, arguments: tuple[str, ...]) -> None:
    text = "<script>\n  import { getContext } from 'svelte';\n  setTimeout(() => getContext('a'));\n</script>\n"
    Path(os.fsdecode(os.fsencode(project) + b"/src/bad\xffname.svelte")).write_text(text)
    process = subprocess.run(
        [*PROGRAM, *arguments], cwd=project, env=environment(), capture_output=True, check=False, timeout=60
    )
    assert (process.returncode, b"Traceback" in process.stderr) == (1, False)
    assert b"name.svelte" in process.stdout
    if "--diff" in arguments:
        assert b"+++ b/src/bad\xffname.svelte" in process.stdout
    else:
        assert "\\udc" not in process.stdout.decode() or arguments[-1] in ("text", "github")
    if "sarif" in arguments:
        assert b"src/bad%FFname.svelte" in process.stdout


@pytest.mark.parametrize("more", [[], ["--fix"], ["--diff"]])
def test_empty_path(project: Path, more: list[str]) -> None:
    result = run(project, "check", "", *more)
    assert (result.status, result.output) == (2, "")
    assert result.errors.startswith("svelte-warden: there is no file or folder ''; paths are taken from")
    assert (project / "src/Bad.svelte").read_text() == BAD


@pytest.mark.parametrize("more", [[], ["--diff"], ["--format", "json"]])
@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("README.md", "problem: README.md: this is neither a component nor a script, and was not checked"),
        ("src/latin.ts", "problem: src/latin.ts: the file is not valid UTF-8"),
    ],
)
def test_named_file_that_cannot_be_checked(project: Path, name: str, message: str, more: list[str]) -> None:
    (project / "README.md").write_text("# Hello\n")
    (project / "src/latin.ts").write_bytes(b"// caf\xe9\n")
    for _ in range(2):  # the second time the results are remembered
        result = run(project, "check", name, "src/Bad.svelte", *more, SVELTE_WARDEN_CACHE_DIR=f"{project}/cache")
        assert message in result.errors
        assert result.status == 2
        assert "onMount" in result.output or "--diff" in more
    assert "neither" not in run(project, "check", "src", "--no-cache").errors


def test_the_working_folder_is_gone(project: Path) -> None:
    script = f"cd gone && rmdir ../gone && {' '.join(PROGRAM)} check --no-cache "
    for path, status, words in ((f"{project}/src", 1, "Bad.svelte:3:20"), ("src", 2, "does not exist any more")):
        (project / "gone").mkdir()
        process = subprocess.run(
            ["sh", "-c", script + path], cwd=project, env=environment(), capture_output=True, check=False, timeout=60
        )
        assert words in (process.stdout + process.stderr).decode()
        assert process.returncode == status
        assert b"Traceback" not in process.stderr


def test_cache_folder_that_is_not_absolute(project: Path) -> None:
    result = run(project, "check", SVELTE_WARDEN_CACHE_DIR="caches", XDG_CACHE_HOME=f"{project}/user")
    assert "SVELTE_WARDEN_CACHE_DIR is 'caches', which is no absolute path, and does not count" in result.errors
    result = run(project, "check", SVELTE_WARDEN_CACHE_DIR="~/mine", HOME=str(project))
    assert result.errors == ""
    assert sorted(path.name for path in project.iterdir()) == ["mine", "package.json", "src", "user"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "the following arguments are required: COMMAND; see svelte-warden --help"),
        (["chekc"], "invalid choice: 'chekc'"),
        (["check", "--format", "yaml"], "invalid choice: 'yaml'"),
        (["check", "--jobs", "0"], "'0' is no number of processes; see svelte-warden check --help"),
        (["check", "--nonsense"], "unrecognized arguments: --nonsense"),
        (["explain"], "the following arguments are required: RULE"),
    ],
)
def test_bad_usage(tmp_path: Path, arguments: list[str], message: str) -> None:
    result = run(tmp_path, *arguments)
    assert result.status == 2
    assert result.output == ""
    assert message in result.errors
    assert len(result.errors.splitlines()) == 1


def test_files_that_cannot_be_read_leave_the_others(project: Path) -> None:
    (project / "src/latin.ts").write_bytes(b"// caf\xe9\n")
    (project / "src/line.js").write_bytes(b"x;" * 2_500_000)
    (project / "src/folder.ts").mkdir()
    (project / "src/loop").symlink_to(project / "src", target_is_directory=True)
    (project / "src/dangling.ts").symlink_to(project / "nowhere.ts")
    result = run(project, "check")
    assert result.status == 1
    assert "lifecycle-outside-init" in result.output
    lines = result.errors.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("problem: src/latin.ts: the file is not valid UTF-8: byte e9 at line 1, column 7")
    assert lines[0].endswith("save it as UTF-8")
    assert lines[1].startswith("problem: src/line.js: the file has 5,000,000 bytes")
    listed = run(project, "check", "--format", "json").json["problems"]
    assert [(problem["file"], problem["internal"]) for problem in listed] == [
        ("src/latin.ts", False),
        ("src/line.js", False),
    ]
    assert listed[0]["cure"] == "save it as UTF-8"


@pytest.mark.parametrize(
    "name", ["package.json", "tsconfig.json", "svelte.config.js", "vite.config.ts", "svelte-warden.json"]
)
def test_broken_configuration_loses_no_finding(project: Path, name: str) -> None:
    write(project, {"src/other.ts": "import thing from '~/thing';\nthing();\n", name: '{ "name": '})
    result = run(project, "check")
    assert "lifecycle-outside-init" in result.output
    assert result.status == 1
    assert name in result.errors
    assert "Traceback" not in result.errors


def test_bad_value_in_the_configuration(project: Path) -> None:
    write(project, {"svelte-warden.json": '{\n  "rules": { "lifecycle-outside-int": "off" }\n}'})
    result = run(project, "check")
    assert result.status == 1
    assert result.errors == (
        'problem: svelte-warden.json:2:14: there is no rule or family called "lifecycle-outside-int"; '
        "did you mean lifecycle-outside-init?\n"
    )


@pytest.fixture
def foreign(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("site")
    write(folder, distribution("foreign", CRASHING, "broken = no_such_module\n"))
    return folder.as_posix()


def test_crash_of_a_rule_leaves_the_others_and_status_2(project: Path, foreign: str) -> None:
    write(project, {"src/Crash.svelte": BAD})
    result = run(project, "check", PYTHONPATH=foreign)
    assert result.status == 2
    assert result.output.count("error[lifecycle-outside-init]") == 2
    assert "internal error: src/Crash.svelte: the rule crashing-rule crashed: ValueError: oh no" in result.errors
    assert '"rules": {"crashing-rule": "off"}' in result.errors
    assert run(project, "check", "--fail-on", "never", PYTHONPATH=foreign).status == 2
    listed = run(project, "check", "--format", "json", PYTHONPATH=foreign).json["problems"]
    assert [(problem["file"], problem["internal"]) for problem in listed] == [
        ("broken = no_such_module", False),
        ("src/Crash.svelte", True),
    ]
    write(project, {"svelte-warden.json": '{"rules": {"crashing-rule": "off"}}'})
    assert run(project, "check", PYTHONPATH=foreign).status == 1


def test_package_of_rules_that_cannot_be_loaded(project: Path, foreign: str) -> None:
    result = run(project, "check", PYTHONPATH=foreign)
    assert result.status == 1
    assert result.errors == (
        "problem: broken = no_such_module: the rules of foreign cannot be loaded: "
        "ModuleNotFoundError: No module named 'no_such_module'; install foreign anew, or remove it\n"
    )


def test_reader_of_the_pipe_that_goes_away(project: Path) -> None:
    line = BAD.splitlines()[2] + "\n"
    write(project, {f"src/Bad{number}.svelte": BAD.replace(line, line * 200) for number in range(5)})  # beyond a buffer
    process = subprocess.Popen(
        [*PROGRAM, "check"], cwd=project, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    _, errors = process.communicate(timeout=60)
    assert errors == b""
    assert process.returncode == 141


def start_slow_check(project: Path, site: Path, terminal: int | None = None, *options: str) -> subprocess.Popen[bytes]:
    """Start a check that takes a minute, and return when it is at the first file."""
    write(site, distribution("slow", SLOW))
    write(project, {f"src/C{number}.svelte": "" for number in range(300)})
    started = site / "started"
    process = subprocess.Popen(
        [*PROGRAM, "check", *options],
        cwd=project,
        env=environment(TERM="xterm", PYTHONPATH=site.as_posix(), STARTED=started.as_posix()),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE if terminal is None else terminal,
    )
    deadline = time.monotonic() + 30
    while not started.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    return process


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_interrupt_is_quiet_and_prompt(project: Path, tmp_path_factory: pytest.TempPathFactory, jobs: str) -> None:
    process = start_slow_check(project, tmp_path_factory.mktemp("site"), None, "--jobs", jobs)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=10)
    assert errors == b""
    assert process.returncode == 130


def test_progress_on_a_terminal_that_has_to_wait(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    process = start_slow_check(project, tmp_path_factory.mktemp("site"), theirs, "--jobs", "1")
    os.close(theirs)
    shown = os.read(ours, 200)
    process.send_signal(signal.SIGINT)
    process.wait(timeout=10)
    os.close(ours)
    assert b"checking " in shown
    assert b" of 301 files" in shown


def test_configuration_with_comments_is_no_problem(project: Path) -> None:
    write(project, {"svelte-warden.json": '// ours\n{"rules": {"lifecycle-outside-init": "off",},}\n'})
    result = run(project, "check", "--format", "json")
    assert result.status == 0
    assert json.loads(result.output)["problems"] == []


def test_export_that_three_thousand_files_hand_on(project: Path) -> None:
    chain = {f"src/m{number}.js": f"export * from './m{number + 1}.js';\n" for number in range(3_000)}
    last = {"src/m3000.js": "export const last = [];\n"}
    user = {"src/User.svelte": f"<script>\n  import {{ last }} from './m0.js';\n</script>\n{{last.length}}\n{BAD}"}
    write(project, chain | last | user)
    result = run(project, "check", "--format", "json")
    assert result.status == 1
    assert "internal" not in result.output + result.errors
