"""What the features share: the client, its settings, its documents, and the analysis of its folders."""

from __future__ import annotations

import logging
import os.path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from svelte_warden.engine.findings import in_order
from svelte_warden.engine.memo import Cancelled
from svelte_warden.lsp.carrying import carry
from svelte_warden.lsp.client import Client
from svelte_warden.lsp.configuration import Settings
from svelte_warden.lsp.documents import Documents
from svelte_warden.lsp.interruption import Interruption, after
from svelte_warden.lsp.uris import uri_of
from svelte_warden.text.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from svelte_warden.engine.analysis import Analysis
    from svelte_warden.engine.findings import Finding, Fix
    from svelte_warden.engine.outcome import FileOutcome
    from svelte_warden.engine.rule import Rule
    from svelte_warden.facts.file import FileFacts
    from svelte_warden.flow.program import Program
    from svelte_warden.lsp.documents import Document
    from svelte_warden.project.problem import Problem
    from svelte_warden.text.source import Encoding

log = logging.getLogger(__name__)
_Value = TypeVar("_Value")


MOMENT = 0.03  # seconds that an answer may wait for the rest of the workspace
_FIRST_MOMENT = 0.004  # that the first one for a document may, for which the workspace is often still to be read


class Checked(NamedTuple):
    """The findings in a file, and whether these are all."""

    findings: tuple[Finding, ...]
    complete: bool = True


class Session:
    """One editor and what it has open.

    The analysis is made when it is first needed, so that ``initialize`` is answered without it, and made anew when the
    folders change; the open documents are then laid over the disk again. A mistake in the analysis of one file is
    logged and costs the answer about that file only.
    """

    def __init__(self, make_analysis: Callable[[Sequence[str], Callable[[], bool]], Analysis]) -> None:
        self.interruption = Interruption()
        self.client = Client()
        self.encoding: Encoding = "utf-16"
        self.settings = Settings()
        self.documents = Documents()
        self.roots: tuple[str, ...] = ()
        self._make_analysis = make_analysis
        self._analysis: Analysis | None = None
        self._listed: frozenset[str] = frozenset()
        self._far: dict[str, tuple[tuple[Finding, ...], Source]] = {}
        self._slow: set[str] = set()
        self._told: set[tuple[str, ...]] = set()

    @property
    def analysis(self) -> Analysis:
        """The analysis of the present folders with the open documents."""
        if self._analysis is None:
            self._analysis = self._make_analysis(self.roots, self.interruption)
            self._analysis.configure(self.settings.analysis, self._base())
            for document in self.documents:
                self.opened(document)
        return self._analysis

    def restart(self) -> None:
        """Forget everything that was found out; the documents stay open."""
        self._analysis = None
        self._listed = frozenset()
        self._far.clear()
        self._slow.clear()
        self._told.clear()

    # --- changes ----------------------------------------------------------------------------------------------------

    def configure(self, settings: Settings) -> tuple[str, ...]:
        """Take over the user's settings and return what is wrong with them."""
        self.settings = settings
        nothing: tuple[Problem, ...] = ()
        problems = self._guarded("configuring", "", lambda a: a.configure(settings.analysis, self._base()), nothing)
        return tuple(f"{problem.message}; {problem.cure}" for problem in problems)

    def opened(self, document: Document) -> None:
        """Let a document count instead of the file on the disk."""
        if document.path is not None:
            self.analysis.open(document.path, document.source, document.version)

    def changed(self, document: Document) -> None:
        """Let a document's new text count."""
        if document.path is not None:
            self.analysis.edit(document.path, document.source, document.version)

    def closed(self, path: str) -> None:
        """Let the file on the disk count again."""
        self._far.pop(path, None)
        self._slow.discard(path)
        self.analysis.close(path)

    def changed_on_disk(self, paths: Iterable[str]) -> None:
        """Look anew at files that came, went or changed outside of the editor."""
        self.analysis.changed_on_disk(paths)

    def reset(self, path: str) -> None:
        """Let the text count again that the client has, or the disk, after another one was tried out."""
        document = self.documents.at(path)
        if document is not None:
            self.changed(document)
        else:
            self.analysis.close(path)

    def tidy(self) -> None:
        """Forget what was found out and is of no use any more; for when nothing is left to do."""
        if self._analysis is not None:
            self._analysis.tidy()

    # --- questions --------------------------------------------------------------------------------------------------

    def files(self) -> tuple[str, ...]:
        """All files of the workspace that can have findings."""
        nothing: tuple[str, ...] = ()
        files = self._guarded("listing the workspace", "", lambda analysis: analysis.files(), nothing)
        self._listed = frozenset(files)
        return files

    def check(self, path: str) -> Checked:
        """The findings in a file as far as they can be had in a moment.

        If some need more of the workspace than is known by then, those of the last time stand in for them, and it is
        not tried again before :meth:`finish` has succeeded.
        """
        if not self._is_wanted(path):
            return Checked(())
        # any answer takes this; the moment is for what comes after it
        self._guarded("checking", path, lambda analysis: analysis.follow(path), None)
        if path not in self._slow:
            try:
                with self.interruption.when(after(MOMENT if path in self._far else _FIRST_MOMENT)):
                    return self.finish(path)
            except Cancelled:
                self._slow.add(path)
        return Checked(in_order((*self._near(path), *self._carried(path))), complete=False)

    def finish(self, path: str) -> Checked:
        """All findings in a file, as the user's settings want them.

        Raises:
            Cancelled: The present condition of ``interruption`` came true.
        """
        if not self._is_wanted(path):
            return Checked(())
        nothing: tuple[Finding, ...] = ()
        findings = self._guarded("checking", path, lambda analysis: self._found(analysis.outcome(path)), nothing)
        if self.documents.at(path) is not None:
            near = frozenset(self._near(path))
            self._far[path] = (tuple(finding for finding in findings if finding not in near), self.source(path))
        self._slow.discard(path)
        return Checked(findings)

    def _near(self, path: str) -> tuple[Finding, ...]:
        nothing: tuple[Finding, ...] = ()
        return self._guarded("checking", path, lambda analysis: self._found(analysis.near_outcome(path)), nothing)

    def _found(self, outcome: FileOutcome) -> tuple[Finding, ...]:
        for crash in outcome.crashes:
            self._tell_once(
                (crash.path, str(crash.rule), crash.error),
                f"{crash.rule or 'the analysis'} failed in {self.relative(crash.path)}, the rest was checked",
                crash.traceback,
            )
        return outcome.findings

    def _carried(self, path: str) -> tuple[Finding, ...]:
        findings, text = self._far.get(path, ((), Source(b"")))
        return carry(findings, text.data, self.source(path).data) if findings else ()

    def _is_wanted(self, path: str) -> bool:
        """Whether a file is open, or belongs to the workspace as far as that has been listed, and is not ignored."""
        if not self.settings.enable:
            return False
        if self._guarded("checking", path, lambda analysis: analysis.is_ignored(path), otherwise=False):
            return False
        if self.documents.at(path) is not None:
            return True
        return any(path.startswith(f"{root}/") for root in self.roots) and (not self._listed or path in self._listed)

    def facts(self, path: str) -> FileFacts | None:
        """What a file says; None if it cannot be read or is no script or component."""
        return self._guarded("reading", path, lambda analysis: analysis.facts(path), None)

    def source(self, path: str) -> Source:
        """The text of a file as the analysis sees it; empty if it cannot be read."""
        document = self.documents.at(path)
        if document is not None:
            return document.source
        return self._guarded("reading", path, lambda analysis: analysis.source(path), Source(b""))

    def is_file(self, path: str) -> bool:
        """Whether there is such a file, on the disk or open."""
        return self.documents.at(path) is not None or self.analysis.workspace.is_file(path)

    def fixes(self, finding: Finding) -> tuple[Fix, ...]:
        """What can be done about a finding of the present text, the best first; found only now."""
        nothing: tuple[Fix, ...] = ()
        return self._guarded("fixing", finding.place.path, lambda analysis: analysis.fixes(finding), nothing)

    def may_fix(self, finding: Finding) -> bool:
        """Whether it is worth asking for the fixes of a finding."""
        rule = self.rule(finding.rule)
        return bool(finding.fixes) or (rule is not None and rule.fixes is not None)

    def query(self, function: Callable[[Program, str], _Value], path: str) -> _Value | None:
        """What the analysis derives about a file."""
        return self._guarded("explaining", path, lambda analysis: analysis.query(function, path), None)

    def ask(self, path: str, question: Callable[[Program], _Value]) -> _Value | None:
        """What the analysis answers to a question about a place in a file; None if it fails."""
        return self._guarded("explaining", path, question, None)

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with configurations and with files that could not be read."""
        nothing: tuple[Problem, ...] = ()
        return self._guarded("listing problems", "", lambda analysis: analysis.problems(), nothing)

    def rule(self, name: str) -> Rule | None:
        """The installed rule of that name."""
        return self.analysis.registry.get(name)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All installed rules, by family and name."""
        return self.analysis.registry.rules

    def page_address(self, name: str) -> str | None:
        """The address of the page of a rule."""
        rule = self.rule(name)
        return rule.url if rule else None

    def link(self, path: str, offset: int, seen_from: str) -> str:
        """A place as a link (or plain text) that a person reads beside another file; lines count from 1."""
        line = self.source(path).position(offset, "utf-8")[0] + 1
        text = f"line {line}" if path == seen_from else f"{self.relative(path)}:{line}"
        return f"[{text}]({self.uri(path)}#L{line})" if self.client.markdown_hover else text

    def uri(self, path: str) -> str:
        """The URI of a file, spelled as the client does if it has it open."""
        document = self.documents.at(path)
        return document.uri if document is not None else uri_of(path)

    def relative(self, path: str) -> str:
        """A path as people write it, relative to the folder of the workspace that holds it."""
        for root in self.roots:
            if path.startswith(root + "/"):
                return path[len(root) + 1 :]
        return path

    # --- inside -----------------------------------------------------------------------------------------------------

    def _base(self) -> str:
        """The folder to which patterns in the settings are relative: the one of the workspace, or above them all."""
        return os.path.commonpath(self.roots).replace("\\", "/").rstrip("/") if self.roots else ""

    def _guarded(self, doing: str, path: str, ask: Callable[[Analysis], _Value], otherwise: _Value) -> _Value:
        try:
            return ask(self.analysis)
        except Exception as error:  # a mistake of ours must not end the server
            kind = (doing, path, type(error).__name__)
            if kind not in self._told:
                self._told.add(kind)
                log.error("%s %s failed", doing, self.relative(path), exc_info=error)  # noqa: TRY400  told only once
            return otherwise

    def _tell_once(self, kind: tuple[str, ...], text: str, details: str) -> None:
        """Log a mistake once; it may come back with every keystroke."""
        if kind not in self._told:
            self._told.add(kind)
            log.error("%s", text)
            log.debug("%s", details)
