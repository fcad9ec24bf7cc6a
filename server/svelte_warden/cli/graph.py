"""The command ``graph``."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from svelte_warden.cli.output import UsageError, write
from svelte_warden.engine.analysis import Analysis
from svelte_warden.flow.reach.graph import render_graph
from svelte_warden.project.files import to_posix
from svelte_warden.report.graph import render_graph_as

if TYPE_CHECKING:
    import argparse


def run_graph(options: argparse.Namespace) -> int:
    """Show the render tree of the projects below a folder.

    Raises:
        UsageError: There is no such folder or no such route.
    """
    root = to_posix(os.path.realpath(options.path))
    if not os.path.isdir(root):  # noqa: PTH112 - the rest of the program speaks of paths as text
        message = f"there is no folder {options.path}"
        raise UsageError(message)
    analysis = Analysis([root])
    graph = render_graph(analysis, route=options.route, key=options.key)
    if options.route is not None and not graph.nodes:
        message = f"there is no route {options.route}" + ("" if options.key is None else f" with the key {options.key}")
        raise UsageError(message)

    def relative(path: str) -> str:
        return path[len(root) + 1 :] if path.startswith(f"{root}/") else path

    write(render_graph_as(options.format, graph, relative))
    if not graph.nodes:
        sys.stderr.write("svelte-warden: nothing is rendered here that can be seen: no route, no mount\n")
    return 0
