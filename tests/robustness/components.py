"""Files that resemble real ones, with everything that is hard to read."""

from __future__ import annotations

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).with_name("components")
COMPONENTS: Final = {path.name: path.read_bytes() for path in sorted(FOLDER.iterdir())}
"""The bytes of each file by its name."""
