"""JSON that every reader takes, whatever bytes a file's name has."""

from __future__ import annotations

import json
import re
from typing import Any, Final

# An escaped backslash, a pair of surrogates, or a lone one: the last is what Python makes of a byte that is not UTF-8.
_ESCAPE: Final = re.compile(r"\\\\|\\ud[89ab]..\\ud[c-f]..|(\\ud[89a-f]..)")
_LONE: Final = r"\ud"


def json_text(document: Any) -> str:  # noqa: ANN401 - anything that JSON can say
    """Return a document as indented JSON in ASCII; what is no character in it becomes U+FFFD."""
    text = json.dumps(document, indent=2) + "\n"
    return _ESCAPE.sub(lambda found: r"\ufffd" if found[1] else found[0], text) if _LONE in text else text
