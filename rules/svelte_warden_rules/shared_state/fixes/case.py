"""A write to shared state, and what its fixes ask about it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from svelte_warden.engine.editing.draft import Draft
from svelte_warden.engine.editing.outline import outline_of
from svelte_warden.engine.editing.site import site_of
from svelte_warden.flow.analyse import analyse
from svelte_warden.flow.exported_names import direct_importers

if TYPE_CHECKING:
    from svelte_warden.engine.editing.outline import Outline
    from svelte_warden.engine.editing.site import Site
    from svelte_warden.flow.program import Program
    from svelte_warden.flow.sharing import StateWrite
    from svelte_warden.project.project import Project
    from svelte_warden.project.roles import Role


@dataclass(frozen=True)
class Case:
    """One write as a finding shows it in the file at ``path``."""

    program: Program
    path: str
    write: StateWrite

    @cached_property
    def outline(self) -> Outline:
        """The file of the finding."""
        return outline_of(self.program, self.path)

    @cached_property
    def site(self) -> Site | None:
        """The surroundings of the expression that is underlined; ``None`` if it is none, as for an element."""
        return site_of(self.outline, self.write.place)

    @property
    def project(self) -> Project:
        """The project of the file."""
        return self.program.project(self.path)

    @property
    def role(self) -> Role:
        """What the file is for."""
        return self.program.role(self.path)

    def outline_of(self, path: str) -> Outline:
        """Return another file as fixes see it."""
        return self.outline if path == self.path else outline_of(self.program, path)

    def shown(self, path: str) -> str:
        """Return a path as it is written in a title: relative to the project."""
        return path.removeprefix(f"{self.project.root}/")

    def draft(self) -> Draft:
        """Begin a fix."""
        return Draft(self.program)

    def other_writes_on_server(self) -> bool:
        """Whether the server writes the same state elsewhere too, as far as one can tell."""
        declared_at = self.write.declared_at
        if declared_at is None:
            return True
        files = (self.path, declared_at.path, *self.program.query(direct_importers, None).get(declared_at.path, ()))
        return any(
            other.on_server and other.declared_at == declared_at and other.write != self.write.write
            for file in dict.fromkeys(files)
            for other in self.program.query(analyse, file).state_writes
        )
