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
    from collections.abc import Iterable, Iterator, Mapping

ROOT = Path(__file__).parents[2]
PAGES = (
    *sorted((ROOT / "rules" / "svelte_warden_rules").rglob("*.md")),
    ROOT / "tests" / "rules" / "suites" / "svelte_4.md",
)

_KIT_FILE = re.compile(r"src/(?:routes/|params|hooks\b|instrumentation\b)")


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """An example on one pair of frameworks.

    Attributes:
        page: Name of the page's file, without its ending.
        example: The example.
        written_for: One of the pairs of frameworks that the example names.
    """

    page: str
    example: Example
    written_for: Frameworks

    @property
    def frameworks(self) -> Frameworks:
        """What it is run on; SvelteKit is `"none"` where the example has no file of it."""
        has_kit = any(_KIT_FILE.match(file.path) for file in self.example.files)
        return Frameworks(self.written_for.svelte, self.written_for.kit if has_kit else "none")

    def __str__(self) -> str:
        """Name the subject as `pytest -k` knows it."""
        return f"{self.page}::{self.example.name} ({_written(self.frameworks)})"


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One version of an example, to be run.

    Attributes:
        subject: What it is a version of.
        version: `as shown`, the kind of a rewrite and its title if it has one, or `fix:` and the title of a fix.
        files: Path → content of the project, without assertions.
        good: Whether this version must work.
    """

    subject: Subject
    version: str
    files: dict[str, str]
    good: bool

    @property
    def wrong(self) -> tuple[Claim, ...]:
        """What goes wrong with the example as it is shown; nothing does with an example that asserts no error."""
        return claims(self.subject.example)

    def __str__(self) -> str:
        """Name the case as `pytest -k` knows it."""
        subject = self.subject
        return f"{subject.page}::{subject.example.name}::{self.version} ({_written(subject.frameworks)})"


def subjects(pages: Iterable[Path] = PAGES) -> Iterator[Subject]:
    """Yield the examples of some pages on each of their frameworks that can be run, in the order of the pages.

    Raises:
        PageError: A page breaks the format.
    """
    for page in pages:
        for example in read_page(page.read_text(encoding="utf-8")):
            seen = set[Frameworks]()
            for pair in example.settings.frameworks:
                subject = Subject(page.stem, example, pair)
                frameworks = subject.frameworks
                if frameworks.svelte in {"4", "5"} and frameworks.kit in {"none", "2", "3"} and frameworks not in seen:
                    seen.add(frameworks)
                    yield subject


def cases(subject: Subject) -> Iterator[Case]:
    """Yield the versions of an example that its page shows."""
    example = subject.example
    wrong = claims(example)
    yield case(subject, "as shown", _written_out(subject, example.files), good=not wrong)
    if not wrong:
        return
    for rewrite in example.rewrites:
        version = f"{rewrite.kind}: {rewrite.title}" if rewrite.title else rewrite.kind
        yield case(subject, version, _written_out(subject, overlay(example.files, rewrite.files)), good=True)


def case(subject: Subject, version: str, files: Mapping[str, str], *, good: bool) -> Case:
    """Return a version of an example, given as path → content with assertions."""
    return Case(subject, version, {path: without_assertions(text) for path, text in files.items()}, good)


def _written_out(subject: Subject, files: tuple[PageFile, ...]) -> dict[str, str]:
    """Return path → content of an example's own files, as they are for its frameworks."""
    project = project_files(files, subject.written_for)
    return {file.path: project[file.path] for file in files}


def _written(frameworks: Frameworks) -> str:
    kit = f", SvelteKit {frameworks.kit}" if frameworks.kit != "none" else ""
    return f"Svelte {frameworks.svelte}{kit}"
