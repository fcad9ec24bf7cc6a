"""The queries from a file's bytes to its findings, one function each; the memo keeps their answers.

source ──── facts ─────────────────── analyse ── near_run, far_run ── outcome
structure ─ resolve, project, role ──────┘               │
source ──── config_at ──────────── settings_of ──────────┘
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.engine.config import CONFIG_FILE, Config, parse_config
from svelte_warden.engine.findings import in_order
from svelte_warden.engine.outcome import FileOutcome
from svelte_warden.engine.rule import RuleContext
from svelte_warden.engine.running import RulesRun, crash, run_rules
from svelte_warden.engine.settings import FileSettings
from svelte_warden.engine.suppress import CommentedFile, suppress
from svelte_warden.engine.suppression_rule import UNUSED_SUPPRESSION
from svelte_warden.facts.file import facts_of
from svelte_warden.flow.analyse import analyse
from svelte_warden.project.problem import Problem
from svelte_warden.text.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable

    from svelte_warden.engine.analysis import Analysis
    from svelte_warden.engine.findings import Finding, Fix
    from svelte_warden.engine.rule import Rule
    from svelte_warden.facts.file import FileFacts
    from svelte_warden.facts.model import Suppression
    from svelte_warden.project.project import Project
    from svelte_warden.project.resolution import Resolution
    from svelte_warden.project.roles import Role
    from svelte_warden.project.routes import RouteTree
    from svelte_warden.project.shared_packages import SharedPackage


_DEFAULTS: Final = FileSettings()


# --- inputs: what Analysis invalidates ------------------------------------------------------------------------------


def source(analysis: Analysis, path: str) -> Source | None:
    """Read a file; ``None`` if there is none, or if it cannot be read (then the workspace keeps the reason)."""
    if not analysis.workspace.is_file(path):
        return None
    data = analysis.workspace.read(path)
    if isinstance(data, Problem):
        return None
    document = analysis.documents.get(path)
    return document.source if document is not None else Source(data)


def structure(analysis: Analysis, _key: None) -> int:
    """Number the state of folders and configurations: the set of files and how they find each other."""
    return analysis.structure


# --- what one file is -----------------------------------------------------------------------------------------------


def facts(analysis: Analysis, path: str) -> FileFacts | None:
    """Read what a file says."""
    text = analysis.memo.query(source, path)
    if text is None:
        return None
    document = analysis.documents.get(path)
    if document is not None:
        return document.facts(path)
    return facts_of(path, text.data).facts


def resolve(analysis: Analysis, key: tuple[str, str]) -> Resolution:
    """Find what an import leads to."""
    analysis.memo.query(structure, None)
    return analysis.workspace.resolve(*key)


def project(analysis: Analysis, path: str) -> Project:
    """Find the project of a file."""
    analysis.memo.query(structure, None)
    return analysis.workspace.project(path)


def role(analysis: Analysis, path: str) -> Role:
    """Find what a file is for."""
    analysis.memo.query(structure, None)
    return analysis.workspace.role(path)


def routes(analysis: Analysis, root: str) -> RouteTree:
    """Find the routes of the project at ``root``."""
    analysis.memo.query(structure, None)
    return analysis.workspace.routes(analysis.workspace.project(f"{root}/package.json"))


def comments(analysis: Analysis, path: str) -> tuple[Suppression, ...] | None:
    """Return the comments of a file that silence rules; ``None`` if it says nothing at all."""
    said = analysis.facts(path)
    return None if said is None else said.suppressions


# --- configuration --------------------------------------------------------------------------------------------------


def editor_settings(analysis: Analysis, _key: None) -> Config | None:
    """Return what the editor set over all files; an input."""
    return analysis.editor_settings


def config_file(analysis: Analysis, path: str) -> Config | None:
    """Read one configuration file; ``None`` if it is a package.json that has none."""
    text = analysis.memo.query(source, path)
    config = parse_config(path, text.data, analysis.registry) if text is not None else None
    analysis.config_problems[path] = config.problems if config is not None else ()
    return config


def config_at(analysis: Analysis, directory: str) -> Config | None:
    """Find the nearest configuration from a folder upwards."""
    analysis.memo.query(structure, None)
    for name in (CONFIG_FILE, "package.json"):
        path = f"{directory}/{name}"
        if analysis.workspace.is_file(path):
            config = analysis.memo.query(config_file, path)
            if config is not None:
                return config
    return analysis.memo.query(config_at, directory.rpartition("/")[0]) if directory else None


def settings_of(analysis: Analysis, path: str) -> FileSettings:
    """Return what the configuration says about a file."""
    over = analysis.memo.query(editor_settings, None)
    config = analysis.memo.query(config_at, path.rpartition("/")[0])
    if config is None and over is None:
        return _DEFAULTS
    return (config or Config("")).settings(path, analysis.registry, over)


def shared_packages_of(analysis: Analysis, directory: str) -> tuple[tuple[str, SharedPackage], ...]:
    """Return the packages that the configuration of a folder adds to the table."""
    over = analysis.memo.query(editor_settings, None)
    config = analysis.memo.query(config_at, directory)
    return tuple(package for layer in (config, over) if layer is not None for package in layer.shared_packages)


def entry_points_at(analysis: Analysis, directory: str) -> tuple[str, ...]:
    """Return the entry points that the configuration of a folder and the editor name."""
    over = analysis.memo.query(editor_settings, None)
    config = analysis.memo.query(config_at, directory)
    return tuple(point for layer in (config, over) if layer is not None for point in layer.absolute_entry_points)


def checked_files(analysis: Analysis, _key: None) -> tuple[str, ...]:
    """List the files below the roots that are checked, sorted."""
    analysis.memo.query(structure, None)
    return tuple(path for path in sorted(analysis.workspace.files()) if not is_ignored(analysis, path))


def is_ignored(analysis: Analysis, path: str) -> bool:
    """Whether a configuration, or the editor, says that a file is not to be checked."""
    config = analysis.memo.query(config_at, path.rpartition("/")[0])
    over = analysis.memo.query(editor_settings, None)
    return any(layer is not None and layer.ignores(path) for layer in (config, over))


# --- findings -------------------------------------------------------------------------------------------------------


def near_run(analysis: Analysis, path: str) -> RulesRun:
    """Run the rules that need only a file and what it imports and renders."""
    return _run(analysis, path, _active_rules(analysis, path, far=False))


def far_run(analysis: Analysis, path: str) -> RulesRun:
    """Run the rules that need the whole workspace."""
    return _run(analysis, path, _active_rules(analysis, path, far=True))


def _active_rules(analysis: Analysis, path: str, *, far: bool | None = None) -> tuple[Rule, ...]:
    """Return the rules that run on a file: only those that need the whole workspace, only the others, or all."""
    settings = analysis.memo.query(settings_of, path)
    rules = analysis.selected_rules if far is None else analysis.rules_for(analysis.role(path), far=far)
    return tuple(rule for rule in rules if settings.is_on(rule.name)) if settings.severities else rules


def _run(analysis: Analysis, path: str, rules: tuple[Rule, ...]) -> RulesRun:
    if not rules:
        return RulesRun()
    try:
        flow = analysis.query(analyse, path)
    except Exception as error:  # noqa: BLE001 - one file that we cannot follow must not end the check
        return RulesRun((), (crash(path, None, error),))
    return run_rules(rules, analysis, path, flow)


def fixes(analysis: Analysis, finding: Finding) -> tuple[Fix, ...]:
    """Ask the rule of a finding what can be done about it."""
    rule = analysis.registry.get(finding.rule)
    if rule is None or rule.fixes is None:
        return finding.fixes
    path = finding.place.path
    return tuple(rule.fixes(RuleContext(rule, path, analysis.query(analyse, path), analysis), finding))


def outcome(analysis: Analysis, path: str) -> FileOutcome:
    """Apply configuration and comments to what the rules found."""
    return _outcome(analysis, path, (near_run, far_run), about_comments=analysis.runs(UNUSED_SUPPRESSION))


def near_outcome(analysis: Analysis, path: str) -> FileOutcome:
    """Do so without the rules that need the whole workspace; nobody can say yet what a comment silences in the end."""
    return _outcome(analysis, path, (near_run,), about_comments=False)


def _outcome(
    analysis: Analysis, path: str, runs: tuple[Callable[[Analysis, str], RulesRun], ...], *, about_comments: bool
) -> FileOutcome:
    silenced = analysis.memo.query(comments, path)
    if silenced is None:
        return FileOutcome(path)
    done = [analysis.memo.query(run, path) for run in runs]
    crashes = tuple(dict.fromkeys(crash for run in done for crash in run.crashes))
    if not silenced and not any(run.findings for run in done):
        return FileOutcome(path, crashes=crashes)
    text = analysis.source(path)
    crashed = {crash.rule for crash in crashes}
    active = (
        frozenset() if None in crashed else frozenset(rule.name for rule in _active_rules(analysis, path)) - crashed
    )
    findings = in_order(finding for run in done for finding in run.findings)
    result = suppress(CommentedFile(path, text, silenced), findings, analysis.registry, active)
    settings = analysis.memo.query(settings_of, path)
    return FileOutcome(
        path,
        settings.apply(in_order((*result.kept, *(result.about_comments if about_comments else ())))),
        settings.apply(result.silenced),
        crashes,
    )
