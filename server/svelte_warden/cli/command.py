"""From arguments to an exit status; each command is loaded when it is asked for."""

from __future__ import annotations

import sys
import traceback
from typing import TYPE_CHECKING

from svelte_warden.cli.arguments import parse
from svelte_warden.cli.output import UsageError, abandon_output, prepare_streams

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

_BROKEN_PIPE = 141  # 128 + SIGPIPE, as shells have it
_FAILED = 2


def run(arguments: Sequence[str] | None) -> int:
    """Run a command. Whatever goes wrong ends in one message and status 2, never in status 0."""
    prepare_streams()
    options = parse(arguments)
    try:
        return _run(options)
    except UsageError as error:
        sys.stderr.write(f"svelte-warden: {error}\n")
        return _FAILED
    except BrokenPipeError:
        abandon_output()
        return _BROKEN_PIPE
    except Exception:  # noqa: BLE001 - the last resort: a traceback to report
        sys.stderr.write(traceback.format_exc())
        sys.stderr.write("svelte-warden: internal error; please report it with the lines above\n")
        return _FAILED


def _run(options: argparse.Namespace) -> int:
    if options.command == "check":
        from svelte_warden.cli.check import run_check  # noqa: PLC0415 - only what the command needs

        return run_check(options)
    if options.command == "explain":
        from svelte_warden.cli.rules import run_explain  # noqa: PLC0415 - as above

        return run_explain(options.rule, no_color=options.no_color)
    if options.command == "rules":
        from svelte_warden.cli.rules import run_rules  # noqa: PLC0415 - as above

        return run_rules(options.format, no_color=options.no_color)
    if options.command == "graph":
        from svelte_warden.cli.graph import run_graph  # noqa: PLC0415 - as above

        return run_graph(options)
    from svelte_warden.lsp.main import serve_standard_streams  # noqa: PLC0415 - as above; half a second

    return serve_standard_streams()
