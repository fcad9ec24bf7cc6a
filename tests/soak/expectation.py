"""What a fresh check of the same files and documents says, as the protocol would have it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from svelte_warden.engine.analysis import Analysis
from svelte_warden.engine.findings import Severity
from svelte_warden.lsp.conversion import PROBLEM
from svelte_warden.lsp.uris import path_of
from svelte_warden.text.source import Source, encode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from svelte_warden.engine.findings import Place
    from svelte_warden.project.problem import Problem
    from svelte_warden.text.source import Encoding

Said = dict[str, list[tuple[Any, ...]]]
_LEVELS = {Severity.ERROR: 1, Severity.WARNING: 2, Severity.INFO: 3, Severity.HINT: 4}
_ENCODING: Encoding = "utf-16"


def expected(root: str, documents: Mapping[str, str], settings: object) -> Said:
    """Return the findings and problems by path: code, severity, place, message and related places.

    Args:
        root: The folder of the workspace.
        documents: The texts of the open documents by path, which count instead of what lies on the disk.
        settings: The editor's, or None.
    """
    analysis = Analysis([root])
    analysis.configure(settings, root)  # type: ignore[arg-type]  # JSON of any shape
    for path, text in documents.items():
        analysis.open(path, Source(encode(text)))
    said: Said = {}
    for path in sorted({*analysis.files(), *documents}):
        if analysis.is_ignored(path):
            continue
        for finding in analysis.findings(path):
            related = tuple(
                (other.place.path, _range(analysis, other.place), other.message) for other in finding.related
            )
            item = (finding.rule, _LEVELS[finding.severity], _range(analysis, finding.place), finding.message, related)
            said.setdefault(path, []).append(item)
    for problem in analysis.problems():
        said.setdefault(problem.path, []).append(_problem(analysis, problem))
    return _in_order(said)


def received(reports: Iterable[tuple[str, list[dict[str, Any]]]]) -> Said:
    """Return what the server said, in the same form.

    Args:
        reports: URIs and diagnostics.
    """
    said: Said = {}
    for uri, items in reports:
        for item in items:
            related = tuple(
                (path_of(other["location"]["uri"]), _plain(other["location"]["range"]), other["message"])
                for other in item.get("relatedInformation", ())
            )
            place = _plain(item["range"])
            found = (item["code"], item["severity"], place, item["message"], related)
            said.setdefault(path_of(uri) or uri, []).append(found)
    return _in_order(said)


def _in_order(said: Said) -> Said:
    return {path: sorted(items, key=repr) for path, items in sorted(said.items())}


def _problem(analysis: Analysis, problem: Problem) -> tuple[Any, ...]:
    source = analysis.source(problem.path)
    place = (*source.position(problem.start, _ENCODING), *source.position(problem.end, _ENCODING))
    return (PROBLEM, 2, place, f"{problem.message}; {problem.cure}", ())


def _range(analysis: Analysis, place: Place) -> tuple[int, ...]:
    source = analysis.source(place.path)
    return (*source.position(place.start, _ENCODING), *source.position(place.end, _ENCODING))


def _plain(extent: dict[str, Any]) -> tuple[int, ...]:
    start, end = extent["start"], extent["end"]
    return (start["line"], start["character"], end["line"], end["character"])
