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
from typing import TYPE_CHECKING, Final

from svelte_warden.facts import model
from svelte_warden.flow.interpreter.slice_markup import Piece, offers_of
from svelte_warden.flow.interpreter.slice_words import (
    names_declared,
    names_in,
    names_without_constants,
    sets_member,
    traits_of_statement,
)

if TYPE_CHECKING:
    from svelte_warden.facts.code import Code
    from svelte_warden.facts.file import FileFacts
    from svelte_warden.flow.interpreter.slice_markup import Offer, Owner

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
_DECLARATION: Final = (b"let", b"var", b"const", b"$:", b"function", b"async function", b"class")
_LEADING_OUT_OF_MODULE: Final = _LEADING_OUT - {"export", "constructor"}
_TYPE: Final = re.compile(rb"import\s+type\b|(?:export\s+)?(?:declare\s+)?(?:interface|type)\s+[\w$]+\s*[<={]")
_FUNCTION_OR_CLASS: Final = re.compile(
    rb"(?:export\s+(?:default\s+)?)?(?:(?:async\s+)?function\b|class\b"
    rb"|const\s+[\w$]+\s*=\s*(?:async\s*)?(?:\([^()]*\)|[\w$]+)\s*(?::[^=(){}]*)?=>)"
)
_OF_CLASS: Final = re.compile(rb"static|\.constructor\b|\bnew\.target\b")
_LIFECYCLE: Final = frozenset(("onMount", "onDestroy", "beforeUpdate", "afterUpdate"))


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


@dataclass(slots=True)
class _Slicer:
    """Grows a slice until nothing is left that shares a name with it."""

    outer: set[str]
    known: set[str] = field(default_factory=set)
    pieces: list[Piece] = field(default_factory=list)
    kept: set[int] = field(default_factory=set)
    mattering: set[Owner] = field(default_factory=set)
    only_set: set[str] = field(default_factory=set)
    noise: frozenset[str] = _RESERVED

    def join(self, code: Code) -> None:
        """Let everything matter that shares a name with this code."""
        self.known |= names_in(code) - self.noise

    def keep(self, owner: Owner | None) -> None:
        """Follow a node or attribute, and so what is around it."""
        while owner is not None and owner not in self.mattering:
            self.mattering.add(owner)
            self.kept.add(id(owner.part))
            for head in owner.heads:
                self.join(head)
            owner = owner.around

    def take(self, offer: Offer) -> None:
        """Take in what a node of the markup brings."""
        self.pieces += offer.pieces
        self.known |= offer.names
        self.kept |= offer.attributes
        for owner in offer.followed:
            self.keep(owner)

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
                            self.outer |= names_declared(piece.statement.item)
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

    def _joining(self, piece: Piece) -> frozenset[str]:
        """Return the names that matter with a piece: all but those that it only gives constants."""
        rest = None if piece.code is None else names_without_constants(piece.code)
        if rest is None:
            return piece.names
        self.only_set |= piece.names - rest
        return rest


def slice_of(facts: FileFacts) -> Slice:
    """Return what of a component has to be followed."""
    slicer = _Slicer(set(_LEADING_OUT))
    slicer.noise = _RESERVED | (_BUILT_IN - _shadowed(facts))
    lifecycle: set[str] = set()
    for placed in facts.module:
        slicer.outer |= names_in(placed.item) - slicer.noise
    for placed in facts.instance:
        if placed.item.text.startswith(b"import"):
            lifecycle |= _import(slicer, placed)
        else:
            _offer_statement(slicer, placed, lifecycle)
    for offer in offers_of(facts.markup):
        slicer.take(offer)
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
            slicer.pieces.append(Piece(names_in(code), acts=True, leads_out=leads_out, statement=placed))
    followed = {placed.offset for placed in slicer.grow()}
    return tuple(index for index, placed in enumerate(facts.module) if placed.offset in followed)


def _has_state(code: Code) -> bool:
    """Whether a function or class may keep something: it has static members, or mentions itself, or its class."""
    text = code.text
    if _OF_CLASS.search(text) or sets_member(text):
        return True
    words = [name.encode() for name in names_declared(code)]
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
    slicer.pieces.append(Piece(frozenset(), acts=True, leads_out=True, statement=placed))
    return lifecycle


def _offer_statement(slicer: _Slicer, placed: model.Placed[Code], lifecycle: set[str]) -> None:
    code = placed.item
    names, leads_out, acts = traits_of_statement(code)
    if not names.isdisjoint(_LEADING_OUT):
        slicer.outer |= names - slicer.noise
    called = names & lifecycle
    call = _lifecycle_call(code, next(iter(called))) if len(called) == 1 else None
    names_that_matter = names if call is None else names - lifecycle
    slicer.pieces.append(Piece(names_that_matter, acts, leads_out, None, code, placed, call))


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


def _shadowed(facts: FileFacts) -> frozenset[str]:
    """Return the names that the instance script declares, as far as they might be built in."""
    return frozenset(name for placed in facts.instance for name in names_declared(placed.item) & _BUILT_IN)
