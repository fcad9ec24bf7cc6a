"""The analysis of a set of folders: the one object that changes, driven by the command line and by the server.

Edits and changes on the disk go in; findings come out, computed as far as they depend on what changed. An
:class:`Analysis` belongs to one thread: every call, also those that only ask, must come from it. Work that takes long
can be called off from any thread through ``cancelled``, which is polled between queries; the call then raises
:class:`~svelte_warden.engine.memo.Cancelled` and nothing is lost but the unfinished piece.

Paths are absolute, with ``/``. No method raises for what a file contains.
"""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Final, TypeVar

from svelte_warden.engine import queries, registry
from svelte_warden.engine.config import read_config
from svelte_warden.engine.config_values import Values
from svelte_warden.engine.memo import Cancelled, Memo
from svelte_warden.engine.opened import OpenDocument
from svelte_warden.facts.embedded import pieces
from svelte_warden.flow.analyse import analyse
from svelte_warden.flow.explain import explain
from svelte_warden.project.shared_packages import shared_package
from svelte_warden.project.workspace import Workspace
from svelte_warden.text.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from svelte_warden.engine.config import Config
    from svelte_warden.engine.findings import Finding, Fix
    from svelte_warden.engine.memo import Counters
    from svelte_warden.engine.outcome import FileOutcome
    from svelte_warden.engine.registry import Registry
    from svelte_warden.engine.rule import Rule
    from svelte_warden.engine.settings import FileSettings
    from svelte_warden.facts.file import FileFacts
    from svelte_warden.flow.explain import Explanation
    from svelte_warden.flow.program import Program
    from svelte_warden.project.jsonc import Json
    from svelte_warden.project.problem import Problem
    from svelte_warden.project.project import Project
    from svelte_warden.project.resolution import Resolution
    from svelte_warden.project.roles import Role
    from svelte_warden.project.routes import RouteTree
    from svelte_warden.project.shared_packages import SharedPackage
    from svelte_warden.project.witness import Witness

K = TypeVar("K")
V = TypeVar("V")

# Obsolete answers are looked for when there are this many times as many answers as there were then, and a few more; and
# after very many changes without a pause, in the middle of the work.
_GROWTH: Final = 2
_FEW: Final = 1000
_MANY_CHANGES: Final = 10_000
# What code means takes some twenty times as many bytes as the code.
_UNRELEASED_BYTES: Final = 3_000_000


class Analysis:
    """Everything known about the files below ``roots``. Implements :class:`~svelte_warden.flow.program.Program`.

    Args:
        roots: The folders (or single files) that are of interest. Files elsewhere can be asked about too.
        rules: The rules there are; the installed ones by default.
        only: The names of the rules to run; all by default. The others count as known, but as not run.
        cancelled: Asked between queries whether to give up.
        witness: Told of everything that is looked at on the disk.
        is_final: Nothing will ever be changed, which saves noting what would follow.
        is_traced: It is noted all the same, to know what the answers rest on.
    """

    def __init__(
        self,
        roots: Sequence[str],
        *,
        rules: Registry | None = None,
        only: frozenset[str] | None = None,
        cancelled: Callable[[], bool] = lambda: False,
        witness: Witness | None = None,
        is_final: bool = False,
        is_traced: bool = False,
    ) -> None:
        self.registry = registry.installed() if rules is None else rules
        self.only = only
        self.selected_rules = tuple(rule for rule in self.registry.rules if self.runs(rule))
        self.workspace = Workspace(roots, witness=witness)
        self.witness = witness
        self.revision = 0
        """Grows with every change; equal revisions mean equal answers."""
        self.documents: dict[str, OpenDocument] = {}
        self.editor_settings: Config | None = None
        self.config_problems: dict[str, tuple[Problem, ...]] = {}
        self.structure = 0
        """Grows when the set of files or a project's configuration changes."""
        self.memo: Memo[Analysis] = Memo(self, cancelled, is_final=is_final, is_traced=is_traced)
        self._collect_above = _FEW
        self._is_restructured = False
        self._changes = 0
        self._resting: set[str] = set()
        self._unreleased: deque[tuple[str, int]] = deque()
        self._unreleased_bytes = 0
        self._rules_by_role: dict[tuple[Role, bool], tuple[Rule, ...]] = {}

    # --- changes ----------------------------------------------------------------------------------------------------

    def open(self, path: str, source: Source, version: int = 0) -> None:
        """Let an editor's document win over the file on the disk, whether there is one or not."""
        self.documents[path] = OpenDocument(source, version)
        self._changed(path, structure=self.workspace.open(path, source.data))

    def edit(self, path: str, source: Source, version: int = 0) -> None:
        """Replace the whole text of an open document; what moved is found by comparison. ``version`` is its number."""
        document = self.documents.get(path)
        if document is None:
            self.open(path, source, version)
            return
        document.source, document.version = source, version
        self._changed(path, structure=self.workspace.open(path, source.data))

    def close(self, path: str) -> None:
        """Let the disk count again."""
        if self.documents.pop(path, None) is not None:
            self._changed(path, structure=self.workspace.close(path))

    def changed_on_disk(self, paths: Iterable[str]) -> None:
        """Say that files or folders may have been written, created, renamed or removed."""
        changed = list(paths)
        structure = self.workspace.changed(changed)
        folders = tuple(f"{path}/" for path in changed if not self.workspace.is_file(path))
        if folders:  # or files that went; of a folder only the folder itself is told
            changed += (path for path in self.memo.known(queries.source) if path.startswith(folders))
        for path in changed:
            self._changed(path, structure=False)
        if structure:
            self._restructured()

    def configure(self, settings: Json, base: str) -> tuple[Problem, ...]:
        """Lay an editor's settings over the configuration files, and return what is wrong with them.

        Args:
            settings: As in a configuration file; ``None`` for no settings.
            base: The folder to which patterns are relative.
        """
        values = Values("", b"")
        config = None if settings is None else read_config(settings, values, (), base, self.registry)
        if config != self.editor_settings:
            self.editor_settings = config
            self.revision += 1
            self.memo.invalidate(queries.editor_settings, None)
        return () if config is None else config.problems

    # --- questions --------------------------------------------------------------------------------------------------

    def files(self) -> tuple[str, ...]:
        """Return the files below the roots that are checked, sorted, without those that a configuration ignores."""
        return self.memo.query(queries.checked_files, None)

    def settings(self, path: str) -> FileSettings:
        """Return what the configuration and the editor's settings say about a file."""
        return self.memo.query(queries.settings_of, path)

    def is_ignored(self, path: str) -> bool:
        """Return whether a file is not to be checked though it may be asked about: ignored, or an installed one."""
        return self.workspace.is_installed(path) or queries.is_ignored(self, path)

    def findings(self, path: str) -> tuple[Finding, ...]:
        """Return the findings of a file in order, after configuration and comments."""
        return self.outcome(path).findings

    def outcome(self, path: str) -> FileOutcome:
        """Return the findings of a file with what was silenced and what crashed."""
        return self._settled(queries.outcome, path)

    def near_outcome(self, path: str) -> FileOutcome:
        """Return the outcome without the rules that need the whole workspace; it does not wait for other files."""
        return self._settled(queries.near_outcome, path)

    def follow(self, path: str) -> None:
        """Find out what a file does by itself, which takes the longest of all that an answer about it needs."""
        with suppress(Exception):  # who asks for findings is told
            self.memo.query(analyse, path)

    def fixes(self, finding: Finding) -> tuple[Fix, ...]:
        """Return what can be done about a finding that the files have now, the best first.

        Raises:
            Exception: A mistake of the rule's author, whatever it is.
        """
        return self.memo.query(queries.fixes, finding)

    def source(self, path: str) -> Source:
        """Return a file's text as the analysis saw it; empty if it cannot be read."""
        return self.memo.query(queries.source, path) or Source(b"")

    def explain(self, path: str, offset: int) -> Explanation | None:
        """Explain the context call or the function at a byte of a file; ``None`` if there is neither."""
        return explain(self, path, offset)

    def version(self, path: str) -> int | None:
        """Return the editor's number for the text of an open document."""
        document = self.documents.get(path)
        return None if document is None else document.version

    def problems(self) -> tuple[Problem, ...]:
        """Return what is wrong with configurations and with the files that were asked about, in order."""
        found = set(self.workspace.problems)
        for path, problems in self.config_problems.items():
            if self.workspace.is_file(path):
                found.update(problems)
        return tuple(sorted(found))

    def rules_for(self, role: Role, *, far: bool) -> tuple[Rule, ...]:
        """Return the rules to run on files of a role that need the whole workspace for them, or those that do not."""
        rules = self._rules_by_role.get((role, far))
        if rules is None:
            rules = tuple(rule for rule in self.selected_rules if rule.waits_for_workspace(role) is far)
            self._rules_by_role[role, far] = rules
        return rules

    def runs(self, rule: Rule) -> bool:
        """Whether a rule is among those that were asked for."""
        return self.only is None or rule.name in self.only

    @property
    def counters(self) -> Counters:
        """What the memo did so far."""
        return self.memo.counters

    # --- what the flow layer asks -----------------------------------------------------------------------------------

    def facts(self, path: str) -> FileFacts | None:
        """Return what a file says; ``None`` if it cannot be read or is no script or component."""
        return self.memo.query(queries.facts, path)

    def is_readable(self, path: str) -> bool:
        """Return whether there is such a file and it can be read."""
        return self.memo.query(queries.source, path) is not None

    def is_installed(self, path: str) -> bool:
        """Return whether a file belongs to an installed package."""
        return self.workspace.is_installed(path)

    def resolve(self, importer: str, specifier: str) -> Resolution:
        """Return what an import leads to."""
        return self.memo.query(queries.resolve, (importer, specifier))

    def project(self, path: str) -> Project:
        """Return the project of a file."""
        return self.memo.query(queries.project, path)

    def role(self, path: str) -> Role:
        """Return what a file is for."""
        return self.memo.query(queries.role, path)

    def routes(self, path: str) -> RouteTree:
        """Return the routes of the project of a file."""
        return self.memo.query(queries.routes, self.project(path).root)

    def shared_package(self, importer: str, package: str) -> SharedPackage | None:
        """Return what is known of a package that is shared by all requests."""
        own = dict(self.memo.query(queries.shared_packages_of, importer.rpartition("/")[0]))
        return own[package] if package in own else shared_package(package)

    def entry_points(self, path: str) -> tuple[str, ...]:
        """Return what starts the application beside the framework, as the configuration of a file says."""
        return self.memo.query(queries.entry_points_at, path.rpartition("/")[0])

    def pause(self) -> None:
        """Give the query that runs up if it was called off.

        Raises:
            Cancelled: It was.
        """
        if self.memo.cancelled():
            raise Cancelled

    def query(self, function: Callable[[Program, K], V], key: K) -> V:
        """Return ``function(self, key)``, remembered until something it read changes."""
        return self.memo.query(function, key)

    def rest(self, path: str) -> None:
        """Let go of what a closed file's code means, most of all the memory there is; it is found again when needed.

        A command line keeps that of the latest files, and most projects have no more.
        """
        if path in self._resting or path in self.documents:
            return
        self._resting.add(path)
        if not self.memo.is_final:
            self._release(path)
            return
        said = self.memo.peek(queries.facts, path)
        self._unreleased.append((path, said.size if said else 0))
        self._unreleased_bytes += said.size if said else 0
        while self._unreleased_bytes > _UNRELEASED_BYTES:
            oldest, size = self._unreleased.popleft()
            self._unreleased_bytes -= size
            self._release(oldest)

    def _release(self, path: str) -> None:
        said = self.memo.peek(queries.facts, path)
        if said is not None:
            for code in pieces(said):
                code.release()

    def tidy(self) -> None:
        """Forget what only removed files and former versions of the others asked for, if that may be much.

        What was found out for an answer that was interrupted goes too, so the time for it is when none is wanted.
        """
        if self._is_restructured or len(self.memo) > self._collect_above:
            self._collect()

    # --- inside -----------------------------------------------------------------------------------------------------

    def _settled(self, query: Callable[[Analysis, str], FileOutcome], path: str) -> FileOutcome:
        """Return the outcome of a file. One that had to be followed for it will not be again for a while."""
        outcome = self.memo.query(query, path)
        self.rest(path)
        return outcome

    def _changed(self, path: str, *, structure: bool) -> None:
        self.revision += 1
        self._resting.discard(path)
        self.memo.invalidate(queries.source, path)
        if structure:
            self._restructured()
        self._changes += 1
        if self._changes >= _MANY_CHANGES:
            self._collect()

    def _restructured(self) -> None:
        """Ask the workspace again about everything it answered."""
        self.revision += 1
        self.structure += 1
        self.memo.invalidate(queries.structure, None)
        self._is_restructured = True

    def _collect(self) -> None:
        tops = {queries.outcome, queries.near_outcome, queries.checked_files}
        self.memo.collect(
            lambda function, key: function in tops and (key is None or self.workspace.is_file(key)),
        )
        self._is_restructured = False
        self._changes = 0
        self._collect_above = _GROWTH * len(self.memo) + _FEW
