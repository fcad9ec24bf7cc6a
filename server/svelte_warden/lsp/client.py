"""What the editor at the other end can do.

Read from the plain JSON of ``initialize`` and not through typed structures: building those for VS Code's capabilities
alone takes longer than everything else at start-up, and a field of an unexpected shape must never cost the session.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Client:
    """The abilities that change an answer; what a client does not mention it cannot do."""

    name: str = "unknown"
    version: str = ""
    encodings: tuple[str, ...] = ()
    pulls_diagnostics: bool = False
    refreshes_diagnostics: bool = False
    related_information: bool = False
    code_descriptions: bool = False
    diagnostic_data: bool = False
    diagnostic_versions: bool = False
    diagnostic_tags: frozenset[int] = frozenset()
    markdown_hover: bool = False
    code_action_literals: bool = False
    resolves_code_action_edits: bool = False
    preferred_code_actions: bool = False
    disabled_code_actions: bool = False
    creates_files: bool = False
    versioned_edits: bool = False
    asks_for_configuration: bool = False
    registers_configuration: bool = False
    registers_watched_files: bool = False
    relative_watch_patterns: bool = False
    work_done_progress: bool = False
    refreshes_lenses: bool = False
    refreshes_hints: bool = False
    shows_documents: bool = False

    @property
    def pull_mode(self) -> bool:
        """Whether diagnostics are pulled rather than pushed.

        A client that pulls but cannot be told to pull again would keep stale answers in a file whose neighbour
        changed, so it is pushed to.
        """
        return self.pulls_diagnostics and self.refreshes_diagnostics


def read_client(parameters: Mapping[str, object]) -> Client:
    """Read the parameters of ``initialize``; anything malformed counts as absent."""
    name = _at(parameters, "clientInfo", "name")
    version = _at(parameters, "clientInfo", "version")
    return Client(
        name=name if isinstance(name, str) else "unknown",
        version=version if isinstance(version, str) else "",
        encodings=_strings(parameters, "general", "positionEncodings"),
        pulls_diagnostics=isinstance(_capability(parameters, "textDocument", "diagnostic"), dict),
        refreshes_diagnostics=_flag(parameters, "workspace", "diagnostics", "refreshSupport"),
        related_information=_flag(parameters, *_PUBLISH, "relatedInformation")
        or _flag(parameters, *_PULL, "relatedInformation"),
        code_descriptions=_flag(parameters, *_PUBLISH, "codeDescriptionSupport")
        or _flag(parameters, *_PULL, "codeDescriptionSupport"),
        diagnostic_data=_flag(parameters, *_PUBLISH, "dataSupport") or _flag(parameters, *_PULL, "dataSupport"),
        diagnostic_versions=_flag(parameters, *_PUBLISH, "versionSupport"),
        diagnostic_tags=_integers(parameters, *_PUBLISH, "tagSupport", "valueSet")
        | _integers(parameters, *_PULL, "tagSupport", "valueSet"),
        markdown_hover=_strings(parameters, "textDocument", "hover", "contentFormat")[:1] == ("markdown",),
        code_action_literals=isinstance(_capability(parameters, *_ACTION, "codeActionLiteralSupport"), dict),
        resolves_code_action_edits="edit" in _strings(parameters, *_ACTION, "resolveSupport", "properties")
        and _flag(parameters, *_ACTION, "dataSupport"),
        preferred_code_actions=_flag(parameters, *_ACTION, "isPreferredSupport"),
        disabled_code_actions=_flag(parameters, *_ACTION, "disabledSupport"),
        creates_files="create" in _strings(parameters, "workspace", "workspaceEdit", "resourceOperations"),
        versioned_edits=_flag(parameters, "workspace", "workspaceEdit", "documentChanges"),
        asks_for_configuration=_flag(parameters, "workspace", "configuration"),
        registers_configuration=_flag(parameters, "workspace", "didChangeConfiguration", "dynamicRegistration"),
        registers_watched_files=_flag(parameters, "workspace", "didChangeWatchedFiles", "dynamicRegistration"),
        relative_watch_patterns=_flag(parameters, "workspace", "didChangeWatchedFiles", "relativePatternSupport"),
        work_done_progress=_flag(parameters, "window", "workDoneProgress"),
        refreshes_lenses=_flag(parameters, "workspace", "codeLens", "refreshSupport"),
        refreshes_hints=_flag(parameters, "workspace", "inlayHint", "refreshSupport"),
        shows_documents=_flag(parameters, "window", "showDocument", "support"),
    )


_PUBLISH = ("textDocument", "publishDiagnostics")
_PULL = ("textDocument", "diagnostic")
_ACTION = ("textDocument", "codeAction")


def _at(value: object, *keys: str) -> object:
    for key in keys:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def _capability(parameters: Mapping[str, object], *keys: str) -> object:
    return _at(parameters, "capabilities", *keys)


def _flag(parameters: Mapping[str, object], *keys: str) -> bool:
    return _capability(parameters, *keys) is True


def _strings(parameters: Mapping[str, object], *keys: str) -> tuple[str, ...]:
    value = _capability(parameters, *keys)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def _integers(parameters: Mapping[str, object], *keys: str) -> frozenset[int]:
    value = _capability(parameters, *keys)
    return frozenset(item for item in value if isinstance(item, int)) if isinstance(value, list) else frozenset()
