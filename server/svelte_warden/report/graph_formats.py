"""The names of the formats in which the render tree can be shown."""

from typing import Final

GRAPH_FORMATS: Final = ("mermaid", "dot", "json", "html")
TREE_FORMAT: Final = "text"
"""The format of the tree around one file."""
