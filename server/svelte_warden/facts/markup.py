"""Reads the markup of a component into the model's nodes, again only where an edit touched it.

The reader follows Svelte's own parser: elements, blocks and tags nest, an HTML element may be closed by what follows
it. Where Svelte would stop with an error, reading goes on so that finished neighbours stay what they are: a block or
component that is never closed keeps its place without content and what would have been its content is read as its
siblings; a closing tag that nothing opened is skipped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from svelte_warden.facts.attributes import read_attributes
from svelte_warden.facts.blocks import BLOCKS, SECTION_OWNERS, read_section
from svelte_warden.facts.model import (
    Attribute,
    AttributeNode,
    DeclarationTag,
    Element,
    Fragment,
    MarkupNode,
    Placed,
    Tag,
)
from svelte_warden.facts.reuse import unchanged_nodes
from svelte_warden.facts.template_code import MANY_FAILURES, TemplateCode
from svelte_warden.syntax.characters import OPEN_BRACE, SLASH
from svelte_warden.syntax.html import RAW_TEXT, VOID, closes_implicitly, is_component_name
from svelte_warden.syntax.template import Span, trim
from svelte_warden.text.edits import edit_between

Attributes: TypeAlias = tuple[Placed[AttributeNode], ...]
Siblings: TypeAlias = list[Placed[MarkupNode]]
TagKind: TypeAlias = Literal["expression", "html", "render", "debug"]

# Nodes nested deeper than this are read as siblings, so that whoever walks the markup may recurse.
DEEPEST: Final = 100

_NEXT: Final = re.compile(rb"[<{]")
_TAG_NAME: Final = re.compile(rb"[A-Za-z][^\s/>{<\"'=}]*")
_CLOSING_TAG: Final = re.compile(rb"</([^\s/>{<\"'=}]*)\s*(>?)")
_CLOSING_SCRIPT: Final = re.compile(rb"</script\s*>")
_CLOSING_STYLE: Final = re.compile(rb"</style\s*>")
_CLOSING_TEXTAREA: Final = re.compile(rb"</textarea(?:\s[^>]*)?>", re.IGNORECASE)
_MARKED: Final = re.compile(
    rb"\{\s*(?:([#:@])\s*([A-Za-z]*)|/(?![*/])\s*([a-z]*)\s*(\}?)|((?:let|const)\b)(?=\s*[\w$\[{\x80-\xff]))"
)
_SIGIL, _WORD, _CLOSED_BLOCK, _BLOCK_BRACE, _DECLARATION = 1, 2, 3, 4, 5
_TAG_KINDS: Final[dict[bytes, TagKind]] = {
    b"html": "html",
    b"render": "render",
    b"debug": "debug",
}


@dataclass(frozen=True, slots=True)
class ScriptElement:
    """A ``<script>`` at the top of a component; ``start`` and ``end`` delimit what stands in it."""

    start: int
    end: int
    is_module: bool
    language: str


@dataclass(frozen=True, slots=True)
class Markup:
    """The markup of a component.

    Attributes:
        data: the bytes that were read.
        fragment: the nodes, placed in the file.
        scripts: the scripts, in source order.
        has_errors: whether anything is half-typed.
        unsettled: the sorted offsets of nodes whose extent depends on what follows them.
        deepest: an upper bound of how many nodes lie around any node.
        failures: how many expressions had no end.
    """

    data: bytes
    fragment: Fragment
    scripts: tuple[ScriptElement, ...]
    has_errors: bool
    unsettled: tuple[int, ...] = field(repr=False)
    deepest: int
    failures: int


def read_markup(data: bytes, previous: Markup | None = None) -> Markup:
    """Read a component's markup; ``previous`` is an earlier version, whose unchanged nodes are used again.

    The result is equal with and without it.
    """
    if previous is None:
        return _Reader(data, None).read()
    if previous.data == data:
        return previous
    markup = _Reader(data, previous).read()
    if markup.deepest >= DEEPEST or max(markup.failures, previous.failures) >= MANY_FAILURES:
        return _Reader(data, None).read()  # limits were met, which a node that is used again does not know of
    return markup


class _Reader:
    """Reads one version of one component."""

    def __init__(self, data: bytes, previous: Markup | None) -> None:
        self._data = data
        self._code = TemplateCode(data)
        self._open: list[str] = []  # the names of elements and "#if" and the like, outermost first
        self._scripts: list[ScriptElement] = []
        self._known: dict[int, tuple[MarkupNode, int]] = {}
        self._deepest = 0
        self._deepest_before = 0
        edit = None if previous is None else edit_between(previous.data, data)
        if previous is not None and edit is not None:
            self._known, codes = unchanged_nodes(previous.fragment, previous.unsettled, edit)
            self._code.offer(codes)
            self._deepest_before = previous.deepest

    def read(self) -> Markup:
        nodes: Siblings = []
        self._siblings(0, 0, nodes)
        code = self._code
        return Markup(
            self._data,
            tuple(nodes),
            tuple(self._scripts),
            code.has_errors,
            tuple(sorted(code.unsettled)),
            self._deepest,
            code.failures,
        )

    def _siblings(self, position: int, base: int, nodes: Siblings) -> int:
        """Reads nodes up to what ends an open node or the file, and returns that offset."""
        data = self._data
        known = self._known
        while True:
            found = _NEXT.search(data, position)
            if found is None:
                return len(data)
            at = found.start()
            if known and (reusable := known.get(at)) is not None:
                node, depth = reusable
                nodes.append(Placed(at - base, node))
                self._deepest = max(self._deepest, self._deepest_before + len(self._open) - depth)
                position = at + node.length
                continue
            after = self._mustache(at, base, nodes) if data[at] == OPEN_BRACE else self._angle(at, base, nodes)
            if after is None:
                return at
            position = after

    # --- elements -----------------------------------------------------------------------------------------------

    def _angle(self, at: int, base: int, nodes: Siblings) -> int | None:
        """Reads what ``<`` begins; ``None`` if it ends an open node."""
        data = self._data
        name = _TAG_NAME.match(data, at + 1)
        if name is not None:
            text = name[0].decode(errors="replace")
            if self._open and closes_implicitly(self._open[-1], text):
                return None
            return self._element(at, base, nodes, text, name.end())
        if data.startswith(b"</", at):
            closing = _CLOSING_TAG.match(data, at)
            if closing is None or closing[1].decode(errors="replace") not in self._open:
                self._code.error(at)
                return at + 2 if closing is None else closing.end()
            return None
        if data.startswith(b"<!--", at):
            end = data.find(b"-->", at + 4)
            if end >= 0:
                return end + 3
            self._code.error(at)
            end = data.find(b"\n", at)
            return len(data) if end < 0 else end
        if data.startswith(b"<!", at):
            end = data.find(b">", at)
            if end >= 0:
                return end + 1
        self._code.error(at)
        return at + 1

    def _element(self, at: int, base: int, nodes: Siblings, name: str, name_end: int) -> int:
        """Reads the element whose tag starts at ``at`` and returns the offset after it."""
        code = self._code
        attributes, position, ending = read_attributes(code, name_end, at)
        is_component = is_component_name(name)
        tag = code.embedded("expression", (at + 1, name_end), at) if is_component else None
        if ending == "open" and not is_component and name not in VOID:
            if name in RAW_TEXT:
                end = self._raw_text(at, name, attributes, position)
                if self._open:
                    nodes.append(Placed(at - base, Element(end - at, name, 1, tag, attributes, ())))
                return end
            if name == "textarea":
                children, end = self._text_area(position, at)
                nodes.append(Placed(at - base, Element(end - at, name, 1, tag, attributes, tuple(children))))
                return end
        elif ending != "open" or name in VOID:
            nodes.append(Placed(at - base, Element(position - at, name, 1, tag, attributes, ())))
            return position
        children, end, closed = self._content(at, position, name)
        if closed or not (is_component or ":" in name):
            nodes.append(Placed(at - base, Element(end - at, name, 1, tag, attributes, tuple(children))))
        else:
            code.has_errors = True
            nodes.append(Placed(at - base, Element(position - at, name, 1, tag, attributes, ())))
            nodes.extend(_moved(children, at - base))
        return end

    def _content(self, at: int, position: int, name: str) -> tuple[Siblings, int, bool]:
        """The children of an element, the offset after the element, and whether its own closing tag ends it."""
        children: Siblings = []
        if len(self._open) >= DEEPEST:
            self._deepest = DEEPEST
            self._code.error(at)
            return children, position, True
        scripts_before = len(self._scripts)
        self._open.append(name)
        self._deepest = max(self._deepest, len(self._open))
        end = self._siblings(position, at, children)
        self._open.pop()
        closing = _CLOSING_TAG.match(self._data, end)
        if closing is None or closing[1].decode(errors="replace") != name:
            self._code.unsettled.append(at)
            return children, end, False
        if not closing[2]:
            self._code.error(at)
        del self._scripts[scripts_before:]  # they stand in an element: no scripts of the component
        return children, closing.end(), True

    def _raw_text(self, at: int, name: str, attributes: Attributes, position: int) -> int:
        """Skips the content of a script or style element, whose tag ends at ``position``."""
        closing = (_CLOSING_SCRIPT if name == "script" else _CLOSING_STYLE).search(self._data, position)
        text_end, end = closing.span() if closing else (len(self._data), len(self._data))
        if closing is None:
            self._code.error(at)
        if name == "script":
            self._scripts.append(_script_element(attributes, position, text_end))
        return end

    def _text_area(self, position: int, base: int) -> tuple[Siblings, int]:
        """The expressions in a text area, whose tag ends at ``position``, and the offset after the element."""
        children: Siblings = []
        data = self._data
        closing = _CLOSING_TEXTAREA.search(data, position)
        if closing is None:
            self._code.error(base)
        limit = closing.start() if closing else len(data)
        while (at := data.find(b"{", position, limit)) >= 0:
            end, position = self._code.expression_end(at + 1)
            if end > limit:
                break
            self._expression("expression", (at, position), (at + 1, end), base, children)
        return children, closing.end() if closing else len(data)

    # --- mustaches ------------------------------------------------------------------------------------------------

    def _mustache(self, at: int, base: int, nodes: Siblings) -> int | None:
        """Reads what ``{`` begins; ``None`` if it ends an open node or begins the next section of one."""
        marked = _MARKED.match(self._data, at)
        if marked is None:
            end, after = self._code.expression_end(at + 1)
            self._expression("expression", (at, after), (at + 1, end), base, nodes)
            return after
        if marked[_CLOSED_BLOCK] is not None:
            if "#" + _ascii(marked[_CLOSED_BLOCK]) in self._open:
                return None
            self._code.error(at)
            return marked.end()
        if marked[_SIGIL] == b":":
            owners = SECTION_OWNERS.get(_ascii(marked[_WORD]), ())
            if any(owner in self._open for owner in owners):
                return None
            self._code.error(at)
            return self._code.expression_end(marked.end())[1]
        if marked[_SIGIL] == b"#":
            return self._block(at, base, nodes, marked)
        return self._special(at, base, nodes, marked)

    def _special(self, at: int, base: int, nodes: Siblings, marked: re.Match[bytes]) -> int:
        """Reads ``{@html …}`` and the like, ``{@const …}`` and ``{let …}``."""
        code = self._code
        end, after = code.expression_end(marked.end())
        word = marked[_WORD]
        if marked[_DECLARATION] is not None or word == b"const":
            start = marked.start(_DECLARATION if marked[_DECLARATION] is not None else _WORD)
            statement = code.embedded("statement", trim(code.data, start, end), at)
            nodes.append(Placed(at - base, DeclarationTag(after - at, statement)))
            return after
        kind = _TAG_KINDS.get(word)
        if kind is None:
            code.error(at)
        self._expression(kind or "expression", (at, after), (marked.end(), end), base, nodes)
        return after

    def _expression(self, kind: TagKind, tag: Span, inside: Span, base: int, nodes: Siblings) -> None:
        """Adds a tag with the expression that stands inside it; none if nothing but comments does."""
        code = self._code
        at, after = tag
        span = trim(code.data, *inside)
        if span[0] < span[1] and (code.data[span[0]] != SLASH or not code.is_empty(*span)):
            nodes.append(Placed(at - base, Tag(after - at, kind, code.embedded("expression", span, at))))

    # --- blocks ---------------------------------------------------------------------------------------------------

    def _block(self, at: int, base: int, nodes: Siblings, marked: re.Match[bytes]) -> int:
        """Reads the block that ``{#`` begins at ``at`` and returns the offset after it."""
        code = self._code
        end, position = code.expression_end(marked.end())
        word = _ascii(marked[_WORD])
        read_header = BLOCKS.get(word)
        if read_header is None or len(self._open) >= DEEPEST:
            if read_header is not None:
                self._deepest = DEEPEST
            code.error(at)
            return position
        header = read_header(code, trim(code.data, marked.end(), end), at)
        header_end = position
        sections = [header.first]
        scripts_before = len(self._scripts)
        self._open.append("#" + word)
        self._deepest = max(self._deepest, len(self._open))
        while True:
            position = self._siblings(position, at, sections[-1].nodes)
            mark = _MARKED.match(self._data, position)
            if mark is None or mark[_SIGIL] != b":" or not self._owns(mark):
                break
            end, position = code.expression_end(mark.end())
            sections.append(read_section(code, _ascii(mark[_WORD]), mark.end(), end, at))
        self._open.pop()
        if mark is not None and mark[_CLOSED_BLOCK] is not None and _ascii(mark[_CLOSED_BLOCK]) == word:
            position = mark.end()
            if not mark[_BLOCK_BRACE]:
                code.error(at)
            del self._scripts[scripts_before:]
            nodes.append(Placed(at - base, header.node(position - at, sections)))
            return position
        code.error(at)
        nodes.append(Placed(at - base, header.node(header_end - at, [header.first])))
        for section in sections:
            nodes.extend(_moved(section.nodes, at - base))
        return position

    def _owns(self, mark: re.Match[bytes]) -> bool:
        """Whether ``{:else}`` or the like begins a section of the innermost open node."""
        return self._open[-1] in SECTION_OWNERS.get(_ascii(mark[_WORD]), ())


def _script_element(attributes: Attributes, start: int, end: int) -> ScriptElement:
    is_module = False
    language = ""
    for placed in attributes:
        attribute = placed.item
        if isinstance(attribute, Attribute):
            value = attribute.parts[0] if attribute.parts and isinstance(attribute.parts[0], str) else ""
            if attribute.name == "module" or (attribute.name == "context" and value == "module"):
                is_module = True
            elif attribute.name == "lang":
                language = value
    return ScriptElement(start, end, is_module, language)


def _moved(nodes: Siblings, distance: int) -> Siblings:
    """The nodes placed relative to what lies ``distance`` before the node they were placed in."""
    return [Placed(placed.offset + distance, placed.item) for placed in nodes]


def _ascii(word: bytes) -> str:
    return word.decode("ascii")
