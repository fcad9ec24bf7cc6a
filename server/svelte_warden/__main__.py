"""``python -m svelte_warden``."""

from svelte_warden.cli import program

program()
