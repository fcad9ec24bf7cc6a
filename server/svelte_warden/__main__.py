"""``python -m svelte_warden``."""

import sys

from svelte_warden.cli import main

sys.exit(main())
