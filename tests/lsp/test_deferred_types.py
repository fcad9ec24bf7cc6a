"""The classes of lsprotocol are the same whether they were completed on first use or at import."""

from __future__ import annotations

import subprocess
import sys

DESCRIBE = """
import json, re
{install}
import attrs, cattrs
from lsprotocol import types
from lsprotocol.converters import get_converter

converter = get_converter()

def shown(value):
    return re.sub(" at 0x[0-9a-f]+", "", repr(value))

classes = {{}}
for name, cls in sorted(types.ALL_TYPES_MAP.items()):
    if isinstance(cls, type) and attrs.has(cls):
        classes[name] = [[f.name, *map(shown, (f.type, f.default, f.validator)), f.kw_only] for f in attrs.fields(cls)]
        made = [cls.__eq__ is not object.__eq__, cls.__hash__ is None, cls.__repr__ is not object.__repr__]
        classes[name].append(made)

change = converter.structure(
    {{"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {{
        "textDocument": {{"uri": "file:///a", "version": 2}},
        "contentChanges": [{{"text": "x"}}, {{"text": "y", "range": {{
            "start": {{"line": 1, "character": 2}}, "end": {{"line": 1, "character": 3}}}}}}],
    }}}},
    types.METHOD_TO_TYPES["textDocument/didChange"][0],
)
diagnostic = types.Diagnostic(types.Range(types.Position(1, 2), types.Position(3, 4)), "m", tags=[])
print(json.dumps([classes, repr(change), converter.unstructure(diagnostic), diagnostic == diagnostic,
                  types.Position(1, 2) < types.Position(1, 3)]))
"""


def run(install: str, script: str = DESCRIBE) -> str:
    command = [sys.executable, "-c", script.format(install=install)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_every_class_is_what_it_always_was() -> None:
    deferred = run("from svelte_warden.lsp.deferred_types import import_lsprotocol; import_lsprotocol()")
    assert deferred == run("")
    assert len(deferred) > 100_000


def test_classes_that_are_not_used_are_not_completed() -> None:
    """Fails when a newer lsprotocol or attrs makes the deferral useless."""
    count = run(
        "from svelte_warden.lsp.deferred_types import import_lsprotocol, _Fields; import_lsprotocol()",
        "{install}\n"
        "from lsprotocol import types\n"
        "from lsprotocol.converters import get_converter\n"
        "get_converter()\n"
        "classes = [c for c in types.ALL_TYPES_MAP.values() if isinstance(c, type)]\n"
        "print(sum(isinstance(c.__dict__.get('__attrs_attrs__'), _Fields) for c in classes))",
    )
    assert int(count) > 400


def test_a_failure_leads_to_the_ordinary_import() -> None:
    script = (
        "from svelte_warden.lsp import deferred_types\n"
        "import attrs; real = attrs.define\n"
        "deferred_types._define = lambda *a, **k: 1 / 0\n"
        "deferred_types.import_lsprotocol()\n"
        "assert attrs.define is real\n"
        "from lsprotocol import types\n"
        "print(types.Position(1, 2))"
    )
    assert run("", script).strip() == "1:2"
