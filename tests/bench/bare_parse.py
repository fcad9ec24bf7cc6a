"""The floor a check is compared with: one process reads and parses the files, and does nothing with the trees.

Run as a program it takes a file with a path on each line, and prints the seconds this took, without the start of the
interpreter.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import tree_sitter_svelte
import tree_sitter_typescript
from tree_sitter import Language, Parser

if TYPE_CHECKING:
    from collections.abc import Iterable


def parse_all(paths: Iterable[str]) -> int:
    """Parse every file once and return their number.

    A component is parsed with the grammar of Svelte, and the text of its scripts with that of TypeScript. The
    expressions of its markup stay raw text: parsing these too is part of the work that is compared.
    """
    svelte = Parser(Language(tree_sitter_svelte.language()))
    script = Parser(Language(tree_sitter_typescript.language_typescript()))
    count = 0
    for path in paths:
        count += 1
        data = Path(path).read_bytes()
        if not path.endswith(".svelte"):
            script.parse(data)
            continue
        for element in svelte.parse(data).root_node.children:
            if element.type == "script_element":
                for text in element.children:
                    if text.type == "raw_text":
                        script.parse(data[text.start_byte : text.end_byte])
    return count


if __name__ == "__main__":
    listed = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    start = time.perf_counter()
    parse_all(listed)
    sys.stdout.write(f"{time.perf_counter() - start}\n")
