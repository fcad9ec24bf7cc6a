"""What of markup may turn out to matter, for :mod:`svelte_warden.flow.interpreter.slicing`."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from svelte_warden.facts import model
from svelte_warden.flow.interpreter.allowances import BOOLEAN
from svelte_warden.flow.interpreter.slice_words import names_in, traits_in_markup

if TYPE_CHECKING:
    from svelte_warden.facts.code import Code

_CALLED: Final = frozenset(("on", "use", "transition", "in", "out", "animate"))
"""Directives whose value is called."""
_PLAIN: Final = frozenset((
    "svelte:window", "svelte:document", "svelte:body", "svelte:head", "svelte:element", "svelte:fragment",
    "svelte:options",
))  # fmt: skip
"""Svelte's own elements that are like those of HTML."""


@dataclass(eq=False, slots=True)
class Owner:
    """A node or an attribute that is followed if some code in it matters; then ``heads`` matter with it."""

    part: model.MarkupNode | model.AttributeNode
    around: Owner | None
    heads: tuple[Code, ...] = ()


@dataclass(eq=False, slots=True)
class Piece:
    """Some code that may turn out to matter, by the names in it; ``acts`` if it does more than to read variables."""

    names: frozenset[str]
    acts: bool
    leads_out: bool
    owner: Owner | None = None
    code: Code | None = None
    statement: model.Placed[Code] | None = None
    call: model.Statement | None = None
    """What to follow if the piece does not matter: the call of a lifecycle function, without the callback."""


@dataclass(eq=False, slots=True)
class Offer:
    """What a node of markup brings in. Nobody changes one that is finished.

    Attributes:
        pieces: The code that may turn out to matter.
        followed: What is followed whatever its code says, innermost last.
        attributes: The identities of attributes that are followed too if what they stand at is.
        names: The names that matter.
    """

    pieces: list[Piece] = field(default_factory=list)
    followed: list[Owner] = field(default_factory=list)
    attributes: set[int] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    def add(self, code: Code, owner: Owner, *, acts: bool = False) -> None:
        """Let a piece of code matter if it turns out to."""
        traits = traits_in_markup(code)
        self.pieces.append(Piece(traits.names, acts or traits.acts, traits.leads_out, owner, code))


def offers_of(markup: model.Fragment) -> list[Offer]:
    """Return what the nodes of a component's markup bring in."""
    return [_offer_of(_Same(placed.item)) for placed in markup]


class _Same:
    """A node as the very object it is: to compare what is in it would take longer than to look at it again."""

    __slots__ = ("node",)

    def __init__(self, node: model.MarkupNode) -> None:
        self.node = node

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.node is self.node

    def __hash__(self) -> int:
        return id(self.node)


@lru_cache(maxsize=512)
def _offer_of(same: _Same) -> Offer:
    """Return what a node brings in: after a keystroke most nodes are the objects that they were before."""
    offer = Offer()
    _add_node(offer, same.node, None)
    return offer


def _add_fragment(offer: Offer, fragment: model.Fragment, around: Owner | None) -> None:
    for placed in fragment:
        _add_node(offer, placed.item, around)


def _add_node(offer: Offer, node: model.MarkupNode, around: Owner | None) -> None:
    match node:
        case model.Element():
            _add_element(offer, node, around)
        case model.Tag(kind="expression" | "html", expression=code):
            offer.add(code.item, Owner(node, around))
        case model.Tag(expression=code):
            offer.followed.append(Owner(node, around, (code.item,)))
        case model.IfBlock(branches=branches):
            _add_block(offer, node, around, [test for test, _ in branches], [body for _, body in branches])
        case model.EachBlock():
            heads = [node.iterable, node.pattern, node.key]
            _add_block(offer, node, around, heads, [node.body, node.fallback])
        case model.AwaitBlock():
            heads = [node.promise, node.then_pattern, node.catch_pattern]
            _add_block(offer, node, around, heads, [node.pending, node.then, node.catch])
        case model.KeyBlock(expression=code, body=body):
            _add_block(offer, node, around, [code], [body])
        case model.DeclarationTag(statement=code):
            offer.add(code.item, Owner(node, around), acts=True)
        case model.SnippetBlock(parameters=parameters, body=body):
            owner = Owner(node, around, () if parameters is None else (parameters.item,))
            offer.followed.append(owner)
            _add_fragment(offer, body, owner)


def _add_block(
    offer: Offer,
    node: model.MarkupNode,
    around: Owner | None,
    heads: list[model.Embedded | None],
    bodies: list[model.Fragment | None],
) -> None:
    codes = tuple(head.item for head in heads if head is not None)
    owner = Owner(node, around, codes)
    if isinstance(node, (model.EachBlock, model.AwaitBlock)):  # what its pattern binds matters as what it comes from
        offer.pieces.append(Piece(frozenset[str]().union(*map(names_in, codes)), acts=True, leads_out=False))
    for code in codes:
        offer.add(code, owner, acts=isinstance(node, model.IfBlock))
    for body in bodies:
        _add_fragment(offer, body or (), owner)


def _add_element(offer: Offer, node: model.Element, around: Owner | None) -> None:
    is_plain = node.tag is None and node.name != "slot" and (":" not in node.name or node.name in _PLAIN)
    owner = Owner(node, around, () if node.tag is None else (node.tag.item,))
    if not is_plain:
        offer.followed.append(owner)
    for placed in node.attributes:
        _add_attribute(offer, placed.item, owner, is_plain=is_plain)
    _add_fragment(offer, node.children, owner)


def _add_attribute(offer: Offer, item: model.AttributeNode, element: Owner, *, is_plain: bool) -> None:
    codes, is_called = _attribute_code(item)
    if is_plain and not codes and isinstance(item, model.Attribute):
        return
    owner = Owner(item, element, codes)
    if not is_plain:
        offer.followed.append(owner)
        if isinstance(item, model.Directive):
            offer.names.add(item.name)
        return
    if isinstance(item, model.Directive) and item.kind == "let":
        offer.attributes.add(id(item))
    for code in codes:
        offer.add(code, owner, acts=is_called)


def _attribute_code(item: model.AttributeNode) -> tuple[tuple[Code, ...], bool]:
    """Return the code of an attribute, and whether what it says is called, or only asked for."""
    match item:
        case model.Attribute(name=name, parts=parts):
            asks = name in BOOLEAN or name.startswith("on")
            return tuple(part.item for part in parts if not isinstance(part, str)), asks
        case model.Directive(kind=kind, name=name):
            codes = (item.expression, item.subject, item.pattern)
            is_called = kind in _CALLED or kind == "class" or name == "this"
            return tuple(code.item for code in codes if code is not None), is_called
        case _:
            return (item.expression.item,), True
