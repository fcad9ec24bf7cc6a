"""A fix in the making: changes to several files, collected and turned into edits at the end.

Who builds a fix says what each file is to import, which statements come and go, and what is replaced; the draft sees to
it that nothing is imported twice, and that new lines look as if the author of the file had written them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.engine.editing.imports import new_import, written_imports
from svelte_warden.engine.editing.names import free_name
from svelte_warden.engine.editing.outline import outline_of
from svelte_warden.engine.editing.scripts import (
    code_of,
    has_script,
    insert_at_beginning,
    insert_imports,
    is_component,
    is_import,
    without_empty_scripts,
)
from svelte_warden.engine.editing.statements import insert_after, remove_statement
from svelte_warden.engine.findings import Edit, Fix
from svelte_warden.flow.names import declared_names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from svelte_warden.engine.editing.imports import WrittenImport
    from svelte_warden.engine.editing.outline import Outline
    from svelte_warden.engine.editing.scripts import Script
    from svelte_warden.engine.findings import Safety
    from svelte_warden.facts.code import Code
    from svelte_warden.facts.model import Placed
    from svelte_warden.flow.program import Program
    from svelte_warden.project.project import Project


class Draft:
    """The changes of one fix."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._files: dict[str, FileDraft] = {}

    def file(self, path: str) -> FileDraft:
        """Return the changes to one file, to which more can be added."""
        if path not in self._files:
            self._files[path] = FileDraft(outline_of(self._program, path))
        return self._files[path]

    def fix(self, title: str, safety: Safety) -> Fix:
        """Return the fix.

        Raises:
            ValueError: Two changes overlap.
        """
        return Fix(title, safety, tuple(edit for file in self._files.values() for edit in file.edits()))


class FileDraft:
    """The changes to one file. Offsets are bytes of the file as it is, ends exclusive."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self._edits: list[Edit] = []
        self._added: dict[Script, dict[str, dict[str, str]]] = {"module": {}, "instance": {}}
        self._dropped: set[str] = set()
        self._statements: list[tuple[str, frozenset[str]]] = []
        self._declared: set[str] = set()

    @property
    def project(self) -> Project:
        """The project of the file."""
        return self.outline.program.project(self.outline.path)

    # --- what is to change ------------------------------------------------------------------------------------------

    def replace(self, start: int, end: int, text: str) -> None:
        """Put a text in the place of some bytes."""
        self._edits.append(Edit(self.outline.path, start, end, text))

    def insert_once(self, at: int, text: str) -> None:
        """Put a text before a byte, unless the same text was put there before."""
        edit = Edit(self.outline.path, at, at, text)
        if edit not in self._edits:
            self._edits.append(edit)

    def remove_statement(self, start: int, end: int) -> None:
        """Take a statement out, with its line if nothing else stands there."""
        self._edits.append(remove_statement(self.outline.path, self.outline.data, start, end))

    def import_name(
        self,
        source: str,
        imported: str,
        *,
        wanted: str | None = None,
        script: Script | None = None,
        around: Collection[str] = (),
    ) -> str:
        """Import a name unless the file does so already, and return how it is called there.

        Args:
            source: The specifier.
            imported: What is imported; ``default`` for the default export.
            wanted: How to call it if that is free; as it is exported by default.
            script: The script that needs it; by default the one that runs for each component.
            around: The names that mean something else where it is to be used.
        """
        where = script or ("instance" if is_component(self.outline) else "module")
        known = self._known("module", source, imported, around) or self._known(where, source, imported, around)
        if known is not None:  # what the module script imports, the other one sees
            return known
        local = self.free_name(wanted or imported, around)
        self._declared.add(local)
        self._added[where].setdefault(source, {})[imported] = local
        return local

    def drop_import(self, local: str) -> None:
        """Import a name no longer."""
        self._dropped.add(local)

    def add_at_init(self, statement: str, needs: Iterable[str] = ()) -> None:
        """Put a statement at the top level of the instance script: after the imports, and after what it needs."""
        self._statements.append((statement, frozenset(needs)))

    def free_name(self, wanted: str, around: Collection[str] = ()) -> str:
        """Return a name that nothing in the file has, nor anything that was added; what is dropped counts as gone.

        Args:
            wanted: The name if that is free.
            around: The names that mean something else where it is to be used.
        """
        taken = (self.outline.names() | self._types()) - self._dropped
        return free_name(wanted, taken.union(self._declared, around))

    def _types(self) -> frozenset[str]:
        """Return the names of all imports: of those that are types the facts know nothing."""
        scripts: tuple[Script, ...] = ("module", "instance")
        code = (placed for script in scripts for placed in code_of(self.outline, script))
        return frozenset(local for written in written_imports(code) for _, local in written.names)

    def release(self, name: str) -> None:
        """Say that a name is free, since what declares it goes."""
        self._dropped.add(name)

    def declare(self, name: str) -> None:
        """Say that a name is taken by something that was added."""
        self._declared.add(name)

    # --- the edits --------------------------------------------------------------------------------------------------

    def edits(self) -> tuple[Edit, ...]:
        """Return the edits in the order of the file; those that insert at one place are one edit.

        Raises:
            ValueError: Two changes overlap.
        """
        if is_component(self.outline) and not has_script(self.outline, "instance"):
            instance = list(self._script_edits())
        else:
            instance = [*self._import_edits("instance"), *self._statement_edits()]
        edits = [*self._import_edits("module"), *instance, *self._edits]
        return without_empty_scripts(self.outline, _merged(edits))

    def _known(self, script: Script, source: str, imported: str, around: Collection[str]) -> str | None:
        """Return how a name is called that is imported, or will be; one that is not seen ``around`` does not count."""
        added = self._added[script].get(source, {}).get(imported)
        if added is not None:
            return added
        for written in written_imports(code_of(self.outline, script)):
            if written.source == source:
                for name, local in written.values:
                    if name == imported and local not in self._dropped and local not in around:
                        return local
        return None

    def _import_edits(self, script: Script) -> Iterator[Edit]:
        waiting = {source: dict(names) for source, names in self._added[script].items()}
        for written in written_imports(code_of(self.outline, script)):
            names = waiting.get(written.source, {})
            taken = {name: local for name, local in names.items() if written.takes(name)}
            for name in taken:
                del names[name]
            dropped = self._dropped & {local for _, local in written.names}
            if taken or dropped:
                yield self._changed_import(written, taken, dropped)
        lines = [new_import(source, names, self.outline.style) for source, names in waiting.items() if names]
        if lines:
            yield insert_imports(self.outline, script, lines)

    def _changed_import(self, written: WrittenImport, added: dict[str, str], dropped: set[str]) -> Edit:
        text = written.changed(added, dropped)
        path, data = self.outline.path, self.outline.data
        if text is None:
            return remove_statement(path, data, written.start, written.end)
        return Edit(path, written.start, written.end, text)

    def _script_edits(self) -> Iterator[Edit]:
        """Make an instance script of what it is to hold."""
        added = self._added["instance"].items()
        lines = [new_import(source, names, self.outline.style) for source, names in added if names]
        lines += [statement for statement, _ in self._statements]
        if lines:
            yield insert_at_beginning(self.outline, "instance", lines)

    def _statement_edits(self) -> Iterator[Edit]:
        outline = self.outline
        for statement, needs in self._statements:
            anchor = self._anchor(needs)
            if anchor is None:
                yield insert_at_beginning(outline, "instance", [statement])
            else:
                end = anchor.offset + len(anchor.item.text)
                yield insert_after(outline.path, outline.data, anchor.offset, end, statement, outline.style)

    def _anchor(self, needs: frozenset[str]) -> Placed[Code] | None:
        """Return the last import of the instance script, or what comes after it and declares what is needed."""
        found = None
        for placed in self.outline.instance:
            if is_import(placed) or any(declared_names(statement) & needs for statement in placed.item.statements):
                found = placed
        return found


def _merged(edits: list[Edit]) -> tuple[Edit, ...]:
    """Sort edits and join those that insert at one place; a replacement that was asked for twice counts once.

    What is inserted within bytes that go comes in their place. Bytes that go for two reasons, such as the blank line
    between two statements, go once.
    """
    merged: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        last = merged[-1] if merged else None
        if last is not None and edit.start == edit.end == last.start == last.end:
            merged[-1] = Edit(edit.path, edit.start, edit.end, last.text + edit.text)
        elif last is not None and edit.start == edit.end < last.end and not last.text.strip():
            merged[-1] = Edit(edit.path, last.start, last.end, last.text + edit.text)
        elif last is not None and edit.start < last.end and not edit.text and not last.text:
            merged[-1] = Edit(edit.path, last.start, max(last.end, edit.end), "")
        elif last is not None and edit.start < last.end:
            if edit != last:
                message = f"two changes of {edit.path} overlap at byte {edit.start}"
                raise ValueError(message)
        else:
            merged.append(edit)
    return tuple(merged)
