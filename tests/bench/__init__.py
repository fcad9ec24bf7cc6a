"""Measures speed and memory on a generated workspace; run `python -m tests.bench`."""
