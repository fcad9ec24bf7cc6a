"""Lists that are only asked whether they hold something: nobody sees in them what another user left there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from svelte_warden.flow.interpreter.origins import content_origins, tells_users_apart
from svelte_warden.flow.interpreter.values import Object

if TYPE_CHECKING:
    from svelte_warden.flow.events import SharedWrite

_ASKING = rb"\.\s*(?:includes|has|indexOf|push|add|delete)\b"


def only_asked(event: SharedWrite, name: str) -> bool:
    """Whether a write adds the user's own id to a private field of a class that does no more than look ids up.

    Args:
        event: the write.
        name: how the source calls the collection, such as ``manager.sessions``.
    """
    target, code = event.target, event.code
    if code is None or event.how not in ("add", "push") or not isinstance(target, Object):
        return False
    if target.kind not in ("array", "set") or not tells_users_apart(event.value) or _holds_more(event):
        return False
    field = re.escape(name.rpartition(".")[2].encode())
    private = re.search(rb"(?:\bprivate\s+(?:readonly\s+)?|#)" + field + rb"\b", code.text)
    others = re.sub(field + rb"\s*=\s*this\.#?" + field + rb"\s*\.\s*filter\b", b"", code.text)
    others = re.sub(rb"#?\b" + field + rb"\s*(?:" + _ASKING + rb"|[=:](?!=))", b"", others)
    return private is not None and re.search(rb"\b" + field + rb"\b", others) is None


def _holds_more(event: SharedWrite) -> bool:
    """Whether the value has parts, and so is more than an id."""
    held = any(isinstance(atom, Object) for atom in event.value.atoms)
    return held or not content_origins(event.value)
