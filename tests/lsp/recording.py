"""Records what an editor sends, to be replayed by ``test_sessions.py``.

Let an editor start ``python -m tests.lsp.recording FILE`` in the place of ``svelte-warden lsp``, with a copy of
``tests/example-app`` as its workspace. The file then has one message in each line, the workspace written as ``$ROOT``
and the editor's process left out.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from svelte_warden.lsp.framing import Body, Framing
from svelte_warden.lsp.uris import path_of

ROOT, PAGES = "$ROOT", "$PAGES"
_PAGES = re.compile(r'file:[^"]*(?=/svelte_warden_rules/)')
_PROGRAM = re.compile(r'[^"]*/(?=svelte-warden")')
_CHUNK = 1 << 16


def main(arguments: list[str]) -> int:
    """Stand between the editor and the server, and write down what the editor sends."""
    (name,) = arguments
    server = subprocess.Popen([sys.executable, "-m", "svelte_warden", "lsp"], stdin=subprocess.PIPE)
    assert server.stdin is not None
    framing = Framing()
    messages: list[Any] = []
    while data := os.read(sys.stdin.fileno(), _CHUNK):
        for frame in framing.feed(data):
            if isinstance(frame, Body):
                messages.append(json.loads(frame.data))
                Path(name).write_text(anonymous(messages), encoding="utf-8")
        server.stdin.write(data)
        server.stdin.flush()
    server.stdin.close()
    return server.wait()


def anonymous(messages: list[Any]) -> str:
    """Return messages as lines of JSON that do not tell where and by whom they were recorded."""
    parameters = messages[0]["params"]
    parameters["processId"] = None
    root = path_of(parameters["rootUri"]) or ""
    lines = (json.dumps(message, ensure_ascii=False, sort_keys=True) for message in messages)
    return "".join(_PROGRAM.sub("", _PAGES.sub(PAGES, line)).replace(root, ROOT) + "\n" for line in lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
