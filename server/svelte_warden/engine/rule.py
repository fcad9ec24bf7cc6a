"""What a rule is: a name, a severity, a check over the flow of one file, and a page that explains it."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from svelte_warden.engine.findings import Finding, Fix, Place, Related, RuleDescription, Severity
from svelte_warden.facts.immutable import immutable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from importlib.abc import Traversable

    from svelte_warden.flow.analyse import FileFlow
    from svelte_warden.flow.program import Program
    from svelte_warden.project.roles import Role


@immutable
class Rule:
    """A pattern that is worth telling the user.

    ``check`` is a pure function of its context: it must not keep anything between calls. Severities of its findings
    may differ from ``severity``, which is the default; the user's configuration goes over both. Every finding lies in
    the file that was asked about; places in other files are related ones.
    """

    name: str
    """Lower case with hyphens, reads as "allow …" and names the pattern: ``context-outside-init``."""
    family: str
    """The group of rules it belongs to: ``context-timing``."""
    severity: Severity
    summary: str
    """One sentence for lists, without a full stop."""
    check: Callable[[RuleContext], Iterable[Finding]]
    fixes: Callable[[RuleContext, Finding], Iterable[Fix]] | None = None
    """What can be done about a finding of the rule, the best first: asked only when somebody wants to know.

    A pure function like ``check``. Its finding may have another severity than ``check`` gave it, all else is the same.
    """
    whole_workspace: bool | frozenset[Role] = False
    """Whether it needs files that the one at hand neither imports nor renders; or the roles of files for which it does.

    An editor shows its findings a moment after the others.
    """
    applies: Callable[[Program, str, FileFlow], bool] | None = None
    """Whether there is anything in a file, of this path and flow, that the rule could be about; always if not given.

    It should be cheap. Rules of which one stands next to another and that share theirs have it called once.
    """

    def waits_for_workspace(self, role: Role) -> bool:
        """Whether it needs the whole workspace for a file of this role."""
        return self.whole_workspace if isinstance(self.whole_workspace, bool) else role in self.whole_workspace

    @property
    def page(self) -> str:
        """The rule's page in Markdown: ``context_outside_init.md`` in the package that defines ``check``.

        Raises:
            FileNotFoundError: the package ships no such page.
        """
        file = self._page_file()
        if file is None or not file.is_file():
            message = f"the rule {self.name} has no page"
            raise FileNotFoundError(message)
        return file.read_text(encoding="utf-8")

    @property
    def url(self) -> str | None:
        """The address of the page, a ``file:`` one where it was installed; ``None`` if there is no such file."""
        file = self._page_file()
        return file.as_uri() if isinstance(file, Path) and file.is_file() else None

    def describe(self) -> RuleDescription:
        """Return what a report says about it."""
        try:
            page = self.page
        except OSError:
            page = None
        return RuleDescription(self.name, self.family, self.severity, self.summary, self.url, page)

    def _page_file(self) -> Traversable | None:
        package = self.check.__module__.rpartition(".")[0]
        if not package:  # a module by itself has no place for other files
            return None
        return resources.files(package).joinpath(self.name.replace("-", "_") + ".md")


@immutable
class RuleContext:
    """What a rule sees of one file: never a syntax tree, the disk or another rule."""

    rule: Rule
    path: str
    flow: FileFlow
    program: Program

    def finding(
        self,
        start: int,
        end: int,
        message: str,
        *,
        severity: Severity | None = None,
        related: Iterable[Related] = (),
    ) -> Finding:
        """Make a finding of this rule at bytes ``start`` to ``end`` (exclusive) of the file."""
        return Finding(
            rule=self.rule.name,
            family=self.rule.family,
            severity=severity or self.rule.severity,
            place=Place(self.path, start, end),
            message=message,
            related=tuple(related),
        )
