"""``python -m svelte_warden.cli``."""

from svelte_warden.cli import main

raise SystemExit(main())
