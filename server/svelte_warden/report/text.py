"""Findings for people, with code frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.engine.findings import Severity
from svelte_warden.report.frame import code_frame
from svelte_warden.report.terminal import Palette, printable

if TYPE_CHECKING:
    from svelte_warden.engine.findings import Finding
    from svelte_warden.engine.outcome import Crash
    from svelte_warden.project.problem import Problem
    from svelte_warden.report.results import Results

_PLAIN = Palette()
_UNDERLINES = {
    Severity.ERROR: ("bold", "red"),
    Severity.WARNING: ("bold", "yellow"),
    Severity.INFO: ("bold", "blue"),
    Severity.HINT: ("bold", "cyan"),
}


def render(results: Results, palette: Palette = _PLAIN) -> str:
    """Return the findings, each with its frame, what was fixed, and a summary line."""
    return render_findings(results, palette) + repairs(results, palette) + summary(results, palette)


def render_findings(results: Results, palette: Palette = _PLAIN) -> str:
    """Return the findings, each with its frame and an empty line behind it."""
    return "".join(f"{_finding(results, finding, palette)}\n" for finding in results.findings)


def summary(results: Results, palette: Palette = _PLAIN) -> str:
    """Return one line that counts."""
    counts = [
        palette.severity(severity, _counted(results.count(severity), noun))
        for severity, noun in zip(Severity, ("error", "warning", "info", "hint"), strict=True)
        if results.count(severity)
    ]
    found = ", ".join(counts) or palette.paint("no findings", "green")
    looked = f"{_counted(results.files, 'file')} of {_counted(results.projects, 'project')}"
    text = f"{found} in {looked}, {results.seconds:.2f} s"
    if results.suppressed:
        text += f" ({results.suppressed} suppressed)"
    if results.findings:
        rule = min(results.findings, key=lambda finding: finding.severity.rank).rule
        text += palette.paint(f"\nWhat a rule means: svelte-warden explain {rule}", "dim")
    return f"{text}\n"


def repairs(results: Results, palette: Palette = _PLAIN, *, done: bool = True) -> str:
    """Return what was fixed, or would be if it is not ``done``, and why other fixes were not applied."""
    repaired = results.repaired
    if repaired is None:
        return ""
    verb = "fixed" if done else "would fix"
    lines = [f"{verb} {_counted(repaired.fixed, 'finding')} in {_counted(len(repaired.files), 'file')}"]
    if not repaired.fixed:
        lines = [f"{'fixed nothing' if done else 'would fix nothing'}"]
    for finding, reason in repaired.refused:
        where = _where(results, finding.place.path, finding.place.start)
        lines.append(f"{palette.paint('not fixed', 'yellow')}: {where}: [{finding.rule}] {printable(reason)}")
    if repaired.unsafe:
        more = _counted(repaired.unsafe, "more finding")
        lines.append(f"{more} can be fixed with --unsafe; look at what it changes")
    return "".join(f"{line}\n" for line in lines)


def render_problems(results: Results, palette: Palette = _PLAIN) -> str:
    """Return what is wrong with files and configurations, and our own crashes, for standard error."""
    return "".join(_problem(results, problem, palette) for problem in results.problems) + "".join(
        _crash(results, crash, palette) for crash in results.crashes
    )


def _finding(results: Results, finding: Finding, palette: Palette) -> str:
    style = _UNDERLINES[finding.severity]
    title = palette.severity(finding.severity, f"{finding.severity.value}[{finding.rule}]")
    place = results.place(finding.place)
    where = _where(results, finding.place.path, finding.place.start)
    text = f"{title}: {palette.paint(printable(finding.message), 'bold')}\n  {palette.paint('-->', 'dim')} {where}\n"
    text += code_frame(results.source(finding.place.path), place, palette, style, indent="  ")
    for number, related in enumerate(finding.related, 1):
        where = _where(results, related.place.path, related.place.start)
        text += f"  {number}. {where}: {printable(related.message)}\n"
        related_place = results.place(related.place)
        text += code_frame(results.source(related.place.path), related_place, palette, ("dim",), indent="     ")
    for fix in finding.fixes:
        text += f"  {palette.paint('fix', 'green')} ({fix.safety}): {printable(fix.title)}\n"
    return text


def _where(results: Results, path: str, offset: int) -> str:
    start = results.range(path, offset, offset).start
    return f"{printable(results.relative(path))}:{start.line}:{start.column}"


def _problem(results: Results, problem: Problem, palette: Palette) -> str:
    has_place = 0 < problem.end <= len(results.source(problem.path).data)  # else it could not be read
    where = _where(results, problem.path, problem.start) if has_place else printable(results.relative(problem.path))
    message = f"{printable(problem.message)}; {printable(problem.cure)}"
    return f"{palette.paint('problem', 'bold', 'yellow')}: {where}: {message}\n"


def _crash(results: Results, crash: Crash, palette: Palette) -> str:
    who = f"the rule {crash.rule}" if crash.rule else "the analysis"
    title = palette.paint("internal error", "bold", "red")
    where = printable(results.relative(crash.path))
    cure = "please report it with what follows"
    if crash.rule:
        cure += f'; until it is corrected, "rules": {{"{crash.rule}": "off"}} in svelte-warden.json passes it over'
    trace = "".join(f"  {printable(line)}\n" for line in crash.traceback.splitlines())
    return f"{title}: {where}: {who} crashed: {printable(crash.error)}; {cure}\n{palette.paint(trace, 'dim')}"


def _counted(number: int, noun: str) -> str:
    plural = noun if noun == "info" else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"
