"""Writing only in the browser: behind ``browser``, or in what only the browser runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.engine.editing.style import ended, indent_at
from svelte_warden.engine.editing.versions import environment_module
from svelte_warden.facts import model
from svelte_warden.flow.analyse import analyse
from svelte_warden.flow.interpreter.legacy import uses_no_runes
from svelte_warden.flow.moments import Phase
from svelte_warden.flow.names import free_names, within_function

if TYPE_CHECKING:
    from svelte_warden.engine.editing.draft import FileDraft
    from svelte_warden.engine.editing.scripts import Script
    from svelte_warden.engine.editing.site import Site
    from svelte_warden.engine.findings import Fix, Safety
    from svelte_warden_rules.shared_state.fixes.case import Case

_RUNES: Final = 5
_AFTER_RENDERING: Final = frozenset(("timer", "teardown"))
"""What runs on the server only when the page has been rendered: nobody who is served now sees what it writes."""
_LOOSER_THAN_AND: Final = (
    model.Conditional, model.Assignment, model.Sequence, model.Yield, model.Function, model.Spread,
)  # fmt: skip


def guard(case: Case) -> Fix | None:
    """Put the write behind ``browser``."""
    site = case.site
    if site is None or not case.write.also_in_browser or _does_more(case, site.way[-1]):
        return None
    if case.write.kind == "instance" and case.write.moment.phase is Phase.REQUEST:
        return None  # what a load sets up, the rendering that follows needs
    draft = case.draft()
    file = draft.file(case.path)
    script: Script = "module" if site.script == "module" else "instance"
    browser = file.import_name(environment_module(case.project), "browser", script=script, around=site.local_names)
    if not _guarded(site, file, browser):
        return None
    return draft.fix(f"Write it only in the browser, behind `{browser}`", _safety(case))


def _does_more(case: Case, node: model.Node) -> bool:
    """Whether something uses a context or registers a callback, which the server needs or which cannot come later."""
    site = case.site
    start, end = site.span(node) if site is not None else (0, 0)
    calls = case.program.query(analyse, case.path).timed_calls
    return any(start <= call.place.start and call.place.end <= end for call in calls if call.place != call.call)


def _safety(case: Case) -> Safety:
    is_late = case.write.moment.phase is Phase.LATER and case.write.moment.cause in _AFTER_RENDERING
    return "safe" if is_late and not case.project.async_mode and not case.other_writes_on_server() else "unsafe"


def _guarded(site: Site, file: FileDraft, browser: str) -> bool:
    """Add the guard; false where there is no good place for one."""
    expression, statement, holder = site.way[-1], _above(site, 1), _above(site, 2)
    start, end = site.span(expression)
    if isinstance(statement, model.Return) and not site.text(statement).startswith("return"):
        opening, closing = ("(", ")") if isinstance(expression, _LOOSER_THAN_AND) else ("", "")
        file.replace(start, start, f"{browser} && {opening}")
        if closing:
            file.replace(end, end, closing)
        return True
    is_tag = site.script == "markup" and holder is None
    if not isinstance(statement, model.ExpressionStatement) or is_tag:
        return False
    if isinstance(holder, model.If) and holder.consequent == (statement,) and not holder.alternate:
        _guard_test(site, holder, file, browser)
        return True
    start, closed = site.span(statement)
    end = closed if site.text(statement).endswith(";") else end  # without one, a comment may belong to it
    has_else = isinstance(holder, model.If) and holder.consequent == (statement,) and site.is_bare_body(statement)
    file.replace(start, start, f"{{ if ({browser}) " if has_else else f"if ({browser}) ")
    if has_else:
        file.replace(end, end, " }")
    return True


def _above(site: Site, levels: int) -> model.Node | None:
    """Return the node around the expression, that many levels up."""
    return site.way[-1 - levels] if len(site.way) > levels else None


def _guard_test(site: Site, holder: model.If, file: FileDraft, browser: str) -> None:
    start, end = site.span(holder.test)
    is_looser = isinstance(holder.test, _LOOSER_THAN_AND) or (
        isinstance(holder.test, model.Logical) and holder.test.operator != "&&"
    )
    file.replace(start, start, f"{browser} && " + ("(" if is_looser else ""))
    if is_looser:
        file.replace(end, end, ")")


def move_to_browser(case: Case) -> Fix | None:
    """Move the statement into an effect or ``onMount``."""
    site = case.site
    if site is None or site.script != "instance" or not isinstance(site.way[0], model.ExpressionStatement):
        return None
    statement = site.way[0]
    moment = case.write.moment
    is_direct = site.way[1] is site.way[-1]
    if not (moment.phase is Phase.INIT and is_direct) and moment.cause != "timer":
        return None
    if any(isinstance(node, model.Await) for node in within_function(statement)) or _does_more(case, statement):
        return None
    draft = case.draft()
    file = draft.file(case.path)
    as_effect = moment.phase is Phase.INIT and _has_runes(case) and not _reads_what_it_writes(case, statement)
    wrapper = "$effect" if as_effect else file.import_name("svelte", "onMount")
    start, end = site.span(statement)
    file.replace(start, end, _wrapped(file, site, wrapper))
    is_safe = moment.cause == "timer" and not case.project.async_mode and not case.other_writes_on_server()
    title = "Write it in an effect" if as_effect else "Start it in onMount" if is_safe else "Write it in onMount"
    return draft.fix(f"{title}, which only the browser runs", "safe" if is_safe else "unsafe")


def _has_runes(case: Case) -> bool:
    facts = case.outline.facts
    return (
        facts is not None and not uses_no_runes(facts, case.project.runes) and min(case.project.svelte_majors) >= _RUNES
    )


def _reads_what_it_writes(case: Case, statement: model.Statement) -> bool:
    """Whether an effect could run again because of what it writes itself."""
    write = case.write
    if write.how != "=" and not (write.kind == "store" and write.how == "set"):
        return True
    target = statement.expression if isinstance(statement, model.ExpressionStatement) else None
    if isinstance(target, model.Assignment):
        return bool(free_names(target.target) & free_names(target.value))
    return write.write != write.place


def _wrapped(file: FileDraft, site: Site, wrapper: str) -> str:
    style = file.outline.style
    outer = indent_at(file.outline.data, site.span(site.way[0])[0])
    inner = outer + style.indent
    text = ended(site.text(site.way[0]), style)
    if "`" not in text:
        first, *further = text.split("\n")
        text = "\n".join([first, *(style.indent + line if line.strip() else line for line in further)])
    return ended(f"{wrapper}(() => {{{style.newline}{inner}{text}{style.newline}{outer}}})", style)
