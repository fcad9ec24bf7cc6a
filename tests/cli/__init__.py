"""The command line, run."""
