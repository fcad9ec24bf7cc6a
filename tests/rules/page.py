"""A page of tests: its examples, each a small project, and the versions that must come out of a fix."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, Literal

from tests.rules.assertions import read_assertions
from tests.rules.markdown import Block, PageError, Section, read_sections

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.rules.assertions import Assertion

_SOURCE_LANGUAGES = frozenset({"svelte", "ts", "js", "typescript", "javascript"})
_ATTRIBUTES = frozenset(
    {"file", "fixed", "instead", "svelte", "kit", "async", "untested", "throws", "logs", "imagined"}
)


@dataclass(frozen=True, slots=True)
class PageFile:
    """A file of an example.

    Attributes:
        path: POSIX path relative to the project's folder.
        text: Content with its assertion comments, which are part of the file.
        line: 1-based line of the page on which the content starts.
        assertions: What the comments assert.
    """

    path: str
    text: str
    line: int
    assertions: tuple[Assertion, ...]


@dataclass(frozen=True, slots=True)
class Frameworks:
    """What a project is made with.

    Attributes:
        svelte: Major or exact version of Svelte.
        kit: Major of SvelteKit: `"1"`, `"2"` or `"3"`; `"none"` for a project without it.
    """

    svelte: str = "5"
    kit: str = "2"

    def __str__(self) -> str:
        """Name them for a reader; SvelteKit only where it is not the usual one."""
        return f"Svelte {self.svelte}" + (f", SvelteKit {self.kit}" if self.kit not in {"2", "none"} else "")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the first block of an example says about it.

    Attributes:
        frameworks: What the example is written for; it is a test on each.
        asynchronous: Whether `compilerOptions.experimental.async` is on.
        throws: Part of the message of the error that the example throws in words of its own.
        logs: What only a better version of the example writes to the console.
        imagined: What the example needs and nobody can install, `""` where it can be run.
    """

    frameworks: tuple[Frameworks, ...] = (Frameworks(),)
    asynchronous: bool = False
    throws: str = ""
    logs: str = ""
    imagined: str = ""


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Another version of an example's files.

    Attributes:
        kind: `fixed` must come out of the fix to the letter; `instead` was written by hand.
        title: Part of the title of the fix to take; `""` takes the first one offered.
        files: The files that differ from the example, or are new.
        line: 1-based line of the page on which the first of them starts.
    """

    kind: Literal["fixed", "instead"]
    title: str
    files: tuple[PageFile, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Example:
    """One small project of a page, with the findings it must have.

    Attributes:
        name: The headings it stands under, without the title of the page, and a number from the second one on.
        line: 1-based line of the page on which its first file starts.
        files: Its files, in the order of the page.
        settings: What it is written for.
        rewrites: The better versions of it that the page shows.
    """

    name: str
    line: int
    files: tuple[PageFile, ...]
    settings: Settings
    rewrites: tuple[Rewrite, ...] = ()


def read_page(text: str) -> tuple[Example, ...]:
    """Read the examples of a page, in order.

    The blocks with a `file` under one heading are one project; a path that comes again begins another one. Blocks
    marked `fixed` or `instead` belong to the example before them, wherever they stand.

    Raises:
        PageError: The page breaks the format; says the line and the cure.
    """
    examples: list[Example] = []
    for section in read_sections(text):
        first_of_section = len(examples)
        open_example = False
        for block in section.blocks:
            if not _is_tested(block):
                continue
            if "fixed" in block.attributes or "instead" in block.attributes:
                if not examples:
                    raise PageError(block.line, "a `fixed` or `instead` block needs an example before it")
                examples[-1] = _with_rewritten_file(examples[-1], block)
                open_example = False
            elif open_example and block.attributes["file"] not in _paths(examples[-1].files):
                examples[-1] = _with_file(examples[-1], block)
            else:
                name = _name(section, number=len(examples) - first_of_section + 1)
                examples.append(Example(name, block.line, (_file(block),), _settings(block)))
                open_example = True
    return tuple(examples)


def overlay(files: Iterable[PageFile], rewritten: Iterable[PageFile]) -> tuple[PageFile, ...]:
    """Replace files by those of the same path, and add the new ones."""
    merged = {file.path: file for file in files} | {file.path: file for file in rewritten}
    return tuple(merged.values())


def _is_tested(block: Block) -> bool:
    unknown = block.attributes.keys() - _ATTRIBUTES
    if unknown:
        names = ", ".join(f"`{name}`" for name in sorted(unknown))
        raise PageError(block.line, f"unknown attribute {names}; known are {', '.join(sorted(_ATTRIBUTES))}")
    if "untested" in block.attributes or "file" in block.attributes:
        return "untested" not in block.attributes
    if block.language in _SOURCE_LANGUAGES:
        raise PageError(block.line, "the block is not tested: give it `file=src/…`, or `untested` if it is no example")
    return False


def _name(section: Section, number: int) -> str:
    headings = " > ".join(section.headings[1:] or section.headings or ("Page",))
    return headings if number == 1 else f"{headings} {number}"


def _paths(files: Iterable[PageFile]) -> set[str]:
    return {file.path for file in files}


def _file(block: Block) -> PageFile:
    path = block.attributes["file"]
    if not path or path.startswith("/") or ".." in path.split("/"):
        raise PageError(block.line, f"`file={path}` must be a path below the project's folder, such as src/App.svelte")
    return PageFile(path, block.text, block.line, read_assertions(block.text, first_line=block.line))


def _with_file(example: Example, block: Block) -> Example:
    stated = _settings(block)
    if stated not in (Settings(), example.settings):
        raise PageError(block.line, "what an example is written for is stated on its first block")
    return replace(example, files=(*example.files, _file(block)))


def _with_rewritten_file(example: Example, block: Block) -> Example:
    if "fixed" in block.attributes and "instead" in block.attributes:
        raise PageError(block.line, "a block is `fixed` or `instead`, not both")
    kind: Literal["fixed", "instead"] = "fixed" if "fixed" in block.attributes else "instead"
    title, file = block.attributes[kind], _file(block)
    last = example.rewrites[-1] if example.rewrites else None
    if last and (last.kind, last.title) == (kind, title) and file.path not in _paths(last.files):
        grown = replace(last, files=(*last.files, file))
        return replace(example, rewrites=(*example.rewrites[:-1], grown))
    return replace(example, rewrites=(*example.rewrites, Rewrite(kind, title, (file,), block.line)))


def _settings(block: Block) -> Settings:
    stated = block.attributes
    svelte, kit = stated.get("svelte", Frameworks().svelte), stated.get("kit", Frameworks().kit)
    pairs = (Frameworks(*pair) for pair in product(svelte.split(","), kit.split(",")))
    return Settings(
        # SvelteKit 3 is for Svelte 5 only.
        frameworks=tuple(pair for pair in pairs if pair.kit != "3" or pair.svelte.partition(".")[0] == "5"),
        asynchronous="async" in stated,
        throws=stated.get("throws", ""),
        logs=stated.get("logs", ""),
        imagined=stated.get("imagined", ""),
    )
