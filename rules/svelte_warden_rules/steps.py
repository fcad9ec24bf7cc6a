"""The steps of a way as they are told beside a finding, for all families of rules."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from svelte_warden.flow.trail import Step

CALL: Final = re.compile(r"(calls|creates|runs) ([\w$.]+)")
"""What the words of such a step are: what it does, and what with."""
_TEMPLATES: Final = {
    "calls": "`{}()` is called here",
    "creates": "`new {}()` stands here",
    "runs": "`{}()` runs on here",
}


def words_of_call(step: Step) -> str:
    """Return what is to be seen at a step that is a call."""
    found = CALL.fullmatch(step.words)
    return _TEMPLATES[found.group(1)].format(found.group(2)) if found else f"this {step.words}"
