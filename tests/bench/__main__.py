"""Measure speed and memory, and print the figures as tables; `python -m tests.bench [NAME…]`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench import (
    cold,
    effects,
    keystroke,
    memory,
    peers,
    profiles,
    pull,
    real,
    results,
    scale,
    servers,
    start,
    workspace,
)
from tests.bench.machine import this_machine
from tests.bench.options import SIZES, Options
from tests.bench.programs import compile_bytecode
from tests.bench.results import Result
from tests.bench.subject import Subject, existing, generated
from tests.bench.tables import table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tests.bench.measurement import Row

_USUAL = ("start", "keystroke", "effects", "pull", "cold", "memory")
_ON_THE_SUBJECT: dict[str, Callable[[Subject, Options], Iterable[Row]]] = {
    "start": start.measure,
    "keystroke": keystroke.measure,
    "effects": effects.measure,
    "pull": pull.measure,
    "cold": cold.measure,
    "memory": memory.measure,
    "profile": profiles.measure,
    "modules": profiles.measure_modules,
    "peers": peers.measure,
    "servers": servers.measure,
}
_ON_OTHERS: dict[str, Callable[[Options], Iterable[Row]]] = {"scale": scale.measure, "real": real.measure}
NAMES = (*_ON_THE_SUBJECT, *_ON_OTHERS)


def main(arguments: Sequence[str]) -> int:
    """Run the benchmarks that were named, or the usual ones, and keep what they gave if that is wanted."""
    arguments_of = _parser()
    given = arguments_of.parse_args(arguments)
    unknown = set(given.names) - set(NAMES)
    if unknown:
        arguments_of.error(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    if given.write and given.workspace:
        arguments_of.error("--write keeps the figures of the generated workspace; leave out --workspace")
    compile_bytecode()
    options = Options(given.rounds, given.sessions, given.keystrokes, given.pause, tuple(given.sizes))
    with _subject(given.workspace, given.files) as subject:
        print(f"{len(subject.files):,} files; {this_machine().describe()}", flush=True)
        for name in given.names or _USUAL:
            machine = this_machine()
            rows = tuple(_ON_OTHERS[name](options) if name in _ON_OTHERS else _ON_THE_SUBJECT[name](subject, options))
            if rows:
                print(f"\n{name}\n\n{table(rows)}", flush=True)
            if given.write:
                results.keep(Result(name, machine, len(subject.files), rows))
    if given.write:
        results.publish()
        print(f"\nwrote {results.RESULTS}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"{', '.join(NAMES)}; without any, {', '.join(_USUAL)}"
    )
    parser.add_argument("--workspace", type=Path, metavar="PATH", help="measure on this folder, which is only read")
    parser.add_argument("--files", type=int, default=workspace.DEFAULT_FILES, help="source files that are generated")
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES, help="numbers of source files of scale")
    parser.add_argument("--rounds", type=int, default=10, help="runs of each program")
    parser.add_argument("--sessions", type=int, default=3, help="servers that are started for each kind of keystroke")
    parser.add_argument("--keystrokes", type=int, default=200, help="keystrokes that are typed in each session")
    parser.add_argument("--pause", type=float, default=0.02, help="seconds between two keystrokes")
    parser.add_argument("--write", action="store_true", help="keep the figures, in results/ and in RESULTS.md")
    return parser


@contextmanager
def _subject(folder: Path | None, files: int) -> Iterator[Subject]:
    """Take a folder as it is, or generate one for as long as it is needed."""
    if folder is not None:
        yield existing(folder.resolve())
        return
    with tempfile.TemporaryDirectory() as temporary:
        yield generated(Path(temporary).resolve(), files)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
