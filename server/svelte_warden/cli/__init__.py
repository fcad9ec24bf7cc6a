"""The command line. Nothing else imports this package."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status: 0 fine, 1 findings, 2 bad usage or an internal error.

    ``arguments`` are those of the process by default. Only what the command needs is loaded.
    """
    try:
        from svelte_warden.cli.command import run  # noqa: PLC0415 - an interrupt while it loads is caught here too

        return run(arguments)
    except KeyboardInterrupt:
        return 130  # 128 + SIGINT, as shells have it
