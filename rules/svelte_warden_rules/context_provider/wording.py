"""How messages and titles name things."""

from __future__ import annotations


def shown_file(path: str) -> str:
    """Return the name of a file, with its folder if the name is one of SvelteKit's, which there are many of."""
    name = path.rpartition("/")[2]
    if not name.startswith("+"):
        return name
    return "/".join(path.rsplit("/", 2)[1:])
