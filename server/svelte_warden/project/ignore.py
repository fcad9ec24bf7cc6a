"""Ignore files, with git's meaning: the deepest .gitignore that says something about a path decides."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from svelte_warden.facts.immutable import immutable
from svelte_warden.project.files import parents
from svelte_warden.project.problem import Problem

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

    from svelte_warden.project.files import FileSystem


_GROUP_NAME = re.compile(r"\(\?P<\w+>")


@immutable
class IgnoreRules:
    """The patterns of one ignore file and, behind it, those of the folders above.

    ``any_pattern`` matches whatever any of the patterns does: most paths, to which none speaks, take one look.
    """

    base: str
    spec: GitIgnoreSpec
    any_pattern: re.Pattern[str]
    outer: IgnoreRules | None

    def ignores(self, path: str, *, is_directory: bool) -> bool:
        """Whether a file or folder below ``base`` is ignored; whether a folder above it is, is not asked."""
        rules: IgnoreRules | None = self
        while rules is not None:
            relative = path[len(rules.base) + 1 :] + ("/" if is_directory else "")
            if rules.any_pattern.search(relative):
                verdict = rules.spec.check_file(relative).include
                if verdict is not None:
                    return verdict
            rules = rules.outer
        return False


def rules_at(files: FileSystem, directory: str, outer: IgnoreRules | None) -> IgnoreRules | None:
    """The rules within a folder: those of its .gitignore over those that held outside."""
    if ".gitignore" not in files.entries(directory):
        return outer
    return _with_file(files, directory, f"{directory}/.gitignore", outer)


def rules_above(files: FileSystem, directory: str) -> IgnoreRules | None:
    """The rules that the repository around a folder has for it; none if it ignores the folder as a whole.

    So a folder that is asked for by name is looked at, even when git would not.
    """
    if files.is_directory(f"{directory}/.git") or files.is_file(f"{directory}/.git"):
        return _with_file(files, directory, f"{directory}/.git/info/exclude", None)
    above: list[str] = []
    for folder in parents(directory):
        above.append(folder)
        if files.is_directory(f"{folder}/.git") or files.is_file(f"{folder}/.git"):
            break
    else:
        return None
    rules = _with_file(files, folder, f"{folder}/.git/info/exclude", None)
    inner = list(reversed([directory, *above]))
    for folder, child in pairwise(inner):
        rules = _with_file(files, folder, f"{folder}/.gitignore", rules)
        if rules is not None and rules.ignores(child, is_directory=True):
            return None
    return rules


def _with_file(files: FileSystem, base: str, path: str, outer: IgnoreRules | None) -> IgnoreRules | None:
    data = files.read(path) if files.is_file(path) else b""
    lines = [] if isinstance(data, Problem) else data.decode(errors="replace").splitlines()
    if not any(line.strip() and not line.startswith("#") for line in lines):
        return outer
    spec = _spec(lines)
    return IgnoreRules(base, spec, _any_of(spec), outer)


def _spec(lines: list[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - costs 25 ms, and many uses of the program ignore nothing

    try:
        return GitIgnoreSpec.from_lines(lines)
    except (ValueError, re.error):
        return GitIgnoreSpec.from_lines(line for line in lines if _is_pattern(line))


def _any_of(spec: GitIgnoreSpec) -> re.Pattern[str]:
    sources = [pattern.regex.pattern for pattern in spec.patterns if pattern.regex is not None]
    return re.compile("|".join(_GROUP_NAME.sub("(?:", source) for source in sources) or "(?!)")


def _is_pattern(line: str) -> bool:
    """Whether git would take the line for a pattern; it skips the others."""
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - as above

    try:
        GitIgnoreSpec.from_lines([line])
    except (ValueError, re.error):
        return False
    return True
