"""What is run: every example of the pages of rules in every version that a page shows, on every framework it is for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.oracle.claims import Claim, claims
from tests.rules.assertions import without_assertions
from tests.rules.page import Example, Frameworks, PageFile, overlay, read_page
from tests.rules.project import project_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).parents[2]
PAGES = (
    *sorted((ROOT / "rules" / "svelte_warden_rules").rglob("*.md")),
    *sorted((ROOT / "tests" / "rules" / "suites" / "svelte-4").rglob("*.md")),
)

_KIT_FILE = re.compile(r"src/(?:routes/|params|hooks\b|instrumentation\b)")


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One version of an example, to be run on one pair of frameworks.

    Attributes:
        page: Name of the page's file, without its ending.
        example: Name of the example.
        version: `as shown`, or the kind of the rewrite, and its title if it has one.
        frameworks: Majors of Svelte and SvelteKit; SvelteKit is `"none"` where the example has no file of it.
        files: Path → content of the project, without assertions.
        asynchronous: Whether `compilerOptions.experimental.async` is on.
        wrong: What goes wrong with the example as it is shown; nothing does with an example that asserts no error.
        good: Whether this version must work.
        imagined: What it needs and nobody can install; such a case is not run.
    """

    page: str
    example: str
    version: str
    frameworks: Frameworks
    files: dict[str, str]
    asynchronous: bool
    wrong: tuple[Claim, ...]
    good: bool
    imagined: str

    def __str__(self) -> str:
        """Name the case as `pytest -k` and the table know it."""
        kit = f", SvelteKit {self.frameworks.kit}" if self.frameworks.kit != "none" else ""
        return f"{self.page}::{self.example}::{self.version} (Svelte {self.frameworks.svelte}{kit})"


def cases(pages: Iterable[Path] = PAGES) -> Iterator[Case]:
    """Yield the cases of some pages, in the order of the pages.

    Raises:
        PageError: A page breaks the format.
    """
    for page in pages:
        for example in read_page(page.read_text(encoding="utf-8")):
            for frameworks in _runnable(example):
                yield from _versions(page.stem, example, frameworks)


def _versions(page: str, example: Example, frameworks: Frameworks) -> Iterator[Case]:
    wrong = claims(example)
    yield _case(page, example, "as shown", example.files, frameworks, good=not wrong)
    if not wrong:
        return
    for rewrite in example.rewrites:
        version = f"{rewrite.kind}: {rewrite.title}" if rewrite.title else rewrite.kind
        yield _case(page, example, version, overlay(example.files, rewrite.files), frameworks, good=True)


def _case(
    page: str, example: Example, version: str, files: tuple[PageFile, ...], frameworks: Frameworks, *, good: bool
) -> Case:
    written = {file.path for file in files}
    project = project_files(files, frameworks, asynchronous=example.settings.asynchronous)
    return Case(
        page,
        example.name,
        version,
        frameworks,
        {path: without_assertions(text) for path, text in project.items() if path in written},
        asynchronous=example.settings.asynchronous,
        wrong=claims(example),
        good=good,
        imagined=example.settings.imagined,
    )


def _runnable(example: Example) -> tuple[Frameworks, ...]:
    """Return what an example is run on: Svelte 4 and 5, SvelteKit 2 and 3, as far as it is written for them."""
    has_kit = any(_KIT_FILE.match(file.path) for file in example.files)
    pairs = (Frameworks(pair.svelte, pair.kit if has_kit else "none") for pair in example.settings.frameworks)
    return tuple(pair for pair in dict.fromkeys(pairs) if pair.svelte in {"4", "5"} and pair.kit in {"none", "2", "3"})
