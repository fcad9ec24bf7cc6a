"""What holds for all tests."""

from __future__ import annotations

import os

from hypothesis import settings

# No deadlines: other tests run beside. In CI the same examples every time; elsewhere new ones every time.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")
