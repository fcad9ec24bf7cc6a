"""A mark for the queries through which the rest of a program sees a file."""

from __future__ import annotations

from typing import TypeVar

Query = TypeVar("Query")


def eager(query: Query) -> Query:
    """Have the memo bring a query up to date before anybody asks, so that an equal answer marks nobody beyond it."""
    query.eager = True  # type: ignore[attr-defined]  # the memo's protocol
    return query
