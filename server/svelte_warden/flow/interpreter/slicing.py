"""The slice of a file that a run has to follow: what could do, or decide, anything worth telling.

Most of a component is its own affair: variables that nobody else sees, and functions and template code that mention
nothing but these. Whatever it does, it reaches no context, no module and no other component. It is told by its names
alone, so it is not even lowered.

What matters in a component starts from the names that lead out of it: imports, props, the module script, the global
object. A piece of code that mentions one matters, and with it every piece that shares a name with it, since that may
declare, change or call what the first one uses. A block matters for what matters in it, and then so does its test.

Of a module, the functions and classes may be left out that mention nothing but their own: no import, no variable of
the module, no global object. Whoever calls one follows it there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

from svelte_warden.facts import model
from svelte_warden.facts.code import Code

if TYPE_CHECKING:
    from svelte_warden.facts.file import FileFacts

_LEADING_OUT: Final = frozenset((
    "globalThis", "global", "window", "self", "process", "prototype", "__proto__", "constructor", "eval", "import",
    "export", "$props", "$bindable", "$host", "$$props", "$$restProps", "$$slots",
))  # fmt: skip
"""Words that lead out of a component wherever they stand."""
_RESERVED: Final = frozenset((
    "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else", "enum",
    "extends", "false", "finally", "for", "function", "if", "in", "instanceof", "let", "new", "null", "return", "super",
    "switch", "this", "throw", "true", "try", "typeof", "var", "void", "while", "with", "yield", "await", "$state",
    "$derived", "$effect", "$inspect", "$",
))  # fmt: skip
"""Words that no variable has for a name: that two pieces share one says nothing."""
_BUILT_IN: Final = frozenset((
    "async", "of", "as", "undefined", "string", "number", "boolean", "any", "unknown", "type", "console", "JSON",
    "Math", "Object", "Array", "String", "Number", "Boolean", "Date", "Promise", "Error", "Map", "Set", "RegExp",
    "Record", "fetch", "setTimeout", "clearTimeout", "setInterval", "clearInterval", "parseInt", "parseFloat",
))  # fmt: skip
"""Names that say as little, unless the component declares them itself."""
_NAME: Final = re.compile(r"[\w$]+")
_DECLARES: Final = re.compile(
    rb"(?:export\s+(?:default\s+)?)?(?:async\s+)?(?:const|let|var|function\s*\*?|class)\s*([\w$]+|[{\[][^}\]]*)"
)
_AWAITS_WITHIN: Final = re.compile(
    rb"(?:(?:on[A-Z]\w+\(\s*)?async\b|function\b|(?:const|let|var)\s+[\w$]+\s*(?::[^=]*)?=\s*async\b)"
)
"""How code begins that awaits in a function of its own, if it does."""
_SETS_MEMBER: Final = re.compile(
    rb"\b(?:[A-Z][\w$]*|console|document|history|localStorage|location|navigator|sessionStorage)(?:\.[\w$]+)+\s*=[^=]"
)
"""Code that gives something built in a property."""
_SETS_CONSTANT: Final = re.compile(
    rb"(?<![.\w$#])([A-Za-z_][\w$]*)\s*(?:\+\+|--|(?:[-+*/]|\?\?|\|\||&&)?=\s*"
    rb"(?:!\s*\1|-?[\d.]+|true|false|null|undefined|\[\]|\{\}|'[^'\\\n]*'|\"[^\"\\\n]*\"))(?=\s*(?:[;)},\n]|\Z))"
)
"""An assignment that brings nothing in from anywhere: ``open = !open``, ``count += 1``."""
_DECLARATION: Final = (b"let", b"var", b"const", b"$:", b"function", b"async function", b"class")
_ACTS: Final = re.compile(rb"[(=.\[$?]|\+\+|--|&&|\|\||.`|\bnew\b|\bdelete\b")
"""What code has that does more than to read variables: there may be a getter behind a member, and a test tells that a
value may be missing."""
_LEADING_OUT_OF_MODULE: Final = _LEADING_OUT - {"export", "constructor"}
_TYPE: Final = re.compile(rb"import\s+type\b|(?:export\s+)?(?:declare\s+)?(?:interface|type)\s+[\w$]+\s*[<={]")
_FUNCTION_OR_CLASS: Final = re.compile(
    rb"(?:export\s+(?:default\s+)?)?(?:(?:async\s+)?function\b|class\b"
    rb"|const\s+[\w$]+\s*=\s*(?:async\s*)?(?:\([^()]*\)|[\w$]+)\s*(?::[^=(){}]*)?=>)"
)
_OF_CLASS: Final = re.compile(rb"static|\.constructor\b|\bnew\.target\b")
_LIFECYCLE: Final = frozenset(("onMount", "onDestroy", "beforeUpdate", "afterUpdate"))
_CALLED: Final = frozenset(("on", "use", "transition", "in", "out", "animate"))
"""Directives whose value is called."""
_PLAIN: Final = frozenset((
    "svelte:window", "svelte:document", "svelte:body", "svelte:head", "svelte:element", "svelte:fragment",
    "svelte:options",
))  # fmt: skip
"""Svelte's own elements that are like those of HTML."""


@dataclass(frozen=True, slots=True, eq=False)
class Slice:
    """What of a component has to be followed.

    Attributes:
        instance: The statements of the instance script in order, each with the piece it comes from.
        markup: The identities of the nodes and attributes of the markup. They live as long as the facts do.
        unread: The variables that these set and nothing else of them reads: what declares those is not followed.
    """

    instance: tuple[tuple[model.Placed[Code], model.Statement], ...]
    markup: frozenset[int]
    unread: frozenset[str] = frozenset()


Part: TypeAlias = "model.MarkupNode | model.AttributeNode"


@dataclass(eq=False, slots=True)
class _Owner:
    """A node or an attribute that is followed if some code in it matters; then ``heads`` matter with it."""

    part: Part
    around: _Owner | None
    heads: tuple[Code, ...] = ()
    matters: bool = False


@dataclass(eq=False, slots=True)
class _Piece:
    """Some code that may turn out to matter, by the names in it; ``acts`` if it does more than to read variables."""

    names: frozenset[str]
    acts: bool
    leads_out: bool
    owner: _Owner | None = None
    code: Code | None = None
    statement: model.Placed[Code] | None = None
    call: model.Statement | None = None
    """What to follow if the piece does not matter: the call of a lifecycle function, without the callback."""


@dataclass(slots=True)
class _Slicer:
    """Grows a slice until nothing is left that shares a name with it."""

    outer: set[str]
    known: set[str] = field(default_factory=set)
    pieces: list[_Piece] = field(default_factory=list)
    kept: set[int] = field(default_factory=set)
    only_set: set[str] = field(default_factory=set)
    noise: frozenset[str] = _RESERVED

    def join(self, code: Code) -> None:
        """Let everything matter that shares a name with this code."""
        self.known |= _names(code) - self.noise

    def keep(self, owner: _Owner | None) -> None:
        """Follow a node or attribute, and so what is around it."""
        while owner is not None and not owner.matters:
            owner.matters = True
            self.kept.add(id(owner.part))
            for head in owner.heads:
                self.join(head)
            owner = owner.around

    def offer(self, code: Code, owner: _Owner, *, acts: bool = False) -> None:
        """Let a piece of template code matter if it turns out to."""
        names, leads_out, does_more = _traits(code)
        self.pieces.append(_Piece(names, acts or does_more, leads_out, owner, code))

    def grow(self) -> list[model.Placed[Code]]:
        """Take in whatever matters, until nothing more does; return the statements among it."""
        found: list[model.Placed[Code]] = []
        grows = True
        while grows:
            rest = []
            for piece in self.pieces:
                is_apart_from = piece.names.isdisjoint
                if piece.leads_out or not is_apart_from(self.outer) or (piece.acts and not is_apart_from(self.known)):
                    self.known |= self._joining(piece) - self.noise
                    self.keep(piece.owner)
                    if piece.statement is not None:
                        found.append(piece.statement)
                        if "$derived" in piece.names:  # to read it runs its code
                            self.outer |= _declared(piece.statement.item)
                else:
                    rest.append(piece)
            grows = len(rest) < len(self.pieces)
            self.pieces = rest
        return found

    def unread(self) -> frozenset[str]:
        """Return, of a slice that is grown, the variables that it only sets, as far as the rest may declare them."""
        only_set = self.only_set - self.known - self.outer
        declarations = [piece.names for piece in self.pieces if piece.code and piece.code.text.startswith(_DECLARATION)]
        return frozenset(only_set & set().union(*declarations)) if only_set else frozenset()

    def _joining(self, piece: _Piece) -> frozenset[str]:
        """Return the names that matter with a piece: all but those that it only gives constants."""
        if piece.code is None or _SETS_CONSTANT.search(piece.code.text) is None:
            return piece.names
        rest = _names(Code(piece.code.form, _SETS_CONSTANT.sub(b" ", piece.code.text)))
        self.only_set |= piece.names - rest
        return rest


def slice_of(facts: FileFacts) -> Slice:
    """Return what of a component has to be followed."""
    slicer = _Slicer(set(_LEADING_OUT))
    slicer.noise = _RESERVED | (_BUILT_IN - _shadowed(facts))
    lifecycle: set[str] = set()
    for placed in facts.module:
        slicer.outer |= _names(placed.item) - slicer.noise
    for placed in facts.instance:
        if placed.item.text.startswith(b"import"):
            lifecycle |= _import(slicer, placed)
        else:
            _offer_statement(slicer, placed, lifecycle)
    _offer_fragment(slicer, facts.markup, None)
    followed = [(placed, statement) for placed in slicer.grow() for statement in placed.item.statements]
    followed += [(piece.statement, piece.call) for piece in slicer.pieces if piece.statement and piece.call]
    followed.sort(key=lambda part: (part[0].offset, part[1].start))
    return Slice(tuple(followed), frozenset(slicer.kept), slicer.unread())


def followed_of_module(facts: FileFacts) -> tuple[int, ...]:
    """Return the positions of the statements of a module, or a module script, that have to be followed, in order."""
    slicer = _Slicer(set(_LEADING_OUT_OF_MODULE))
    for placed in facts.module:
        code = placed.item
        if code.text.startswith(b"import"):
            _import(slicer, placed)
        elif not _TYPE.match(code.text):
            leads_out = not _FUNCTION_OR_CLASS.match(code.text) or _has_state(code)
            slicer.pieces.append(_Piece(_names(code), acts=True, leads_out=leads_out, statement=placed))
    followed = {placed.offset for placed in slicer.grow()}
    return tuple(index for index, placed in enumerate(facts.module) if placed.offset in followed)


def _has_state(code: Code) -> bool:
    """Whether a function or class may keep something: it has static members, or mentions itself, or its class."""
    text = code.text
    if _OF_CLASS.search(text) or _SETS_MEMBER.search(text):
        return True
    words = [name.encode() for name in _declared(code)]
    # to count the bytes first takes a twentieth of the time, and most often that is enough
    return any(text.count(word) > 1 and len(re.findall(rb"\b%s\b" % re.escape(word), text)) > 1 for word in words)


def _import(slicer: _Slicer, placed: model.Placed[Code]) -> set[str]:
    """Have what an import names lead out; return the lifecycle functions among it."""
    lifecycle: set[str] = set()
    for statement in placed.item.statements:
        if isinstance(statement, model.Import):
            for specifier in statement.specifiers:
                slicer.outer.add(specifier.local)
                if statement.source == "svelte" and specifier.imported in _LIFECYCLE:
                    lifecycle.add(specifier.local)
    slicer.pieces.append(_Piece(frozenset(), acts=True, leads_out=True, statement=placed))
    return lifecycle


def _offer_statement(slicer: _Slicer, placed: model.Placed[Code], lifecycle: set[str]) -> None:
    code = placed.item
    names = _names(code)
    if not names.isdisjoint(_LEADING_OUT):
        slicer.outer |= names - slicer.noise
    called = names & lifecycle
    call = _lifecycle_call(code, next(iter(called))) if len(called) == 1 else None
    piece = _Piece(names - lifecycle if call is not None else names, acts=True, leads_out=_leads_out(code))
    piece.code, piece.statement, piece.call = code, placed, call
    slicer.pieces.append(piece)


def _lifecycle_call(code: Code, function: str) -> model.Statement | None:
    """Return the call in a statement that does nothing but to hand a lifecycle function a callback, without that."""
    if not code.text.startswith(function.encode()) or code.text.count(function.encode()) != 1:
        return None
    match code.statements:
        case (
            model.ExpressionStatement(
                expression=model.Call(callee=model.Name(), arguments=(model.Function(),)) as call
            ) as statement,
        ):
            return replace(statement, expression=replace(call, arguments=()))
        case _:
            return None


@lru_cache(maxsize=4096)
def _traits(code: Code) -> tuple[frozenset[str], bool, bool]:
    """Return the names in template code, whether it matters whatever they are, and whether it does more than to read.

    A keystroke leaves nearly all code of a component as it was.
    """
    return _names(code), _leads_out(code), _ACTS.search(code.text) is not None


def _names(code: Code) -> frozenset[str]:
    """Return the names in some code; ``store`` for ``$store``, too."""
    names = code.references
    if b"$" in code.text:
        return names | {name[1:] for name in names if name.startswith("$")}
    return names


def _shadowed(facts: FileFacts) -> frozenset[str]:
    """Return the names that the instance script declares, as far as they might be built in."""
    return frozenset(name for placed in facts.instance for name in _declared(placed.item) & _BUILT_IN)


def _declared(code: Code) -> set[str]:
    """Return the names that a statement declares, and perhaps some more."""
    match = _DECLARES.match(code.text)
    return set() if match is None else set(_NAME.findall(match.group(1).decode("utf-8", "replace")))


def _leads_out(code: Code) -> bool:
    """Whether code matters whatever its names: it suspends the component, or gives something built in a property."""
    text = code.text
    if b"await" in text and not _AWAITS_WITHIN.match(text):
        return True
    return _SETS_MEMBER.search(text) is not None


# --- markup -----------------------------------------------------------------------------------------------------------


def _offer_fragment(slicer: _Slicer, fragment: model.Fragment, around: _Owner | None) -> None:
    for placed in fragment:
        _offer_node(slicer, placed.item, around)


def _offer_node(slicer: _Slicer, node: model.MarkupNode, around: _Owner | None) -> None:
    match node:
        case model.Element():
            _offer_element(slicer, node, around)
        case model.Tag(kind="expression" | "html", expression=code):
            slicer.offer(code.item, _Owner(node, around))
        case model.Tag(expression=code):
            slicer.keep(_Owner(node, around, (code.item,)))
        case model.IfBlock(branches=branches):
            _offer_block(slicer, node, around, [test for test, _ in branches], [body for _, body in branches])
        case model.EachBlock():
            heads = [node.iterable, node.pattern, node.key]
            _offer_block(slicer, node, around, heads, [node.body, node.fallback])
        case model.AwaitBlock():
            heads = [node.promise, node.then_pattern, node.catch_pattern]
            _offer_block(slicer, node, around, heads, [node.pending, node.then, node.catch])
        case model.KeyBlock(expression=code, body=body):
            _offer_block(slicer, node, around, [code], [body])
        case model.DeclarationTag(statement=code):
            slicer.offer(code.item, _Owner(node, around), acts=True)
        case model.SnippetBlock(parameters=parameters, body=body):
            owner = _Owner(node, around, () if parameters is None else (parameters.item,))
            slicer.keep(owner)
            _offer_fragment(slicer, body, owner)


def _offer_block(
    slicer: _Slicer,
    node: model.MarkupNode,
    around: _Owner | None,
    heads: list[model.Embedded | None],
    bodies: list[model.Fragment | None],
) -> None:
    codes = tuple(head.item for head in heads if head is not None)
    owner = _Owner(node, around, codes)
    if isinstance(node, (model.EachBlock, model.AwaitBlock)):  # what its pattern binds matters as what it comes from
        slicer.pieces.append(_Piece(frozenset[str]().union(*map(_names, codes)), acts=True, leads_out=False))
    for code in codes:
        slicer.offer(code, owner, acts=isinstance(node, model.IfBlock))
    for body in bodies:
        _offer_fragment(slicer, body or (), owner)


def _offer_element(slicer: _Slicer, node: model.Element, around: _Owner | None) -> None:
    is_plain = node.tag is None and node.name != "slot" and (":" not in node.name or node.name in _PLAIN)
    owner = _Owner(node, around, () if node.tag is None else (node.tag.item,))
    if not is_plain:
        slicer.keep(owner)
    for placed in node.attributes:
        _offer_attribute(slicer, placed.item, owner, is_plain=is_plain)
    _offer_fragment(slicer, node.children, owner)


def _offer_attribute(slicer: _Slicer, item: model.AttributeNode, element: _Owner, *, is_plain: bool) -> None:
    codes, is_called = _attribute_code(item)
    if is_plain and not codes and isinstance(item, model.Attribute):
        return
    owner = _Owner(item, element, codes)
    if not is_plain:
        slicer.keep(owner)
        if isinstance(item, model.Directive):
            slicer.known.add(item.name)
        return
    if isinstance(item, model.Directive) and item.kind == "let":
        slicer.kept.add(id(item))
    if isinstance(item, model.Directive) and item.kind == "bind" and not codes:  # bind:name
        slicer.pieces.append(_Piece(frozenset((item.name,)), acts=True, leads_out=False, owner=owner))
    for code in codes:
        slicer.offer(code, owner, acts=is_called)


def _attribute_code(item: model.AttributeNode) -> tuple[tuple[Code, ...], bool]:
    """Return the code of an attribute, and whether what it says is called."""
    match item:
        case model.Attribute(name=name, parts=parts):
            return tuple(part.item for part in parts if not isinstance(part, str)), name.startswith("on")
        case model.Directive(kind=kind, name=name):
            codes = (item.expression, item.subject, item.pattern)
            is_called = kind in _CALLED or name == "this"
            return tuple(code.item for code in codes if code is not None), is_called
        case _:
            return (item.expression.item,), True
