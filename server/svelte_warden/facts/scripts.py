"""The scripts of a component."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts.immutable import immutable
from svelte_warden.facts.model import Attribute

if TYPE_CHECKING:
    from svelte_warden.facts.attributes import Attributes


@immutable
class ScriptElement:
    """A ``<script>`` at the top of a component; ``start`` and ``end`` delimit what stands in it.

    ``language`` is its ``lang``, empty for JavaScript.
    """

    start: int
    end: int
    is_module: bool
    language: str


def script_element(attributes: Attributes, start: int, end: int) -> ScriptElement:
    """The script with these attributes whose content stands between two offsets."""
    is_module = False
    language = ""
    for placed in attributes:
        attribute = placed.item
        if isinstance(attribute, Attribute):
            value = attribute.parts[0] if attribute.parts and isinstance(attribute.parts[0], str) else ""
            if attribute.name == "module" or (attribute.name == "context" and value == "module"):
                is_module = True
            elif attribute.name == "lang":
                language = value
    return ScriptElement(start, end, is_module, language)
