"""What the words of some code tell without its meaning, for :mod:`svelte_warden.flow.interpreter.slicing`.

Most texts are searched once: a keystroke leaves nearly all code of a component as it was.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from svelte_warden.facts.code import Code

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
_ACTS: Final = re.compile(rb"[(=.\[$?]|\+\+|--|&&|\|\||.`|\bnew\b|\bdelete\b")
"""What code has that does more than to read variables: there may be a getter behind a member, and a test tells that a
value may be missing."""


class Traits(NamedTuple):
    """What some code tells by its words.

    Attributes:
        names: The names in it; ``store`` for ``$store``, too.
        leads_out: Whether it matters whatever they are.
        acts: Whether it does more than to read variables.
    """

    names: frozenset[str]
    leads_out: bool
    acts: bool


@lru_cache(maxsize=4096)
def traits_in_markup(code: Code) -> Traits:
    """Return the traits of template code: most of it stands in many places."""
    return Traits(names_in(code), leads_out(code), _ACTS.search(code.text) is not None)


@lru_cache(maxsize=1024)
def traits_of_statement(code: Code) -> Traits:
    """Return the traits of a statement."""
    return Traits(names_in(code), leads_out(code), acts=True)


def names_in(code: Code) -> frozenset[str]:
    """Return the names in some code; ``store`` for ``$store``, too."""
    names = code.references
    if b"$" in code.text:
        return names | {name[1:] for name in names if name.startswith("$")}
    return names


@lru_cache(maxsize=1024)
def names_declared(code: Code) -> frozenset[str]:
    """Return the names that a statement declares, and perhaps some more."""
    match = _DECLARES.match(code.text)
    return frozenset() if match is None else frozenset(_NAME.findall(match.group(1).decode("utf-8", "replace")))


def leads_out(code: Code) -> bool:
    """Whether code matters whatever its names: it suspends the component, or gives something built in a property."""
    text = code.text
    if b"await" in text and not _AWAITS_WITHIN.match(text):
        return True
    return sets_member(text)


def sets_member(text: bytes) -> bool:
    """Whether code gives something built in, or a class, a property."""
    return _SETS_MEMBER.search(text) is not None


@lru_cache(maxsize=1024)
def names_without_constants(code: Code) -> frozenset[str] | None:
    """Return the names in some code beside those that it only gives constants; ``None`` if it does so with none."""
    if _SETS_CONSTANT.search(code.text) is None:
        return None
    return names_in(Code(code.form, _SETS_CONSTANT.sub(b" ", code.text)))
