"""Reads markup: elements, blocks and tags, and how they nest.

The reader follows Svelte's own parser; an HTML element may be closed by what follows it. Where Svelte would stop with
an error, reading goes on so that finished neighbours stay what they are: a block or component that is never closed
keeps its place without content, and what would have been its content is read as its siblings; a closing tag that
nothing opened is skipped.
"""

from __future__ import annotations

import re
from sys import intern
from typing import TYPE_CHECKING, Final

from svelte_warden.facts.attributes import read_attributes
from svelte_warden.facts.blocks import BLOCKS, SECTION_OWNERS, Siblings, placed, read_section
from svelte_warden.facts.model import DeclarationTag, Element, Fragment, Tag, TagKind
from svelte_warden.facts.scripts import ScriptElement, script_element
from svelte_warden.facts.template_code import TemplateCode
from svelte_warden.syntax.characters import OPEN_BRACE, SLASH
from svelte_warden.syntax.html import RAW_TEXT, VOID, closes_implicitly, is_component_name
from svelte_warden.syntax.template import Span, trim

if TYPE_CHECKING:
    from svelte_warden.facts.attributes import Attributes
    from svelte_warden.facts.reuse import Unchanged

# Nodes nested deeper than this are read as siblings, so that whoever walks the markup may recurse.
DEEPEST: Final = 100

_NEXT: Final = re.compile(rb"[<{]")
_TAG_NAME: Final = re.compile(rb"[A-Za-z_$\x80-\xff][^\s/>{<\"'=}]*")
_DECLARATION_LINE: Final = re.compile(rb"<!(?:--[^\r\n]*|[^<>\r\n]*(>))")
_CLOSING_TAG: Final = re.compile(rb"</([^\s/>{<\"'=}]*)\s*(>?)")
_CLOSING_RAW_TEXT: Final = {
    "script": re.compile(rb"</script\s*>"),
    "style": re.compile(rb"</style\s*>"),
}
_CLOSING_TEXTAREA: Final = re.compile(rb"</textarea(?:\s[^>]*)?>", re.IGNORECASE)
_MARKED: Final = re.compile(
    rb"\{\s*(?:([#:@])([A-Za-z]*)|/(?![*/])\s*([a-z]*)\s*(\}?)|((?:let|const)\b)(?=\s*[\w$\[{\x80-\xff]))"
)
_SIGIL, _WORD, _CLOSED_BLOCK, _BLOCK_BRACE, _DECLARATION = 1, 2, 3, 4, 5
_TAG_KINDS: Final[dict[bytes, TagKind]] = {b"html": "html", b"render": "render", b"debug": "debug"}


class MarkupReader:
    """Reads one version of one component, once.

    Attributes:
        code: the pieces of code found, and what was half-typed.
        scripts: the component's scripts.
        deepest: an upper bound of how many nodes lie around any node.
    """

    def __init__(self, data: bytes, unchanged: Unchanged) -> None:
        self.code = TemplateCode(data, unchanged.codes)
        self.scripts: list[ScriptElement] = []
        self.deepest = 0
        self._data = data
        self._unchanged = unchanged
        self._open: list[str] = []  # the names of elements and "#if" and the like, outermost first
        self._comments_are_unfinished = False

    def read(self) -> Fragment:
        """All of the markup, placed in the file."""
        nodes: Siblings = []
        self._siblings(0, nodes)
        return placed(nodes, 0)

    def _siblings(self, position: int, nodes: Siblings) -> int:
        """Reads nodes up to what ends an open node or the file, and returns that offset."""
        data = self._data
        known = self._unchanged.nodes
        while True:
            found = _NEXT.search(data, position)
            if found is None:
                return len(data)
            at = found.start()
            if at in known and (end := self._use_again(at, nodes)) is not None:
                position = end
                continue
            after = self._mustache(at, nodes) if data[at] == OPEN_BRACE else self._angle(at, nodes)
            if after is None:
                return at
            position = after

    def _use_again(self, at: int, nodes: Siblings) -> int | None:
        """Takes the node that is known to start at ``at``; ``None`` if it ends the node around it."""
        node, depth = self._unchanged.nodes[at]
        if self._open and isinstance(node, Element) and closes_implicitly(self._open[-1], node.name):
            return None
        nodes.append((at, node))
        self.deepest = max(self.deepest, self._unchanged.deepest + len(self._open) - depth)
        return at + node.length

    def _enter(self, name: str) -> None:
        self._open.append(name)
        self.deepest = max(self.deepest, len(self._open))

    def _is_too_deep(self) -> bool:
        return len(self._open) >= DEEPEST

    # --- elements -----------------------------------------------------------------------------------------------

    def _angle(self, at: int, nodes: Siblings) -> int | None:
        """Reads what ``<`` begins; ``None`` if it ends an open node."""
        data = self._data
        name = _TAG_NAME.match(data, at + 1)
        if name is not None:
            text = intern(name[0].decode(errors="replace"))
            if self._open and closes_implicitly(self._open[-1], text):
                return None
            return self._element(at, nodes, text, name.end())
        closing = _CLOSING_TAG.match(data, at)
        if closing is not None:
            if closing[1].decode(errors="replace") in self._open:
                return None
            self.code.error(at)
            return closing.end()
        if data.startswith(b"<!--", at) and not self._comments_are_unfinished:
            end = data.find(b"-->", at + 4)
            if end >= 0:
                return end + 3
            self._comments_are_unfinished = True  # every later one is too
        declaration = _DECLARATION_LINE.match(data, at)
        if declaration is None or not declaration[1]:
            self.code.error(at)
        return at + 1 if declaration is None else declaration.end()

    def _element(self, at: int, nodes: Siblings, name: str, name_end: int) -> int:
        """Reads the element whose tag starts at ``at`` and returns the offset after it."""
        code = self.code
        attributes, content, ending = read_attributes(code, name_end, at)
        is_component = is_component_name(name)
        tag = code.embedded("expression", (at + 1, name_end), at) if is_component else None
        end = content
        is_closed = True
        children: Siblings = []
        if ending != "open" or name in VOID:
            pass
        elif name in RAW_TEXT:
            end = self._raw_text(at, name, attributes, content)
            if not self._open:
                return end
        elif name == "textarea":
            end = self._text_area(at, content, children)
        elif self._is_too_deep():
            self.deepest = DEEPEST
            code.error(at)
        else:
            end, is_closed = self._content(at, name, content, children)
        if is_closed or not (is_component or ":" in name):
            nodes.append((at, Element(end - at, name, 1, tag, attributes, placed(children, at))))
        else:
            code.has_errors = True
            nodes.append((at, Element(content - at, name, 1, tag, attributes, ())))
            nodes.extend(children)
        return end

    def _content(self, at: int, name: str, position: int, children: Siblings) -> tuple[int, bool]:
        """Reads an element's children; the offset after the element and whether its own closing tag ends it."""
        scripts_before = len(self.scripts)
        self._enter(name)
        end = self._siblings(position, children)
        self._open.pop()
        closing = _CLOSING_TAG.match(self._data, end)
        if closing is None or closing[1].decode(errors="replace") != name:
            self.code.unsettled.append(at)
            return end, False
        if not closing[2]:
            self.code.error(at)
        del self.scripts[scripts_before:]  # they stand in an element: no scripts of the component
        return closing.end(), True

    def _raw_text(self, at: int, name: str, attributes: Attributes, position: int) -> int:
        """Skips the content of a script or style element, whose tag ends at ``position``."""
        closing = _CLOSING_RAW_TEXT[name].search(self._data, position)
        text_end, end = closing.span() if closing else (len(self._data), len(self._data))
        if closing is None:
            self.code.error(at)
        if name == "script":
            self.scripts.append(script_element(attributes, position, text_end))
        return end

    def _text_area(self, at: int, position: int, children: Siblings) -> int:
        """Reads the expressions in a text area, whose tag ends at ``position``; the offset after the element."""
        data = self._data
        closing = _CLOSING_TEXTAREA.search(data, position)
        if closing is None:
            self.code.error(at)
        limit = closing.start() if closing else len(data)
        while (brace := data.find(b"{", position, limit)) >= 0:
            end, position = self.code.expression_end(brace + 1)
            if end > limit:
                self.code.error(at)
                break
            if _MARKED.match(data, brace):
                self.code.error(brace)
            else:
                self._expression("expression", (brace, position), (brace + 1, end), children)
        return closing.end() if closing else len(data)

    # --- mustaches ------------------------------------------------------------------------------------------------

    def _mustache(self, at: int, nodes: Siblings) -> int | None:
        """Reads what ``{`` begins; ``None`` if it ends an open node or begins the next section of one."""
        marked = _MARKED.match(self._data, at)
        if marked is None:
            end, after = self.code.expression_end(at + 1)
            self._expression("expression", (at, after), (at + 1, end), nodes)
            return after
        if marked[_CLOSED_BLOCK] is not None:
            if "#" + _ascii(marked[_CLOSED_BLOCK]) in self._open:
                return None
            self.code.error(at)
            return marked.end()
        if marked[_SIGIL] == b":":
            owners = SECTION_OWNERS.get(_ascii(marked[_WORD]), ())
            if any(owner in self._open for owner in owners):
                return None
            self.code.error(at)
            return self.code.expression_end(marked.end())[1]
        if marked[_SIGIL] == b"#":
            return self._block(at, nodes, marked)
        return self._special(at, nodes, marked)

    def _special(self, at: int, nodes: Siblings, marked: re.Match[bytes]) -> int:
        """Reads ``{@html …}`` and the like, ``{@const …}`` and ``{let …}``."""
        code = self.code
        end, after = code.expression_end(marked.end())
        word = marked[_WORD]
        if marked[_DECLARATION] is not None or word == b"const":
            start = marked.start(_DECLARATION if marked[_DECLARATION] is not None else _WORD)
            statement = code.embedded("statement", trim(code.data, start, end), at)
            nodes.append((at, DeclarationTag(after - at, statement)))
            return after
        kind = _TAG_KINDS.get(word)
        if kind is None:
            code.error(at)
            self._expression("expression", (at, after), (marked.end(), end), nodes)
        elif kind != "debug" or not code.is_empty(marked.end(), end):
            self._expression(kind, (at, after), (marked.end(), end), nodes)
        return after

    def _expression(self, kind: TagKind, tag: Span, inside: Span, nodes: Siblings) -> None:
        """Adds a tag with the expression that stands inside it; none if nothing but comments does."""
        code = self.code
        at, after = tag
        span = trim(code.data, *inside)
        if span[0] == span[1]:
            code.error(at)
        elif code.data[span[0]] != SLASH or not code.is_empty(*span):
            nodes.append((at, Tag(after - at, kind, code.embedded("expression", span, at))))

    # --- blocks ---------------------------------------------------------------------------------------------------

    def _block(self, at: int, nodes: Siblings, marked: re.Match[bytes]) -> int:
        """Reads the block that ``{#`` begins at ``at`` and returns the offset after it."""
        code = self.code
        end, position = code.expression_end(marked.end())
        word = _ascii(marked[_WORD])
        read_header = BLOCKS.get(word)
        if read_header is None or self._is_too_deep():
            if read_header is not None:
                self.deepest = DEEPEST
            code.error(at)
            return position
        header = read_header(code, trim(code.data, marked.end(), end), at)
        header_end = position
        sections = [header.first]
        scripts_before = len(self.scripts)
        self._enter("#" + word)
        while True:
            position = self._siblings(position, sections[-1].nodes)
            mark = _MARKED.match(self._data, position)
            if mark is None or mark[_SIGIL] != b":" or not self._owns(mark):
                break
            end, position = code.expression_end(mark.end())
            sections.append(read_section(code, _ascii(mark[_WORD]), (mark.end(), end), at))
        self._open.pop()
        if mark is not None and mark[_CLOSED_BLOCK] is not None and _ascii(mark[_CLOSED_BLOCK]) == word:
            position = mark.end()
            if not mark[_BLOCK_BRACE]:
                code.error(at)
            del self.scripts[scripts_before:]
            nodes.append((at, header.node(at, position - at, sections)))
            return position
        code.error(at)
        nodes.append((at, header.node(at, header_end - at, [header.first])))
        for section in sections:
            nodes.extend(section.nodes)
        return position

    def _owns(self, mark: re.Match[bytes]) -> bool:
        """Whether ``{:else}`` or the like begins a section of the innermost open node."""
        return self._open[-1] in SECTION_OWNERS.get(_ascii(mark[_WORD]), ())


def _ascii(word: bytes) -> str:
    return word.decode("ascii")
