"""Where the parts of a SvelteKit project run: which components and loads the server runs at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.project.options import (
    PageOptions,
    ServerParts,
    declared_options,
    may_declare_options,
    server_parts,
)

if TYPE_CHECKING:
    from svelte_warden.flow.program import Program


def page_options(program: Program, path: str) -> PageOptions:
    """Return the page options that a +page or +layout module declares."""
    if not may_declare_options(program.source(path).data):
        return PageOptions()

    def codes_of(module: str) -> list[object] | None:
        facts = program.facts(module)
        return None if facts is None else [piece.item for piece in facts.module]

    return declared_options(path, codes_of, program.resolve)  # type: ignore[arg-type]  # Code, by construction


def parts_on_server(program: Program, root: str) -> ServerParts:
    """Return what the server runs of the routes of the project at ``root``."""
    tree = program.routes(f"{root}/package.json")
    return server_parts(tree, lambda path: program.query(page_options, path))


def parts_around(program: Program, path: str) -> ServerParts:
    """Return what the server runs of the pages in which a part of a page, layout or error page takes part."""
    tree = program.routes(path)
    node = tree.node_of(path)
    if node is None:
        return program.query(parts_on_server, program.project(path).root)
    return server_parts(tree.within(node), lambda module: program.query(page_options, module))
