"""The root layout of a SvelteKit project that has none yet: a component above every page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.engine.editing.imports import new_import
from svelte_warden.engine.editing.style import ended
from svelte_warden.engine.editing.versions import has_runes
from svelte_warden.flow.reach.covering import root_layouts
from svelte_warden.flow.reach.providers import ancestors
from svelte_warden.flow.reach.renderers import renderers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from svelte_warden.engine.editing.style import Style
    from svelte_warden.flow.program import Program
    from svelte_warden.project.project import Project

_NAME: Final = "+layout.svelte"


def missing_root_layout(program: Program, components: Iterable[str]) -> str | None:
    """Return the path of a root layout that would be above some components; ``None`` if there is one already.

    ``None`` too if one of the components may be rendered by something that is no route.
    """
    paths = tuple(components)
    tree = program.routes(paths[0])
    if not tree.pages or root_layouts(program, paths[0]):
        return None
    for path in paths:
        for above in ancestors(program, path):
            ways = program.query(renderers, above)
            if ways.unknown or any(not mount.inherits for _, mount in ways.mounts):
                return None
    return f"{tree.root}/{_NAME}"


def layout_text(
    project: Project,
    imports: Mapping[str, Mapping[str, str]],
    statements: Sequence[str],
    style: Style,
    *,
    is_typescript: bool,
) -> str:
    """Return a layout that runs some statements and renders its page.

    Args:
        project: Says which version of Svelte it is for.
        imports: For each specifier what is imported, and how it is called in the statements.
        statements: In their order, with the indentation of the top level of a script.
        style: How it is to be written.
        is_typescript: Whether its script is TypeScript.
    """
    is_modern = has_runes(project) and project.runes is not False
    lines = [new_import(source, names, style) for source, names in imports.items()]
    lines += ["let { children } = $props()"] if is_modern else []
    lines += statements
    body = "".join(f"{style.indent}{ended(line, style)}{style.newline}" for line in lines)
    tag = '<script lang="ts">' if is_typescript else "<script>"
    page = "{@render children()}" if is_modern else "<slot />"
    return style.newline.join((f"{tag}{style.newline}{body}</script>", "", page, ""))
