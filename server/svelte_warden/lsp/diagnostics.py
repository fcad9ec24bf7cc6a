"""Diagnostics, pushed or pulled.

A client is pulled from only if it can be told to pull again (see ``Client.pull_mode``). In pull mode an answer carries
a result id, and a question that names the id of the present answer is answered *unchanged*; when an edit changes the
answer for another open file, the client is told to pull again. Otherwise answers are pushed as soon as they differ
from what was pushed before.
"""

from __future__ import annotations

import itertools
import logging
import secrets
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lsprotocol import types

from svelte_warden.lsp.conversion import diagnostic_of, diagnostic_of_problem
from svelte_warden.lsp.uris import path_of
from svelte_warden.lsp.workspace_diagnostics import Listener

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from svelte_warden.engine.findings import Finding
    from svelte_warden.lsp.server import Server
    from svelte_warden.project.problem import Problem
    from svelte_warden.text.source import Source

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """The diagnostics of one file, and what they were made from.

    Attributes:
        result_id: Equal for equal diagnostics of a file in this process, never used again for others.
        sources: The texts whose lines and columns occur in the items.
    """

    items: tuple[types.Diagnostic, ...]
    result_id: str
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]
    sources: tuple[Source, ...]

    def is_made_from(
        self, findings: tuple[Finding, ...], problems: tuple[Problem, ...], sources: tuple[Source, ...]
    ) -> bool:
        """Whether it would come out the same."""
        return self.findings == findings and self.problems == problems and _same(self.sources, sources)


class Diagnostics:
    """The answer for each file, and what the client knows of it."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._session = server.session
        self._process = secrets.token_hex(4)  # ids of an earlier process must not match
        self._numbers = itertools.count()
        self._answers: dict[str, Answer] = {}
        self._problems: dict[str, tuple[Problem, ...]] = {}
        self._told: dict[str, str] = {}
        self._pushed_versions: dict[str, int | None] = {}
        self._stale = False
        self._refreshing = False
        self._listeners: list[Listener] = []

    def _answer(self, path: str, findings: tuple[Finding, ...]) -> Answer:
        """The diagnostics of a file that has these findings."""
        problems = self._problems.get(path, ())
        sources = tuple(self._session.source(touched) for touched in _touched(path, findings))
        before = self._answers.get(path)
        if before is not None and before.is_made_from(findings, problems, sources):
            return before
        items = (
            *(diagnostic_of_problem(self._session, problem) for problem in problems),
            *(diagnostic_of(self._session, finding) for finding in findings),
        )
        if before is not None and before.items == items:
            result_id = before.result_id
        else:
            result_id = f"{self._process}-{next(self._numbers)}"
        after = self._answers[path] = Answer(items, result_id, findings, problems, sources)
        if before is None or before.result_id != result_id:
            for listener in self._listeners:
                listener.changed(path)
        return after

    def look(self, path: str) -> bool:
        """Tell of a file what can be had in a moment; false if that was not all."""
        checked = self._session.check(path)
        self._tell(path, self._answer(path, checked.findings))
        return checked.complete

    def finish(self, path: str) -> None:
        """Tell of a file all there is.

        Raises:
            Cancelled: Something else is more urgent by now.
        """
        self._tell(path, self._answer(path, self._session.finish(path).findings))

    def _tell(self, path: str, answer: Answer) -> None:
        """Push an answer, or note that the client must pull again."""
        document = self._session.documents.at(path)
        if not self._session.client.pull_mode:
            self._push(path, answer, document.version if document else None)
        elif document is not None and self._told.get(path, answer.result_id) != answer.result_id:
            self._stale = True

    def _push(self, path: str, answer: Answer, version: int | None) -> None:
        known = path in self._told
        if known and self._told[path] == answer.result_id and self._pushed_versions.get(path) == version:
            return
        if not known and not answer.items and version is None:
            return
        self._told[path] = answer.result_id
        self._pushed_versions[path] = version
        if not answer.items and version is None:
            del self._told[path], self._pushed_versions[path]
        self._server.connection.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(
                uri=self._session.uri(path),
                diagnostics=answer.items,
                version=version if self._session.client.diagnostic_versions else None,
            )
        )

    def own_change(self, path: str) -> None:
        """Expect a client that pulls to do so by itself for a document that it changed or closed."""
        if self._session.client.pull_mode:
            self._told.pop(path, None)

    def settled(self) -> None:
        """Tell the client to pull again if an answer for an open file has changed under it."""
        if not self._stale or self._refreshing:
            return
        self._stale = False
        self._refreshing = True
        self._server.start(self._refresh())

    async def _refresh(self) -> None:
        try:
            await self._server.request(types.WORKSPACE_DIAGNOSTIC_REFRESH, None)
        finally:
            self._refreshing = False
        self.settled()

    def known_paths(self) -> tuple[str, ...]:
        """The files that the client may be showing diagnostics for, whether they still exist or not."""
        shown = (path for path, answer in self._answers.items() if answer.items)
        return tuple(dict.fromkeys((*shown, *self._told)))

    def report(self, path: str, previous: str | None) -> types.DocumentDiagnosticReport:
        """Answer a pull for one file; ``previous`` is the result id that the client has."""
        checked = self._session.check(path)
        if not checked.complete:
            self._server.agenda.unfinished(path)
            self._server.wake()
        answer = self._answer(path, checked.findings)
        self._told[path] = answer.result_id
        if answer.result_id == previous:
            return types.RelatedUnchangedDocumentDiagnosticReport(result_id=answer.result_id)
        return types.RelatedFullDocumentDiagnosticReport(items=answer.items, result_id=answer.result_id)

    # --- for who wants to know of all files ---------------------------------------------------------------------------

    def answer_for(self, path: str) -> Answer | None:
        """The present answer for a file; None if nobody has looked at it."""
        return self._answers.get(path)

    @contextmanager
    def listening(self) -> Iterator[Listener]:
        """Tell a listener of all answers there are, and then of each that changes."""
        listener = Listener(self._answers)
        self._listeners.append(listener)
        try:
            yield listener
        finally:
            self._listeners.remove(listener)

    def work_done(self) -> None:
        """Say that all answers are up to date."""
        self.look_at_problems()
        for listener in self._listeners:
            listener.wake()

    def look_at_problems(self) -> None:
        """Answer anew for files whose problems came or went; they are known only after the work that met them."""
        problems: dict[str, tuple[Problem, ...]] = {}
        for problem in self._session.problems() if self._session.settings.enable else ():
            problems[problem.path] = (*problems.get(problem.path, ()), problem)
        before, self._problems = self._problems, problems
        for path in dict.fromkeys((*before, *problems)):
            if before.get(path) != problems.get(path):
                self.look(path)
                for problem in problems.get(path, ()):
                    log.warning("%s: %s; %s", self._session.relative(path), problem.message, problem.cure)
        self.settled()


def _touched(path: str, findings: Iterable[Finding]) -> tuple[str, ...]:
    """The files whose lines and columns occur in a file's diagnostics."""
    related = (other.place.path for finding in findings for other in finding.related)
    return tuple(dict.fromkeys((path, *related)))


def _same(left: tuple[Source, ...], right: tuple[Source, ...]) -> bool:
    return len(left) == len(right) and all(a is b for a, b in zip(left, right, strict=True))


def register(server: Server) -> None:
    """Answer pulls."""

    @server.connection.feature(types.TEXT_DOCUMENT_DIAGNOSTIC)
    def diagnostic(parameters: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
        path = path_of(parameters.text_document.uri)
        if path is None:
            return types.RelatedFullDocumentDiagnosticReport(items=[])
        return server.diagnostics.report(path, parameters.previous_result_id)
