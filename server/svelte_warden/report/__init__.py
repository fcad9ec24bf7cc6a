"""Findings as text and as machine-readable formats."""
