"""The language server, run."""
