"""The language server, over standard input and output; ``main`` starts it, ``server`` holds it together.

Nothing is imported here, so that the command line can look at the package without paying for it.
"""
