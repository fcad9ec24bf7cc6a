"""Checks of the repository itself: its style and types, its layers, its documents."""
