"""What HTML and Svelte say about element names: which have no content, which close each other, which are components.

The tables are those of Svelte's compiler (``closing_tag_omitted``, ``is_void``).
"""

from __future__ import annotations

from typing import Final

VOID: Final = frozenset(
    {
        "area", "base", "br", "col", "command", "embed", "hr", "img", "input", "keygen", "link", "meta", "param",
        "source", "track", "wbr",
    }
)  # fmt: skip
"""Elements that never have content."""

RAW_TEXT: Final = frozenset({"script", "style"})
"""Elements whose content is no markup at all."""

_BLOCK_CONTENT: Final = frozenset(
    {
        "address", "article", "aside", "blockquote", "div", "dl", "fieldset", "footer", "form", "h1", "h2", "h3",
        "h4", "h5", "h6", "header", "hgroup", "hr", "main", "menu", "nav", "ol", "p", "pre", "section", "table", "ul",
    }
)  # fmt: skip

_CLOSED_BY: Final[dict[str, frozenset[str]]] = {
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "p": _BLOCK_CONTENT,
    "rt": frozenset({"rt", "rp"}),
    "rp": frozenset({"rt", "rp"}),
    "optgroup": frozenset({"optgroup"}),
    "option": frozenset({"option", "optgroup"}),
    "thead": frozenset({"tbody", "tfoot"}),
    "tbody": frozenset({"tbody", "tfoot"}),
    "tfoot": frozenset({"tbody"}),
    "tr": frozenset({"tr", "tbody"}),
    "td": frozenset({"td", "th", "tr"}),
    "th": frozenset({"td", "th", "tr"}),
}


def closes_implicitly(parent: str, child: str) -> bool:
    """Whether an element named ``child`` ends the open element ``parent`` that it stands directly in."""
    closed_by = _CLOSED_BY.get(parent)
    return closed_by is not None and child in closed_by


def is_component_name(name: str) -> bool:
    """Whether an element of this name is a component: capitalised (``Foo``) or a member (``a.Foo``)."""
    return name[:1].isupper() or ("." in name and ":" not in name)
