"""The floor a check is compared with: one process reads and parses the files, and does nothing with the trees.

Run as a program it prints the seconds this took, without the start of the interpreter.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import tree_sitter_svelte
import tree_sitter_typescript
from tree_sitter import Language, Parser

_SUFFIXES = (".svelte", ".ts", ".js")


def parse_all(root: Path) -> int:
    """Parse every source file below `root/src` once and return their number.

    A component is parsed with the grammar of Svelte, and the text of its scripts with that of TypeScript. The
    expressions of its markup stay raw text: parsing these too is part of the work that is compared.
    """
    svelte = Parser(Language(tree_sitter_svelte.language()))
    script = Parser(Language(tree_sitter_typescript.language_typescript()))
    count = 0
    for path in (root / "src").rglob("*"):
        if path.suffix not in _SUFFIXES:
            continue
        count += 1
        data = path.read_bytes()
        if path.suffix != ".svelte":
            script.parse(data)
            continue
        for element in svelte.parse(data).root_node.children:
            if element.type == "script_element":
                for text in element.children:
                    if text.type == "raw_text":
                        script.parse(data[text.start_byte : text.end_byte])
    return count


if __name__ == "__main__":
    start = time.perf_counter()
    parse_all(Path(sys.argv[1]))
    sys.stdout.write(f"{time.perf_counter() - start}\n")
