"""What is measured: the generated workspace, or any folder, and the places in it where somebody types."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from svelte_warden.engine.analysis import Analysis
from svelte_warden.project.resolution import File
from tests.bench import workspace
from tests.bench.sources import TYPING_PLACE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_IMPORT = re.compile(r"""\bfrom\s*['"]([^'"\n]+)['"]""")
_SCRIPT_END = re.compile(r"</script\s*>")
_SCAFFOLD = "\nfunction typed() {\n\t\n}\n"
_MODULES = (".ts", ".js")
_MIDDLE_LINES = 500


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a function's body where statements are typed.

    Attributes:
        name: What kind of file it is in.
        path: Path below the root.
        text: The text of the file with that function.
        line: Line of the place, from 0.
        character: Its column.
        is_handler: Whether the function is a click handler and `onMount` is imported, so that a call of it is found.
    """

    name: str
    path: str
    text: str
    line: int
    character: int
    is_handler: bool


@dataclass(frozen=True, slots=True)
class Subject:
    """A folder to measure on.

    Attributes:
        root: The folder.
        files: The files that a check of it checks, absolute paths.
        is_generated: Whether it may be written to, and has the files of `workspace`.
    """

    root: Path
    files: tuple[str, ...]
    is_generated: bool


def generated(folder: Path, files: int) -> Subject:
    """Write a workspace of so many files into a folder."""
    workspace.write(folder, workspace.generate(files))
    return Subject(folder, Analysis([folder.as_posix()]).files(), is_generated=True)


def existing(folder: Path) -> Subject:
    """Take a folder as it is. It is only read."""
    return Subject(folder, Analysis([folder.as_posix()]).files(), is_generated=False)


def places(subject: Subject) -> tuple[Place, ...]:
    """Return where to type: in components, in the root layout, and in the module that most files import."""
    chosen = _generated_files() if subject.is_generated else dict(_files_of(subject))
    return tuple(_place(name, path, (subject.root / path).read_text(encoding="utf-8")) for name, path in chosen.items())


def middle_component(subject: Subject) -> str:
    """Return the path of a component of about 500 lines that renders no other."""
    chosen = _generated_files() if subject.is_generated else dict(_files_of(subject))
    return next(iter(chosen.values()))


def _generated_files() -> Mapping[str, str]:
    return {
        "500-line component": workspace.MIDDLE_COMPONENT,
        "1,600-line component": workspace.LARGE_COMPONENT,
        "root layout": workspace.ROOT_LAYOUT,
        "store that a tenth of the components import": workspace.STORE_MODULE,
    }


def _files_of(subject: Subject) -> Iterator[tuple[str, str]]:
    """Find files like those of the generated workspace in any other."""
    texts = {path: Path(path).read_text(encoding="utf-8", errors="replace") for path in subject.files}
    below = len(subject.root.as_posix()) + 1
    components = {path: text.count("\n") for path, text in texts.items() if path.endswith(".svelte")}
    leaves = [path for path in components if ".svelte'" not in texts[path] and '.svelte"' not in texts[path]]
    if leaves:
        middle = min(leaves, key=lambda path: (abs(components[path] - _MIDDLE_LINES), path))
        yield f"{components[middle]:,}-line component", middle[below:]
    if components:
        longest = max(components, key=lambda path: (components[path], path))
        yield f"{components[longest]:,}-line component", longest[below:]
    layouts = [path for path in components if path.endswith("/+layout.svelte")]
    if layouts:
        yield "root layout", min(layouts, key=lambda path: (path.count("/"), path))[below:]
    importers = _importers(subject, texts)
    if importers:
        path, count = importers.most_common(1)[0]
        yield f"module that {count:,} files import", path[below:]


def _importers(subject: Subject, texts: Mapping[str, str]) -> Counter[str]:
    """Count for each module of the folder the files that import it."""
    analysis = Analysis([subject.root.as_posix()])
    found: Counter[str] = Counter()
    for path, text in texts.items():
        leads_to = {analysis.resolve(path, specifier) for specifier in _IMPORT.findall(text)}
        found.update(
            it.path for it in leads_to if isinstance(it, File) and it.path.endswith(_MODULES) and it.path in texts
        )
    return found


def _place(name: str, path: str, text: str) -> Place:
    if TYPING_PLACE in text:
        line = text[: text.index(TYPING_PLACE)].count("\n")
        return Place(name, path, text, line, TYPING_PLACE.index("/"), is_handler=" onMount" in text)
    end = list(_SCRIPT_END.finditer(text))[-1].start() if path.endswith(".svelte") and "</script" in text else len(text)
    if path.endswith(".svelte") and end == len(text):
        text = f"<script></script>\n{text}"
        end = text.index("</script>")
    text = text[:end] + _SCAFFOLD + text[end:]
    line = text[: end + _SCAFFOLD.index("\t")].count("\n")
    return Place(name, path, text, line, 1, is_handler=False)
