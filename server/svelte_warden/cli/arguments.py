"""What may be written on the command line."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, NoReturn

from svelte_warden import __version__
from svelte_warden.report.formats import FORMATS
from svelte_warden.report.graph_formats import GRAPH_FORMATS, TREE_FORMAT

if TYPE_CHECKING:
    from collections.abc import Sequence

FAIL_LEVELS = ("error", "warning", "info", "hint", "never")

_DESCRIPTION = """\
Finds three kinds of mistakes in Svelte and SvelteKit projects: state that one server process shares between its
users, context that no component above provides, and context functions called when no component is initialising."""
_CHECK_EPILOG = """\
exit status: 0 nothing at or above the failing level, 1 findings, 2 bad usage or an internal error;
with --diff: 0 nothing to change, 1 something, 2 as above"""


class _Parser(argparse.ArgumentParser):
    """Errors are one line that names the cure, and status 2."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"svelte-warden: {message}; see {self.prog} --help\n")


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Parse arguments, those of the process by default; exits by itself for ``--help`` and for bad usage."""
    parser = _Parser(prog="svelte-warden", description=_DESCRIPTION, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--version", action="version", version=f"svelte-warden {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _add_check(commands)
    explain = commands.add_parser(
        "explain", help="show the page of a rule", description="Show the page of a rule, or the rules of a family."
    )
    explain.add_argument(
        "rule",
        metavar="RULE",
        help="the name in brackets of a finding, such as context-outside-init, or that of a family",
    )
    explain.add_argument("--no-color", action="store_true", help="print the page as it is written, in Markdown")
    rules = commands.add_parser("rules", help="list the rules", description="List the rules.")
    rules.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    rules.add_argument("--no-color", action="store_true", help="no colours; the same as NO_COLOR=1")
    _add_graph(commands)
    lsp = commands.add_parser("lsp", help="serve an editor", description="Serve an editor over the language protocol.")
    lsp.add_argument("--stdio", action="store_true", help="on standard input and output (always so)")
    lsp.add_argument("--clientProcessId", metavar="PID", help=argparse.SUPPRESS)  # some clients add it by themselves
    return parser.parse_args(arguments)


def _add_check(commands: argparse._SubParsersAction[_Parser]) -> None:
    check = commands.add_parser(
        "check",
        help="check files and folders",
        description="Check files, and the projects below folders.",
        epilog=_CHECK_EPILOG,
    )
    check.add_argument("paths", metavar="PATH", nargs="*", default=["."], help="files and folders; default: this one")
    check.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    check.add_argument(
        "--fail-on", choices=FAIL_LEVELS, default="error", help="the mildest severity that fails; default: error"
    )
    check.add_argument("--quiet", action="store_true", help="print the findings only: no summary, no progress")
    check.add_argument(
        "--rule", metavar="NAME", action="append", default=[], help="run this rule or family only; may be repeated"
    )
    check.add_argument(
        "--jobs", metavar="N", type=_positive, help="the number of processes; default: by the work and the machine"
    )
    check.add_argument("--no-color", action="store_true", help="no colours; the same as NO_COLOR=1")
    check.add_argument(
        "--no-cache", action="store_true", help="neither show nor keep the results of an unchanged check"
    )
    fixing = check.add_argument_group("fixing")
    fixing.add_argument("--fix", action="store_true", help="apply safe fixes, and report what is left")
    fixing.add_argument("--unsafe", action="store_true", help="apply fixes too that somebody should look at")
    fixing.add_argument("--diff", action="store_true", help="print what --fix would change, and write nothing")


def _add_graph(commands: argparse._SubParsersAction[_Parser]) -> None:
    graph = commands.add_parser(
        "graph",
        help="show which component renders which, and who sets and reads contexts",
        description="Show the render tree: from the routes and mounts down, with the contexts. Of one component, show"
        " the ways down to it and what it renders.",
    )
    graph.add_argument(
        "path", metavar="PATH", nargs="?", default=".", help="a folder, or one component; default: this folder"
    )
    graph.add_argument("--route", metavar="ROUTE", help="this route only, by its id: /settings/[id]")
    graph.add_argument("--key", metavar="KEY", help="only the ways to components that set or read this context")
    graph.add_argument(
        "--format", choices=(*GRAPH_FORMATS, TREE_FORMAT), help="default: mermaid; text, the only one, for a component"
    )


def _positive(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if number < 1:
        message = f"{text!r} is no number of processes"
        raise argparse.ArgumentTypeError(message)
    return number
