"""The unit in which client and server count columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from svelte_warden.text.source import Encoding

if TYPE_CHECKING:
    from collections.abc import Sequence

KNOWN: tuple[Encoding, ...] = get_args(Encoding)


def negotiate(offered: Sequence[str]) -> Encoding:
    """Choose among the encodings that a client offers, in its order of preference.

    Offsets are bytes here, so utf-8 costs nothing and wins wherever it stands. Otherwise the client's own preference
    counts, and utf-16 is what the protocol prescribes for a client that names none we know.
    """
    if "utf-8" in offered:
        return "utf-8"
    for candidate in offered:
        for encoding in KNOWN:
            if candidate == encoding:
                return encoding
    return "utf-16"
