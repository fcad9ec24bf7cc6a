"""The command line. Nothing else imports this package."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Sequence


def program() -> NoReturn:
    """Be the process: run the command line and end with its status.

    The interpreter would take every object of the analysis apart first, which costs a quarter of a cold check.
    """
    from svelte_warden.engine.stacks import allow_deep_calls  # noqa: PLC0415 - as in main

    allow_deep_calls()
    status = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status: 0 fine, 1 findings, 2 bad usage or an internal error.

    ``arguments`` are those of the process by default. Only what the command needs is loaded.
    """
    try:
        from svelte_warden.cli.command import run  # noqa: PLC0415 - an interrupt while it loads is caught here too

        return run(arguments)
    except KeyboardInterrupt:
        return 130  # 128 + SIGINT, as shells have it
