"""The names of the formats in which the render tree can be shown."""

from typing import Final

GRAPH_FORMATS: Final = ("mermaid", "dot", "json", "html")
