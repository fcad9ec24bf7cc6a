"""Check the packages and record what is found; `python -m tests.ecosystem [PACKAGE…]`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tests.ecosystem import snapshot
from tests.ecosystem.packages import PACKAGES, fetch, svelte_range

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(names: Sequence[str]) -> int:
    """Record the packages whose name was given, or all."""
    for package in PACKAGES:
        if names and package.rpartition("@")[0] not in names:
            continue
        folder = fetch(package)
        taken = snapshot.take(folder)
        snapshot.record(package, taken)
        waiting = snapshot.not_reviewed(taken)
        seen = sum(taken["calls"].values())
        counts = f"{taken['files']} files, {seen} calls, {len(taken['findings'])} findings"
        print(f"{package} (Svelte {svelte_range(folder)}): {counts}")
        for finding in waiting:
            print(f"  not reviewed: {finding}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
