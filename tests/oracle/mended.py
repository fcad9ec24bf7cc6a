"""What the fixes make of an example: one version for each fix that the checker offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.oracle.cases import Case, case, cases
from tests.rules.findings import analyse
from tests.rules.fixes import apply_all
from tests.rules.project import project_files
from tests.rules.run import Projects

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.oracle.cases import Subject


def mended(subject: Subject, folder: Path) -> Iterator[Case]:
    """Yield the versions of an example that its fixes make, but for those that its page shows too.

    A fix is applied wherever it is offered; then come the first fixes of what is left. A version that still has an
    error is left out: some of it has to be mended by hand.

    Args:
        subject: The example and what it is made with.
        folder: An empty folder, where the example is analysed.
    """
    example, projects = subject.example, Projects(folder, analyse)
    files = project_files(example.files, subject.written_for, asynchronous=example.settings.asynchronous)
    shown = [version.files for version in cases(subject)]
    offered = [fix.title for finding in projects.findings(files) for fix in finding.fixes if fix.edits]
    for title in dict.fromkeys(offered):
        after = apply_all(files, title, projects.findings)
        if any(fix.edits for finding in projects.findings(after) for fix in finding.fixes):
            after = apply_all(after, "", projects.findings)
        if any(finding.severity == "error" for finding in projects.findings(after)):
            continue
        own = {path: text for path, text in after.items() if path in _own(subject) or files.get(path) != text}
        version = case(subject, f"fix: {title}", own, good=True)
        if version.files not in shown:
            yield version


def _own(subject: Subject) -> set[str]:
    return {file.path for file in subject.example.files}
