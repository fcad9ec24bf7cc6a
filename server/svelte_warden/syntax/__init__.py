"""Incremental syntax trees of components and scripts."""
