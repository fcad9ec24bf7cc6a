"""The command ``graph``."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from svelte_warden.cli.output import UsageError, write
from svelte_warden.engine.analysis import Analysis
from svelte_warden.flow.reach.graph import render_graph
from svelte_warden.flow.reach.tree import tree_around
from svelte_warden.project.files import to_posix
from svelte_warden.report.graph import render_graph_as
from svelte_warden.report.graph_formats import GRAPH_FORMATS, TREE_FORMAT
from svelte_warden.report.tree import tree_text

if TYPE_CHECKING:
    import argparse

    from svelte_warden.flow.reach.model import Spot


def run_graph(options: argparse.Namespace) -> int:
    """Show the render tree of the projects below a folder, or what lies above and below one file.

    Raises:
        UsageError: There is no such path, no such route or key, or no such format for it.
    """
    root = to_posix(os.path.realpath(options.path))
    if os.path.isfile(root):  # noqa: PTH113 - the rest of the program speaks of paths as text
        return _show_tree(root, options)
    if not os.path.isdir(root):  # noqa: PTH112 - as above
        message = f"there is no file or folder {options.path}"
        raise UsageError(message)
    if options.format == TREE_FORMAT:
        message = f"the format {TREE_FORMAT} is for a file, {options.path} is a folder"
        raise UsageError(message)
    analysis = Analysis([root], is_final=True)
    graph = render_graph(analysis, route=options.route, key=options.key)
    if options.route is not None and not graph.nodes:
        message = f"there is no route {options.route}" + ("" if options.key is None else f" with the key {options.key}")
        raise UsageError(message)
    if options.key is not None and not graph.nodes:
        message = f"no component that is rendered here sets or reads a context with the key {options.key}"
        raise UsageError(message)

    def relative(path: str) -> str:
        return path[len(root) + 1 :] if path.startswith(f"{root}/") else path

    write(render_graph_as(options.format or GRAPH_FORMATS[0], graph, relative))
    if not graph.nodes:
        sys.stderr.write("svelte-warden: nothing is rendered here that can be seen: no route, no mount\n")
    return 0


def _show_tree(path: str, options: argparse.Namespace) -> int:
    """Show the ways down to a component and what it renders."""
    if options.format not in (None, TREE_FORMAT) or options.route is not None or options.key is not None:
        message = "the tree around a file has no other format than text, and no --route or --key"
        raise UsageError(message)
    root = Analysis([path]).project(path).root
    analysis = Analysis([root], is_final=True)

    def relative(other: str) -> str:
        return other[len(root) + 1 :] if other.startswith(f"{root}/") else other

    def line(spot: Spot) -> int:
        return analysis.source(spot.path).position(spot.start, "utf-8")[0] + 1

    roots = tree_around(analysis, path)
    write(tree_text(roots, relative, line))
    if not roots:
        sys.stderr.write(f"svelte-warden: {options.path} is no component, and mounts none\n")
    return 0
