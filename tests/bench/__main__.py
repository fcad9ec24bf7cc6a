"""Measure everything and print one table."""

from __future__ import annotations

import argparse
import platform
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench import cold, keystroke, memory, start, workspace
from tests.bench.measurement import as_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.bench.measurement import Row


def main(arguments: Sequence[str]) -> int:
    """Run the benchmarks that were named, or all."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("only", nargs="*", metavar="NAME", help="keystroke, cold, start or memory; all by default")
    parser.add_argument("--files", type=int, default=workspace.DEFAULT_FILES, help="source files of the workspace")
    parser.add_argument("--keystrokes", type=int, default=300, help="keystrokes typed into each file")
    parser.add_argument("--rounds", type=int, default=10, help="runs of each program")
    options = parser.parse_args(arguments)

    benchmarks: dict[str, Callable[[Path], list[Row]]] = {
        "start": lambda root: start.measure(root, options.rounds),
        "keystroke": lambda root: keystroke.measure(root, options.keystrokes),
        "cold": lambda root: cold.measure(root, options.rounds),
        "memory": memory.measure,
    }
    unknown = set(options.only) - benchmarks.keys()
    if unknown:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(benchmarks)}")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        workspace.write(root, workspace.generate(options.files))
        rows = [
            row for name, measure in benchmarks.items() if name in (options.only or benchmarks) for row in measure(root)
        ]
    print(f"{options.files} files, Python {platform.python_version()}, {platform.system()} {platform.machine()}\n")
    print(as_table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
