"""The pages of rules, as text and as addresses."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from svelte_warden.engine.rule import Rule


@cache
def page_address(rule: Rule) -> str | None:
    """The address of a rule's page for ``codeDescription``: the file that was installed; None if it is in a zip."""
    package = rule.check.__module__.rpartition(".")[0]
    try:
        page = resources.files(package) / f"{rule.name.replace('-', '_')}.md"
    except ModuleNotFoundError:
        return None
    return page.as_uri() if isinstance(page, Path) and page.is_file() else None


def page_text(rule: Rule) -> str:
    """The page of a rule in Markdown; its summary if the package ships none."""
    try:
        return rule.page
    except OSError:
        return f"# {rule.name}\n\n{rule.summary}."
