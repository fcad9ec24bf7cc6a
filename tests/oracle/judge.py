"""The verdict on a case: whether what was seen is what the page says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.oracle.claims import describe, is_seen

if TYPE_CHECKING:
    from tests.oracle.cases import Case
    from tests.oracle.observed import Observed


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a case.

    Attributes:
        summary: What happened, in a few words that are the same every time.
        problems: How that differs from what the page says, a paragraph each; empty if it does not.
    """

    summary: str
    problems: tuple[str, ...] = ()


def judge(case: Case, observed: Observed) -> Verdict:
    """Judge what was seen of a case."""
    return _judge_good(case, observed) if case.good else _judge_bad(case, observed)


def _judge_bad(case: Case, observed: Observed) -> Verdict:
    missing = [claim for claim in case.wrong if not is_seen(claim, observed)]
    if missing:
        seen = _listed(observed) or "nothing went wrong"
        problems = tuple(f"it should go wrong like this: {_expected(claim.kind)}; but {seen}" for claim in missing)
        return Verdict("does not go wrong", problems)
    return Verdict(", ".join(describe(claim, observed) for claim in case.wrong))


def _judge_good(case: Case, observed: Observed) -> Verdict:
    problems = [f"still there: {describe(claim, observed)}" for claim in case.wrong if is_seen(claim, observed)]
    if observed.thrown or observed.leaks:
        problems.append(_listed(observed))
    return Verdict("goes wrong" if problems else "works", tuple(problems))


def _expected(kind: str) -> str:
    return {
        "outside": "Svelte says that no component is initialising",
        "undefined": "a context is read that is not there",
        "shares": "one user sees another's data",
        "logs": "something is never written to the console",
    }[kind]


def _listed(observed: Observed) -> str:
    return "\n".join(
        [f"{error.stage}: {error.message}\n{error.stack}".rstrip() for error in observed.thrown]
        + [f"{leak.how}: {leak.owner}'s data in an answer to {leak.reader}" for leak in observed.leaks]
    )
