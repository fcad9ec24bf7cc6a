"""A process that serves with the fake analysis."""

from __future__ import annotations

import sys

from svelte_warden.lsp import main
from tests.lsp.fake_analysis import FakeAnalysis

if __name__ == "__main__":
    main.make_analysis = FakeAnalysis  # type: ignore[assignment]  # it only looks like one
    sys.exit(main.serve_standard_streams())
