"""Where top-level statements begin by their layout, which is what is left of a script with an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from svelte_warden.engine.analysis import Analysis
from svelte_warden.syntax.layout import pieces_of
from tests.unit.projects import svelte_project

if TYPE_CHECKING:
    from pathlib import Path


def pieces(source: str) -> list[str]:
    data = source.encode()
    return [data[start:end].decode().strip() for start, end in pieces_of(data)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("", [""], id="nothing"),
        pytest.param("let a = 1;\nf(a);\n", ["let a = 1;", "f(a);"], id="a line is a statement"),
        pytest.param("let a = f(\n  1,\n);\nlet b;", ["let a = f(\n  1,\n);", "let b;"], id="deeper lines"),
        pytest.param("\tlet a = (\n\tlet b;", ["let a = (", "let b;"], id="an open bracket ends with its piece"),
        pytest.param("\tf(() => {\n\t\ta(\n\t});\n\tg();", ["f(() => {\n\t\ta(\n\t});", "g();"], id="closed by others"),
        pytest.param("let a\n  = 1\nlet b", ["let a\n  = 1", "let b"], id="no semicolons"),
        pytest.param("if (a) b();\nelse c();\nlet d;", ["if (a) b();\nelse c();", "let d;"], id="else goes on"),
        pytest.param("let a = b\n? c\n: d\n;[e].f();", ["let a = b\n? c\n: d", ";[e].f();"], id="operators go on"),
        pytest.param("function f()\n{\n  a();\n}\nlet b;", ["function f()\n{\n  a();\n}", "let b;"], id="brace below"),
        pytest.param("let a = `\nlet b\n`;\nlet c;", ["let a = `\nlet b\n`;", "let c;"], id="lines of a template"),
        pytest.param("/*\nlet a;\n*/\nlet b;", ["/*\nlet a;\n*/", "let b;"], id="lines of a comment"),
        pytest.param("let a = `;\nlet b;", ["let a = `;", "let b;"], id="a template that never ends"),
        pytest.param("function f() {\na();\n}\nlet b;", ["function f() {\na();\n}", "let b;"], id="not indented"),
        pytest.param("let a = ':(';\nlet b = (1);", ["let a = ':(';", "let b = (1);"], id="brackets in strings"),
        pytest.param(" import 'a';\n  f(\n import 'b';", ["import 'a';\n  f(", "import 'b';"], id="least indented"),
        pytest.param("let a = (\r\nlet b;\r\n", ["let a = (", "let b;"], id="other line ends"),
    ],
)  # fmt: skip
def test_pieces(source: str, expected: list[str]) -> None:
    assert pieces(source) == expected


COMPONENT = """<script>
    import { getContext } from 'svelte';
    function typing() {
        TYPED
    }
    function save() {
        getContext('session').save();
    }
</script>
<button onclick={save}>Save</button>
<button onclick={typing}>Type</button>
"""


@pytest.mark.parametrize(
    "typed",
    ["f(() => g(1", "if (a) {", "const a = [", "const a = `", "const a = '", "f({ a: (b", "}", "return (", "/(", "/*"],
)
def test_what_is_typed_takes_no_finding_from_its_neighbour(tmp_path: Path, typed: str) -> None:
    root = svelte_project(tmp_path, {"src/Save.svelte": COMPONENT.replace("TYPED", typed)})
    findings = Analysis([root]).findings(f"{root}/src/Save.svelte")
    assert [finding.rule for finding in findings] == ["context-outside-init"]
