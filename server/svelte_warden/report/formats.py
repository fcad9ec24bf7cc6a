"""The formats of a report by their names; a module is loaded when its format is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from svelte_warden.report.results import Results

FORMATS: Final = ("text", "json", "sarif", "github", "gitlab", "junit")


def renderer(name: str) -> Callable[[Results], str]:
    """Return the function that renders results in a format, one of :data:`FORMATS`."""
    module = import_module(f"svelte_warden.report.{name}")
    return cast("Callable[[Results], str]", module.render)
