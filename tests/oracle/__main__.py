"""Run cases and say what came of them; `python -m tests.oracle [--missing] [--page FILE…] [WORD…]`."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from tests.oracle.cases import PAGES, Case, cases, subjects
from tests.oracle.judge import Verdict
from tests.oracle.mended import mended
from tests.oracle.results import RESULTS, recorded, table
from tests.oracle.run import run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


def main() -> int:
    """Run the cases whose name has all the words, and write down what came of those that hold."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        everything = list(_everything(arguments.page or PAGES, Path(folder)))
    chosen = [case for case in everything if all(word in str(case) for word in arguments.words)]
    if arguments.missing:
        before = RESULTS.read_text(encoding="utf-8")
        chosen = [case for case in chosen if recorded(before, case) is None]
    verdicts: dict[Case, Verdict] = {}
    with ThreadPoolExecutor(arguments.jobs) as pool:
        for case, verdict in zip(chosen, pool.map(_run, chosen), strict=True):
            verdicts[case] = verdict
            print(f"{'FAILED ' if verdict.problems else ''}{case}: {verdict.summary}", flush=True)
            for problem in verdict.problems:
                print("    " + problem.replace("\n", "\n    "))
    failed = sum(bool(verdict.problems) for verdict in verdicts.values())
    if not arguments.page:
        _write_down(everything, verdicts)
    print(f"{len(chosen)} cases, {failed} failed")
    return 1 if failed else 0


def _write_down(everything: Sequence[Case], verdicts: Mapping[Case, Verdict]) -> None:
    """Bring RESULTS.md up to date; what was not run stays as it was, and what there is no more goes."""
    before = RESULTS.read_text(encoding="utf-8")
    known = {case: recorded(before, case) for case in everything}
    known |= {case: None if verdict.problems else verdict.summary for case, verdict in verdicts.items()}
    RESULTS.write_text(table({case: summary for case, summary in known.items() if summary}), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.oracle", description=__doc__)
    parser.add_argument("words", nargs="*", metavar="WORD", help="run only the cases whose name has all these words")
    parser.add_argument(
        "--page", action="append", type=Path, help="a page or suite to run instead of all pages of rules"
    )
    parser.add_argument("--missing", action="store_true", help="run only what RESULTS.md says nothing of")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many cases run at once")
    return parser.parse_args()


def _everything(pages: Iterable[Path], folder: Path) -> Iterator[Case]:
    for number, subject in enumerate(subjects(pages)):
        yield from cases(subject)
        yield from mended(subject, folder / str(number))


def _run(case: Case) -> Verdict:
    with tempfile.TemporaryDirectory() as folder:
        try:
            return run(case, Path(folder))
        except (RuntimeError, ValueError, OSError) as error:
            return Verdict("the run broke down", (str(error),))


if __name__ == "__main__":
    sys.exit(main())
