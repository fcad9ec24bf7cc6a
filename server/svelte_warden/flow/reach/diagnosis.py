"""What is wrong with the context reads of a component: the readings of the render tree that the rules report."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from svelte_warden.facts.embedded import all_code
from svelte_warden.facts.immutable import immutable
from svelte_warden.flow.reach.outcome import Missing, Provided
from svelte_warden.flow.reach.providers import common_ancestor, providers, providers_of
from svelte_warden.flow.reach.summary import summary_of
from svelte_warden.flow.reach.ways import outcomes
from svelte_warden.project.roles import Role

if TYPE_CHECKING:
    from svelte_warden.flow.program import Program
    from svelte_warden.flow.reach.model import ContextRead, Key, Spot
    from svelte_warden.flow.reach.outcome import Place
    from svelte_warden.flow.reach.providers import Provider

Pattern: TypeAlias = Literal["sibling", "missing", "partial", "mismatched", "late"]
_DEVELOPMENT: Final = frozenset((Role.TEST, Role.STORY))
_NEAR: Final = 0.75
_QUOTED: Final = re.compile(r"""(["'`])(.+?)\1""")
_DECLARED: Final = re.compile(rb"^(?:export\s+)?(?:const|let|var)\s+([\w$]+)")
_VARIABLE: Final = re.compile(rb"\b(?:const|let|var)\s+([\w$]+)\s*(?::[^=]*)?=\s*$")
_SHOWN: Final = 4


@immutable
class Diagnosis:
    """A read that finds nothing on some way.

    Attributes:
        pattern: What is wrong.
        read: The read.
        missing: The ways on which nobody sets the key.
        provided: The calls that set it on other ways.
        elsewhere: The components that set it beside the ways, or for ``mismatched`` a key that looks the same.
        ancestor: The nearest component above reader and provider.
        near: A key that is spelt much like it.
        late: A call that sets it too late.
    """

    pattern: Pattern
    read: ContextRead
    missing: tuple[Missing, ...]
    provided: tuple[Provided, ...] = ()
    elsewhere: tuple[Provider, ...] = ()
    ancestor: str | None = None
    near: str | None = None
    late: Spot | None = None


def diagnoses(program: Program, path: str) -> tuple[Diagnosis, ...]:
    """Return what is wrong with the reads of a file's component, one for each place and key, in order."""
    if program.role(path) in _DEVELOPMENT:
        return ()
    worst: dict[tuple[Spot, Key], Diagnosis] = {}
    for read in program.query(summary_of, path).reads:
        only_looks = read.function == "hasContext" and not read.insists
        if only_looks or not read.key.is_known or (read.optional is not None and read.is_later):
            continue
        found = _diagnose(program, path, read)
        if found is not None:
            worst.setdefault((read.spot, read.key), found)
    return tuple(sorted(worst.values(), key=lambda diagnosis: (diagnosis.read.spot.start, diagnosis.read.spot.end)))


def _diagnose(program: Program, path: str, read: ContextRead) -> Diagnosis | None:
    seen = outcomes(program, path, read)
    provided = tuple(sorted(outcome for outcome in seen if isinstance(outcome, Provided)))
    tables = {outcome.chosen_at for outcome in provided}
    absent = (outcome for outcome in seen if isinstance(outcome, Missing) and not _is_chosen(outcome, tables))
    missing = tuple(sorted(absent, key=_by_name))
    if not missing:
        return None
    late = next((outcome.late_set for outcome in missing if outcome.late is not None), None)
    if read.own_later is not None:
        finds_its_kind = any(outcome.component == path for outcome in provided)
        if read.optional is not None or (finds_its_kind and _is_only_kept(program, read)):
            return None  # a provider that looks for one of its kind above
        return Diagnosis("late", read, missing, provided, late=read.own_later)
    if late is not None:
        return Diagnosis("late", read, missing, provided, late=late)
    if read.optional is not None:
        return None
    if provided:
        return Diagnosis("partial", read, missing, provided)
    return _unprovided(program, path, read, missing)


def _is_only_kept(program: Program, read: ContextRead) -> bool:
    """Whether what is read goes into an object or a variable of which nothing is asked: ``{ parent: getContext(k) }``.

    The outermost of nested components has no parent, and nobody minds.
    """
    found = _statement_at(program, read.call.path, read.call.start)
    facts = program.facts(read.call.path)
    if found is None or facts is None:
        return False
    before = found[0][: found[1]]
    declared = _VARIABLE.search(before)
    if declared is None:
        return before.rstrip().endswith((b":", b"(", b","))
    asked = re.compile(rb"(?<![\w$.])\$?" + re.escape(declared.group(1)) + rb"\s*[.(\[]")
    taken = re.compile(rb"[}\]]\s*=\s*" + re.escape(declared.group(1)) + rb"\b")
    return not any(asked.search(code.item.text) or taken.search(code.item.text) for code in all_code(facts))


def _is_chosen(missing: Missing, tables: set[Place]) -> bool:
    """Whether the way leads through a table of components that other ways lead through below a provider.

    The nodes of a syntax tree are rendered so: some are found in others only, and the data know that.
    """
    return missing.chosen_at != () and missing.chosen_at in tables


def _by_name(outcome: Missing) -> tuple[str, str, str]:
    return outcome.kind, outcome.name, outcome.path


def _unprovided(program: Program, path: str, read: ContextRead, missing: tuple[Missing, ...]) -> Diagnosis | None:
    """Tell a key that is set in the wrong place from one that nobody sets and one that only looks the same.

    A package whose key it is may set it where nothing of the program says so: some put layouts around its pages.
    """
    setters = tuple(item for item in program.query(providers_of, read.key) if item.component != path)
    if setters:
        ancestor = common_ancestor(program, path, setters[0].component)
        return Diagnosis("sibling", read, missing, elsewhere=setters[:_SHOWN], ancestor=ancestor)
    own = program.query(providers_of, read.key)
    if own and read.sees_own:
        here = tuple(Provided(item.component, item.set.spot.start, item.set.spot.end) for item in own)
        return Diagnosis("partial", read, missing, here)
    if own:
        return Diagnosis("late", read, missing, late=own[0].set.spot)
    if read.key.kind == "external":
        return None
    twins = _twins(program, read)
    if twins or read.key.kind == "fresh":
        return Diagnosis("mismatched", read, missing, elsewhere=twins[:_SHOWN])
    return Diagnosis("missing", read, missing, near=_near(program, read.key))


def _twins(program: Program, read: ContextRead) -> tuple[Provider, ...]:
    """Return those who set a key that looks like the one that is read, and is another."""
    found: list[Provider] = []
    for key, items in program.query(providers, None).items():
        if key != read.key and _look_alike(program, key, read.key):
            found.extend(items)
    return tuple(found)


def _look_alike(program: Program, one: Key, other: Key) -> bool:
    if {one.kind, other.kind} == {"string", "number"}:
        return one.text.removesuffix(".0") == other.text.removesuffix(".0")
    made = ("symbol", "object", "fresh")
    if one.kind in made and other.kind in made:
        first, second = program.query(described, one), program.query(described, other)
        return bool(first) and first == second
    return False


def described(program: Program, key: Key) -> str:
    """Return what tells a reader which key it is: its description, or without one the variable that holds it."""
    text = text_at(program, key)
    quoted = _QUOTED.search(text)
    if quoted is not None:
        return quoted.group(2)
    path, start = _written_at(key)
    statement = _statement_at(program, path, start)
    declared = _DECLARED.match(statement[0]) if statement is not None else None
    return declared.group(1).decode("utf-8", "replace") if declared is not None else ""


def text_at(program: Program, key: Key) -> str:
    """Return the source of the expression that makes a key, such as ``Symbol('user')``; empty if there is none."""
    path, start = _written_at(key)
    statement = _statement_at(program, path, start)
    return "" if statement is None else _balanced(statement[0][statement[1] :]).decode("utf-8", "replace")


def _written_at(key: Key) -> tuple[str, int]:
    """Return where a key is made: for one that a factory makes, the call of the factory."""
    return key.via[0] if key.via else (key.path, key.start)


def _statement_at(program: Program, path: str, start: int) -> tuple[bytes, int] | None:
    """Return the top-level statement around a place, and where in it the place lies."""
    facts = program.facts(path) if path else None
    if facts is None:
        return None
    for piece in (*facts.module, *facts.instance):
        at = start - piece.offset
        if 0 <= at < len(piece.item.text):
            return piece.item.text, at
    return None


def _balanced(text: bytes) -> bytes:
    """Return the call or literal that a text begins with."""
    depth = 0
    for position, character in enumerate(text[:200]):
        if character in b"([{":
            depth += 1
        elif character in b")]}":
            depth -= 1
            if depth == 0:
                return text[: position + 1]
    return b""


def _near(program: Program, key: Key) -> str | None:
    """Return the string that is set as a key and is spelt most like this one."""
    return next(iter(near_keys(program, key)), None)


def near_keys(program: Program, key: Key) -> tuple[str, ...]:
    """Return the strings that are set as keys and are spelt much like this one, the nearest first."""
    if key.kind != "string":
        return ()
    spelt = {other.text.lower(): other.text for other in program.query(providers, None) if other.kind == "string"}
    return tuple(spelt[match] for match in get_close_matches(key.text.lower(), spelt, _SHOWN, _NEAR))
