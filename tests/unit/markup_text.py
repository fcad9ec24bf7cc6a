"""Markup as indented text, one line a node, to compare with; it checks on the way that every piece is where it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts.file import facts_of
from svelte_warden.facts.model import (
    Attachment,
    Attribute,
    AttributeNode,
    AwaitBlock,
    DeclarationTag,
    Directive,
    EachBlock,
    Element,
    IfBlock,
    KeyBlock,
    MarkupNode,
    SnippetBlock,
    SpreadAttribute,
    Tag,
)

if TYPE_CHECKING:
    from svelte_warden.facts.model import Embedded, Fragment


def markup_text(source: str | bytes, path: str = "Component.svelte") -> str:
    """The markup of a component as text."""
    data = source.encode() if isinstance(source, str) else source
    return "\n".join(_Outline(data).fragment(facts_of(path, data).facts.markup, 0, 0))


class _Outline:
    def __init__(self, data: bytes) -> None:
        self.data = data

    def fragment(self, fragment: Fragment, base: int, indent: int) -> list[str]:
        lines = []
        for placed in fragment:
            start = base + placed.offset
            assert 0 <= start < start + placed.item.length <= len(self.data)
            lines.extend([" " * indent + line for line in self.node(placed.item, start)])
        return lines

    def node(self, node: MarkupNode, start: int) -> list[str]:
        match node:
            case Element():
                assert self.data[start + node.name_offset :].startswith(node.name.encode())
                assert node.tag is None or self.code(node.tag, start) == node.name
                attributes = [self.attribute(placed.item, start + placed.offset) for placed in node.attributes]
                return [" ".join([node.name, *attributes]), *self.fragment(node.children, start, 2)]
            case IfBlock():
                return self.if_block(node, start)
            case EachBlock():
                return self.each_block(node, start)
            case AwaitBlock():
                return self.await_block(node, start)
            case KeyBlock():
                return [f"#key {self.code(node.expression, start)}", *self.fragment(node.body, start, 2)]
            case SnippetBlock():
                assert self.data[start + node.name_offset :].startswith(node.name.encode())
                parameters = "" if node.parameters is None else self.code(node.parameters, start)
                return [f"#snippet {node.name}({parameters})", *self.fragment(node.body, start, 2)]
            case Tag():
                return [
                    f"{'' if node.kind == 'expression' else '@' + node.kind + ' '}{self.code(node.expression, start)}"
                ]
            case DeclarationTag():
                return [f"@{self.code(node.statement, start)}"]

    def if_block(self, node: IfBlock, start: int) -> list[str]:
        lines = []
        for index, (test, body) in enumerate(node.branches):
            mark = "#if" if index == 0 else ":else"
            lines.append(mark if test is None else f"{mark} {self.code(test, start)}")
            lines.extend(self.fragment(body, start, 2))
        return lines

    def each_block(self, node: EachBlock, start: int) -> list[str]:
        parts = [f"#each {self.code(node.iterable, start)}"]
        if node.pattern is not None:
            parts.append(f"as {self.code(node.pattern, start)}")
        if node.index is not None:
            parts.append(f"index {node.index}")
        if node.key is not None:
            parts.append(f"key {self.code(node.key, start)}")
        fallback = self.fragment(node.fallback, start, 2)
        return [" ".join(parts), *self.fragment(node.body, start, 2), *([":else", *fallback] if fallback else [])]

    def await_block(self, node: AwaitBlock, start: int) -> list[str]:
        lines = [f"#await {self.code(node.promise, start)}"]
        for mark, pattern, body in (
            ("pending", None, node.pending),
            ("then", node.then_pattern, node.then),
            ("catch", node.catch_pattern, node.catch),
        ):
            if body is not None:
                lines.append(f":{mark}" if pattern is None else f":{mark} {self.code(pattern, start)}")
                lines.extend(self.fragment(body, start, 2))
        return lines

    def attribute(self, node: AttributeNode, start: int) -> str:
        assert start + node.length <= len(self.data)
        match node:
            case Attribute():
                parts = [part if isinstance(part, str) else "{" + self.code(part, start) + "}" for part in node.parts]
                return f'{node.name}="{"".join(parts)}"' if parts else node.name
            case SpreadAttribute():
                return "{..." + self.code(node.expression, start) + "}"
            case Attachment():
                return "{@attach " + self.code(node.expression, start) + "}"
            case Directive():
                text = "|".join([f"{node.kind}:{node.name}", *node.modifiers])
                assert node.subject is None or self.code(node.subject, start) == node.name
                if node.pattern is not None:
                    return f"{text}=<{self.code(node.pattern, start)}>"
                if node.expression is None:
                    return text
                return f"{text}={{{self.code(node.expression, start, is_exact=node.kind != 'style')}}}"

    def code(self, placed: Embedded, base: int, *, is_exact: bool = True) -> str:
        start = base + placed.offset
        found = self.data[start : start + len(placed.item.text)]
        assert len(found) == len(placed.item.text)
        assert not is_exact or found == placed.item.text
        return placed.item.text.decode()
