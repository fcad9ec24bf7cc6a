"""Svelte Warden: when, where and for whom every line of a Svelte project runs."""

__version__ = "0.1.0"
