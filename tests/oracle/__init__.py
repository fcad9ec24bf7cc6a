"""The examples of the pages, run on the real frameworks."""
