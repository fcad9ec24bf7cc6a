"""Putting lines into the scripts of a file: behind the imports, or at the beginning of a script, which may be made."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from svelte_warden.engine.applying import apply_edits
from svelte_warden.engine.editing.statements import insert_lines_after, with_comment
from svelte_warden.engine.editing.style import ended, indent_at
from svelte_warden.engine.findings import Edit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from svelte_warden.engine.editing.outline import Outline
    from svelte_warden.facts.code import Code
    from svelte_warden.facts.model import Placed

Script: TypeAlias = Literal["module", "instance"]
"""Which script of a component; a file that is no component has only ``module``."""

_TAG: Final = re.compile(rb"<script\b[^>]*>")
_IS_MODULE: Final = re.compile(rb"<script\b[^>]*(\bmodule\b(?!=)|context=['\"]?module)")
_END_TAG: Final = re.compile(rb"</script>(?:\r?\n)?")
_ELEMENT: Final = re.compile(rb"<script\b[^>]*>(?P<inner>.*?)</script>[ \t]*(?:(?:\r?\n)(?:[ \t]*\r?\n)*)?", re.DOTALL)
_IMPORT: Final = b"import"


def is_component(outline: Outline) -> bool:
    """Whether a file is a component, with markup and up to two scripts."""
    return outline.facts is not None and outline.facts.kind == "component"


def code_of(outline: Outline, script: Script) -> Sequence[Placed[Code]]:
    """Return the top-level statements of a script."""
    return outline.module if script == "module" else outline.instance


def is_import(placed: Placed[Code]) -> bool:
    """Whether a statement is an import, be it of types only."""
    return placed.item.text.startswith(_IMPORT)


def insert_imports(outline: Outline, script: Script, lines: Sequence[str]) -> Edit:
    """Put imports behind those that are there."""
    imports = [placed for placed in code_of(outline, script) if is_import(placed)]
    if not imports:
        return insert_at_beginning(outline, script, lines, are_imports=True)
    last = imports[-1]
    end = last.offset + len(last.item.text)
    return insert_lines_after(outline.path, outline.data, last.offset, end, lines, outline.style)


def insert_at_beginning(outline: Outline, script: Script, lines: Sequence[str], *, are_imports: bool = False) -> Edit:
    """Put lines before everything else in a script; a component that has no such script gets one."""
    path, data, style = outline.path, outline.data, outline.style
    code = code_of(outline, script)
    if code:
        at = with_comment(data, code[0].offset)
        indent = indent_at(data, code[0].offset)
        before, after = ("", indent) if at == code[0].offset else (indent, "")
        text = f"{style.newline}{indent}".join(ended(line, style) for line in lines)
        blank = style.newline if are_imports and not is_component(outline) else ""
        return Edit(path, at, at, f"{before}{text}{style.newline}{blank}{after}")
    if not is_component(outline):
        at = _beginning(outline)
        return Edit(path, at, at, "".join(f"{ended(line, style)}{style.newline}" for line in lines))
    inner = "".join(f"{style.newline}{style.indent}{ended(line, style)}" for line in lines)
    tag = _tag_of(outline, script)
    if tag is not None:
        return Edit(path, tag.end(), tag.end(), inner)
    return _new_script(outline, script, inner)


def has_script(outline: Outline, script: Script) -> bool:
    """Whether a component has a script, be it an empty one."""
    return bool(code_of(outline, script)) or _tag_of(outline, script) is not None


def _tag_of(outline: Outline, script: Script) -> re.Match[bytes] | None:
    tags = _TAG.finditer(outline.data)
    return next((tag for tag in tags if bool(_IS_MODULE.match(tag[0])) == (script == "module")), None)


def without_empty_scripts(outline: Outline, edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """Return edits that take out a script as a whole where they would leave nothing in it.

    The only script of a component stays if it says that code in the markup is TypeScript.
    """
    elements = list(_ELEMENT.finditer(outline.data)) if is_component(outline) else []
    says_language = outline.facts is not None and outline.facts.typescript and bool(outline.markup)
    for element in elements:
        start, end = element.span("inner")
        inside = [edit for edit in edits if start <= edit.start and edit.end <= end]
        if not inside or (len(elements) == 1 and says_language):
            continue
        moved = [replace(edit, start=edit.start - start, end=edit.end - start) for edit in inside]
        if not apply_edits(element["inner"], moved).strip():
            others = [edit for edit in edits if edit not in inside]
            edits = tuple(sorted([*others, Edit(outline.path, *element.span(), "")], key=lambda edit: edit.start))
    return edits


def _beginning(outline: Outline) -> int:
    """Return where a file's text begins, after a byte order mark."""
    return len(BOM_UTF8) if outline.data.startswith(BOM_UTF8) else 0


def _new_script(outline: Outline, script: Script, inner: str) -> Edit:
    newline = outline.style.newline
    attributes = " module" if script == "module" else ""
    if outline.facts is not None and outline.facts.typescript:
        attributes += ' lang="ts"'
    element = f"<script{attributes}>{inner}{newline}</script>{newline}"
    ends = [match.end() for match in _END_TAG.finditer(outline.data)] if outline.module else []
    at = ends[0] if ends else _beginning(outline)
    return Edit(outline.path, at, at, f"{element}{newline}" if outline.data[at:].strip() else element)
