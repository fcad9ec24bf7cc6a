"""How the server starts, and how it ends: with the right status, and never left behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from tests.lsp.conftest import SAVE
from tests.lsp.raw_client import COMMAND, PATIENCE, REPOSITORY, RawClient, frame, hover_parameters

if TYPE_CHECKING:
    from pathlib import Path

URI = "file:///nowhere/Save.svelte"
CRASHING = (sys.executable, "-m", "tests.lsp.crashing_server")


def published(client: RawClient, name: str) -> list[dict[str, object]]:
    message = client.until(
        lambda m: m.get("method") == "textDocument/publishDiagnostics" and m["params"]["uri"].endswith(name)
    )
    found: list[dict[str, object]] = message["params"]["diagnostics"]
    return found


def test_shutdown_and_exit() -> None:
    with RawClient() as client:
        client.initialize()
        assert client.end() == 0


def test_goodbye_together_with_an_answer() -> None:
    """The answer leads to another request of ours, which nobody will answer."""
    configuration = {"configuration": True, "didChangeConfiguration": {"dynamicRegistration": True}}
    with RawClient() as client:
        client.initialize(capabilities={"workspace": configuration})
        asked = client.until(lambda message: message.get("method") == "workspace/configuration")
        client.send_bytes(
            frame({"jsonrpc": "2.0", "id": asked["id"], "result": [None]})
            + frame({"jsonrpc": "2.0", "id": "bye", "method": "shutdown"})
            + frame({"jsonrpc": "2.0", "method": "exit"})
        )
        assert client.process.wait(PATIENCE) == 0


def test_exit_without_shutdown() -> None:
    with RawClient() as client:
        client.initialize()
        client.notify("exit")
        assert client.process.wait(PATIENCE) == 1


def test_exit_before_initialize() -> None:
    with RawClient() as client:
        client.notify("exit")
        assert client.process.wait(PATIENCE) == 1


def test_the_stream_ends() -> None:
    with RawClient() as client:
        client.initialize()
        assert client.process.stdin is not None
        client.process.stdin.close()
        assert client.process.wait(PATIENCE) == 1


def test_the_stream_ends_after_shutdown() -> None:
    with RawClient() as client:
        client.initialize()
        client.request("shutdown")
        assert client.process.stdin is not None
        client.process.stdin.close()
        assert client.process.wait(PATIENCE) == 0


def test_nobody_reads_any_more() -> None:
    process = subprocess.Popen(
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=REPOSITORY
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdout.close()
    parameters: dict[str, object] = {"processId": None, "rootUri": None, "capabilities": {}}
    process.stdin.write(frame({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": parameters}))
    process.stdin.flush()
    assert process.wait(PATIENCE) == 1
    process.stdin.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()


def test_input_from_a_plain_file(tmp_path: Path) -> None:
    """No event loop can wait for one, so a thread reads it; as on Windows, where none can wait for a pipe either."""
    parameters: dict[str, object] = {"processId": None, "rootUri": None, "capabilities": {}}
    messages = (
        {"id": 1, "method": "initialize", "params": parameters},
        {"method": "initialized", "params": {}},
        {"id": 2, "method": "textDocument/hover", "params": hover_parameters(URI)},
        {"id": 3, "method": "shutdown"},
        {"method": "exit"},
    )
    (tmp_path / "messages").write_bytes(b"".join(frame({"jsonrpc": "2.0", **message}) for message in messages))
    with (tmp_path / "messages").open("rb") as file:
        done = subprocess.run(COMMAND, stdin=file, capture_output=True, cwd=REPOSITORY, check=False, timeout=PATIENCE)
    assert done.returncode == 0
    for number in (1, 2, 3):
        assert b'"id":%d' % number in done.stdout.replace(b" ", b"")


def test_client_that_sends_and_sends_before_it_reads() -> None:
    """Neither side may wait for the other to read: pipes hold 64 KiB, and all this is several times as much."""
    asked = 4000
    process = subprocess.Popen(
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=REPOSITORY
    )
    parameters: dict[str, object] = {"processId": None, "rootUri": None, "capabilities": {}}
    messages = [
        frame({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": parameters}),
        *(
            frame({"jsonrpc": "2.0", "id": f"{number}{'x' * 100}", "method": "no/such/method"})
            for number in range(1, asked + 1)
        ),
        frame({"jsonrpc": "2.0", "id": asked + 1, "method": "shutdown"}),
        frame({"jsonrpc": "2.0", "method": "exit"}),
    ]
    assert process.stdin is not None
    assert process.stdout is not None
    for message in messages:
        process.stdin.write(message)
    process.stdin.flush()  # it is all on its way before the first byte is read
    answers = process.stdout.read()
    assert process.wait(PATIENCE) == 0
    assert answers.count(b"Content-Length") >= asked
    for stream in (process.stdin, process.stdout, process.stderr):
        assert stream is not None
        stream.close()


def test_the_editor_dies_and_leaves_the_stream_open() -> None:
    editor = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    with RawClient((sys.executable, "-c", SHORT_INTERVAL)) as client:
        client.initialize(processId=editor.pid)
        assert client.is_alive()
        editor.kill()
        editor.wait()
        assert client.process.wait(PATIENCE) == 1


SHORT_INTERVAL = """
import sys
from svelte_warden.lsp import main, parent
parent.INTERVAL = 0.1
sys.exit(main.serve_standard_streams())
"""


def test_an_editor_that_cannot_be_seen_is_not_missed() -> None:
    """It runs outside of our container, say."""
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    with RawClient((sys.executable, "-c", SHORT_INTERVAL)) as client:
        client.initialize(processId=gone.pid)
        time.sleep(0.5)
        assert client.is_alive()
        assert client.end() == 0


def test_what_others_print_does_not_reach_the_client() -> None:
    script = (
        "import os, sys\n"
        "from svelte_warden.lsp import main\n"
        "real = main.make_analysis\n"
        "def noisy(*arguments):\n"
        "    print('noise'); os.write(1, b'more noise')\n"
        "    return real(*arguments)\n"
        "main.make_analysis = noisy\n"
        "sys.exit(main.serve_standard_streams())\n"
    )
    with RawClient((sys.executable, "-c", script)) as client:
        client.initialize()
        client.open(URI, SAVE)
        assert len(published(client, "Save.svelte")) == 1
        assert client.end() == 0
        assert client.process.stderr is not None
        assert b"noise" in client.process.stderr.read()


def test_a_crash_costs_one_answer(tmp_path: Path) -> None:
    with RawClient(CRASHING) as client:
        client.initialize(rootUri=tmp_path.as_uri(), initializationOptions={"rules": {"nonsense": "error"}})
        client.open((tmp_path / "CrashTheAnalysis.svelte").as_uri(), SAVE)
        assert published(client, "CrashTheAnalysis.svelte") == []
        reply = client.request("textDocument/hover", hover_parameters((tmp_path / "CrashTheAnalysis.svelte").as_uri()))
        assert reply["result"] is None
        client.open((tmp_path / "CrashTheRule.svelte").as_uri(), SAVE)
        assert len(published(client, "CrashTheRule.svelte")) == 1, "the other rules go on"
        client.until_logged("checking CrashTheAnalysis.svelte failed")
        client.until_logged("fragile-rule failed in CrashTheRule.svelte, the rest was checked")
        assert sum("CrashTheAnalysis" in line for line in client.log) == 1, "it is told once"
        assert not any("a secret of the user" in line for line in client.log)
        client.open((tmp_path / "Save.svelte").as_uri(), SAVE)
        assert len(published(client, "/Save.svelte")) == 1
        assert client.end() == 0


def test_an_analysis_that_cannot_even_be_made() -> None:
    """A broken installation, say: the editor is told, and the server does not come up again and again."""
    script = (
        "import sys\n"
        "from svelte_warden.lsp import main\n"
        "main.make_analysis = lambda *_: 1 / 0\n"
        "sys.exit(main.serve_standard_streams())\n"
    )
    with RawClient((sys.executable, "-c", script)) as client:
        client.initialize(rootUri="file:///nowhere")
        client.open(URI, SAVE)
        client.until_logged("failed")
        assert any("ZeroDivisionError" in line for line in client.log)
        assert client.is_alive()
        assert client.end() == 0


def test_initialize_does_not_wait_for_the_workspace(tmp_path: Path) -> None:
    """The analysis is loaded by then, but none is made that could read a file."""
    script = (
        "import sys\n"
        "from svelte_warden.lsp import main\n"
        "from svelte_warden.lsp.server import Server\n"
        "made, real, real_make = [], Server._initialize, main.make_analysis\n"
        "main.make_analysis = lambda *given: made.append(given) or real_make(*given)\n"
        "def initialize(server, parameters):\n"
        "    answer = real(server, parameters)\n"
        "    assert 'svelte_warden.engine.analysis' in sys.modules\n"
        "    assert not made\n"
        "    return answer\n"
        "Server._initialize = initialize\n"
        "sys.exit(main.serve_standard_streams())\n"
    )
    with RawClient((sys.executable, "-c", script)) as client:
        reply = client.initialize(rootUri=tmp_path.as_uri())
        assert reply["result"]["serverInfo"]["name"] == "svelte-warden"
        assert client.end() == 0


def test_what_is_offered() -> None:
    with RawClient() as client:
        offered = client.initialize()["result"]["capabilities"]
        assert set(offered) == {
            "positionEncoding",
            "textDocumentSync",
            "hoverProvider",
            "definitionProvider",
            "referencesProvider",
            "documentHighlightProvider",
            "completionProvider",
            "codeLensProvider",
            "inlayHintProvider",
            "codeActionProvider",
            "executeCommandProvider",
            "workspace",
        }
        assert offered["textDocumentSync"] == {"openClose": True, "change": 2, "save": {"includeText": False}}
        assert client.end() == 0


def test_a_person_at_a_terminal_is_told() -> None:
    if sys.platform == "win32":
        return
    import pty  # noqa: PLC0415  not on Windows

    controller, terminal = pty.openpty()
    process = subprocess.Popen(COMMAND, stdin=terminal, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=REPOSITORY)
    assert process.stderr is not None
    assert process.stdout is not None
    assert b"an editor starts it" in process.stderr.readline()
    process.send_signal(2)
    assert process.wait(PATIENCE) == 130
    process.stderr.close()
    process.stdout.close()
    os.close(controller)
    os.close(terminal)
