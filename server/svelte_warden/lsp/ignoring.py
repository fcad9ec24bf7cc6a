"""The comments that silence a finding on its line or in its file, in the form their surroundings allow.

In code the comment is `// …` on a line of its own above the finding; in markup `<!-- … -->` above it. Within a tag
neither may stand above, so there it is `/* … */` just before the finding, which is in code again.
"""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING, NamedTuple

from svelte_warden.engine.findings import Edit, Fix
from svelte_warden.engine.suppression_rule import UNUSED_SUPPRESSION
from svelte_warden.facts.code import Code
from svelte_warden.facts.model import Attachment, Attribute, Directive, Placed, SpreadAttribute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.engine.findings import Finding
    from svelte_warden.facts.file import FileFacts
    from svelte_warden.text.source import Source

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_BLANK = b" \t\f"
# What must stay first: a byte order mark, the line that names an interpreter, the front matter of a text.
_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?(?:#![^\r\n]*\r?\n|---\r?\n.*?\n---[ \t]*\r?\n)?", re.DOTALL)
_ATTRIBUTES = (Attribute, Directive, SpreadAttribute, Attachment)


class _Extent(NamedTuple):
    """Something in the file and its bytes, the end exclusive."""

    start: int
    end: int
    item: object


def ignoring_fixes(facts: FileFacts | None, source: Source, finding: Finding) -> tuple[Fix, ...]:
    """The fixes that silence a finding: on its line, where a comment can stand there, and in all of its file."""
    fixes = (ignoring_fix(facts, source, finding), ignoring_in_file(facts, source, finding))
    return tuple(fix for fix in fixes if fix is not None)


def ignoring_in_file(facts: FileFacts | None, source: Source, finding: Finding) -> Fix | None:
    """The fix that silences a rule in a file, at its beginning; None if the finding is about comments."""
    if facts is None or finding.rule == UNUSED_SUPPRESSION.name:
        return None
    edit = _file_extension(facts, finding) or _file_comment(facts, source, finding)
    return Fix(f"Ignore {finding.rule} in this file", "unsafe", (edit,))


def _file_extension(facts: FileFacts, finding: Finding) -> Edit | None:
    """Add the rule to a comment that silences other rules in the file already."""
    for suppression in facts.suppressions:
        if suppression.whole_file and suppression.rules:
            end = suppression.rules[-1][2]
            return Edit(finding.place.path, end, end, f", {finding.rule}")
    return None


def _file_comment(facts: FileFacts, source: Source, finding: Finding) -> Edit:
    text = f"svelte-warden-ignore-file {finding.rule} -- <reason>"
    comment = f"// {text}" if facts.kind == "module" else f"<!-- {text} -->"
    head = _HEAD.match(source.data)
    at = 0 if head is None else head.end()
    end_of_line = "\r\n" if b"\r\n" in source.data else "\n"
    return Edit(finding.place.path, at, at, f"{comment}{end_of_line}")


def ignoring_fix(facts: FileFacts | None, source: Source, finding: Finding) -> Fix | None:
    """The fix that silences a finding; None where no comment can stand, or if the finding is about comments."""
    if facts is None or finding.rule == UNUSED_SUPPRESSION.name:
        return None
    edit = _extension(facts, source, finding) or _comment(facts, source, finding)
    return Fix(f"Ignore {finding.rule} on this line", "unsafe", (edit,)) if edit else None


def _extension(facts: FileFacts, source: Source, finding: Finding) -> Edit | None:
    """Add the rule to a comment with other rules that already stands on the line above."""
    line = source.position(finding.place.start, "utf-8")[0]
    for suppression in facts.suppressions:
        ends_above = source.position(suppression.end, "utf-8")[0] == line - 1
        before = source.data[source.line_span(line - 1)[0] : suppression.start]
        if ends_above and suppression.rules and not suppression.whole_file and not before.strip():
            end = suppression.rules[-1][2]
            return Edit(finding.place.path, end, end, f", {finding.rule}")
    return None


def _comment(facts: FileFacts, source: Source, finding: Finding) -> Edit | None:
    start = finding.place.start
    line_start, line_end = source.line_span(source.position(start, "utf-8")[0])
    if source.data.startswith(_BYTE_ORDER_MARK) and line_start == 0:
        line_start = len(_BYTE_ORDER_MARK)
    line = source.data[line_start:line_end]
    indent = line[: len(line) - len(line.lstrip(_BLANK))]
    first = line_start + len(indent)
    text = f"svelte-warden-ignore {finding.rule} -- <reason>"
    end_of_line = "\r\n" if source.data[line_end : line_end + 2] == b"\r\n" else "\n"

    def above(comment: str) -> Edit:
        return Edit(finding.place.path, line_start, line_start, f"{indent.decode()}{comment}{end_of_line}")

    if _is_in_script(facts, first) or _is_within_code(facts, first):
        return above(f"// {text}")
    if not _is_in_script(facts, start) and not _is_in_tag(facts, first):
        return above(f"<!-- {text} -->")
    if _is_in_script(facts, start) or any(extent.start <= start for extent in _code_at(facts, start)):
        return Edit(finding.place.path, start, start, f"/* {text} */ ")
    return None


def _is_in_script(facts: FileFacts, offset: int) -> bool:
    """Whether the byte belongs to a statement of a script, or to a file that is all script."""
    if facts.kind == "module":
        return True
    statements = (*facts.module, *facts.instance)
    return any(placed.offset <= offset < placed.offset + len(placed.item.text) for placed in statements)


def _is_within_code(facts: FileFacts, offset: int) -> bool:
    """Whether the byte lies in an expression of the markup that began before it."""
    return any(extent.start < offset for extent in _code_at(facts, offset))


def _is_in_tag(facts: FileFacts, offset: int) -> bool:
    """Whether the byte belongs to an attribute."""
    return any(isinstance(extent.item, _ATTRIBUTES) for extent in _around(facts, offset))


def _code_at(facts: FileFacts, offset: int) -> Iterator[_Extent]:
    return (extent for extent in _around(facts, offset) if isinstance(extent.item, Code))


def _around(facts: FileFacts, offset: int) -> Iterator[_Extent]:
    """Everything in the markup that holds a byte, from the outside to the inside."""
    waiting = [_Extent(0, facts.size, placed) for placed in facts.markup]
    while waiting:
        holder = waiting.pop()
        extent = _extent(holder.start, holder.item)
        if extent is None or not extent.start <= offset < extent.end:
            continue
        yield extent
        if not isinstance(extent.item, Code):
            waiting.extend(_Extent(extent.start, extent.end, part) for part in _parts(extent.item))


def _extent(base: int, placed: object) -> _Extent | None:
    if not isinstance(placed, Placed):
        return None
    start = base + placed.offset
    item = placed.item
    return _Extent(start, start + (len(item.text) if isinstance(item, Code) else item.length), item)


def _parts(item: object) -> Iterator[object]:
    """What a node of the markup is made of, however deep in tuples it keeps it."""
    waiting = [getattr(item, field.name) for field in fields(item)]  # type: ignore[arg-type]
    while waiting:
        value = waiting.pop()
        if isinstance(value, tuple):
            waiting.extend(value)
        elif isinstance(value, Placed):
            yield value
