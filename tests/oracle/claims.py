"""What a page says about its example, in terms of what can be seen when the example is run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from svelte_warden.engine import registry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.oracle.observed import Observed, Thrown
    from tests.rules.page import Example

# What Svelte throws when a function needs a component that is initialising: Svelte 5 has codes, Svelte 4 one sentence.
_OUTSIDE = re.compile(
    "lifecycle_outside_component|set_context_after_init|effect_orphan|Function called outside component initialization"
)
_IMPORTED_FILE = re.compile(r"""from ['"]\./([^'"]+)['"]""")
_UNDEFINED = re.compile("missing_context|undefined")


@dataclass(frozen=True, slots=True)
class Claim:
    """One way in which an example is said to go wrong.

    Attributes:
        kind: `outside`: it throws Svelte's error; `undefined`: it reads no context; `shares`: it shows one user's data
            to another; `logs`: it does not do what it is meant to do, and so does not write that to the console.
        pattern: What the message of the error has for `outside` and `undefined`.
        files: The files of which at least one is on the stack of the error, as far as the run knows stacks: those with
            an assertion, and those that they import.
        text: What is not written to the console, for `logs`; the example's own words, where it throws those.
    """

    kind: Literal["outside", "undefined", "shares", "logs"]
    pattern: re.Pattern[str] = re.compile("")
    files: frozenset[str] = frozenset()
    text: str = ""


def claims(example: Example) -> tuple[Claim, ...]:
    """Return what an example is said to do: what the errors it asserts stand for, and what its first block adds."""
    rules: dict[str, set[str]] = {}
    for file in example.files:
        for assertion in file.assertions:
            rules.setdefault(assertion.rule, set()).update((file.path, *_handed_on(file.text)))
    errors = {item.rule for file in example.files for item in file.assertions if item.kind == "error"}
    settings = example.settings
    found = [_claim(_family(rule), frozenset(rules[rule]), settings.throws) for rule in sorted(errors)]
    if settings.logs:
        found.append(Claim("logs", text=settings.logs))
    return tuple(dict.fromkeys(found))


def _handed_on(text: str) -> Iterator[str]:
    """Yield the files that a file imports: whose function it hands to another component need not be on the stack."""
    yield from _IMPORTED_FILE.findall(text)


def is_seen(claim: Claim, observed: Observed) -> bool:
    """Tell whether an example went wrong in this way."""
    match claim.kind:
        case "shares":
            return bool(observed.leaks)
        case "logs":
            return not any(claim.text in line for line in observed.logs)
        case _:
            return bool(matching(claim, observed.thrown))


def matching(claim: Claim, thrown: Sequence[Thrown]) -> list[Thrown]:
    """Return the errors that are those of a claim."""
    return [
        error
        for error in thrown
        if claim.pattern.search(error.message)
        and (not error.stack or any(path.rpartition("/")[2] in error.stack for path in claim.files))
    ]


def describe(claim: Claim, observed: Observed) -> str:
    """Say in a few words how an example went wrong."""
    match claim.kind:
        case "shares":
            return "shows Alice's data to Bob"
        case "logs":
            return f"never logs “{claim.text}”"
        case "outside" | "undefined" if claim.text:
            return f"throws “{claim.text}”"
        case _:
            codes = {
                found[0] for error in matching(claim, observed.thrown) if (found := claim.pattern.search(error.message))
            }
            return " or ".join(
                "reads `undefined`" if code == "undefined" else f"throws `{code}`" for code in sorted(codes)
            )


def _claim(family: str, files: frozenset[str], own_words: str) -> Claim:
    if family == "shared-state":
        return Claim("shares")
    pattern = re.compile(re.escape(own_words)) if own_words else None
    if family == "context-provider":
        return Claim("undefined", pattern or _UNDEFINED, files, own_words)
    return Claim("outside", pattern or _OUTSIDE, files, own_words)


def _family(rule: str) -> str:
    known = registry.installed().get(rule)
    if known is None:
        message = f"there is no rule {rule}"
        raise ValueError(message)
    return known.family
