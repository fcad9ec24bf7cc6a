"""The role of a file: why it runs at all, and on which side, as its name and place tell."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

from svelte_warden.project.route_files import parse_route_file

if TYPE_CHECKING:
    from svelte_warden.project.project import Project


class Role(str, Enum):
    """What a file is for."""

    PAGE = "page"  # +page.svelte
    LAYOUT = "layout"  # +layout.svelte
    ERROR_PAGE = "error page"  # +error.svelte
    COMPONENT = "component"
    UNIVERSAL_LOAD = "universal load"  # +page.ts, +layout.ts
    SERVER_LOAD = "server load"  # +page.server.ts (also its actions), +layout.server.ts
    ENDPOINT = "endpoint"  # +server.ts
    HOOKS_SERVER = "server hooks"
    HOOKS_CLIENT = "client hooks"
    HOOKS_UNIVERSAL = "universal hooks"
    PARAMETERS = "parameter matchers"
    REMOTE_FUNCTIONS = "remote functions"
    INSTRUMENTATION = "server instrumentation"
    SERVICE_WORKER = "service worker"
    WEB_WORKER = "web worker"
    MODULE = "module"
    CONFIG = "configuration"
    TEST = "test"
    STORY = "story"

    @property
    def is_component(self) -> bool:
        """Whether the file is rendered in the component tree of the application."""
        return self in _COMPONENTS

    @property
    def is_server_entry(self) -> bool:
        """Whether the framework itself runs functions of this module on the server."""
        return self in _SERVER_ENTRIES


_COMPONENTS = frozenset({Role.PAGE, Role.LAYOUT, Role.ERROR_PAGE, Role.COMPONENT})
_SERVER_ENTRIES = frozenset(
    {
        Role.UNIVERSAL_LOAD, Role.SERVER_LOAD, Role.ENDPOINT, Role.HOOKS_SERVER, Role.HOOKS_UNIVERSAL,
        Role.PARAMETERS, Role.REMOTE_FUNCTIONS, Role.INSTRUMENTATION,
    }
)  # fmt: skip

_TEST = re.compile(r"\.(?:test|spec|cy|e2e)\.|^vitest[.-](?:setup|workspace)")
_STORY = re.compile(r"\.(?:stories|story)\.")
_CONFIG = re.compile(r"(?:^|\.)config\.[cm]?[jt]s$")
_WORKER = re.compile(r"(?:^|[.-])worker\.(?:svelte\.)?[cm]?[jt]s$", re.IGNORECASE)
_TEST_FOLDERS = frozenset({"test", "tests", "e2e", "cypress", "playwright"})  # directly in the project
_TEST_FOLDERS_ANYWHERE = frozenset({"__tests__", "__mocks__", "__fixtures__"})

_ROUTE_ROLES = {
    ("page", "component"): Role.PAGE,
    ("layout", "component"): Role.LAYOUT,
    ("error", "component"): Role.ERROR_PAGE,
    ("page", "universal"): Role.UNIVERSAL_LOAD,
    ("layout", "universal"): Role.UNIVERSAL_LOAD,
    ("page", "server"): Role.SERVER_LOAD,
    ("layout", "server"): Role.SERVER_LOAD,
    ("endpoint", "server"): Role.ENDPOINT,
}


def role_of(project: Project | None, path: str) -> Role:
    """The role of a file in its project; a file of an installed package is a component or a module."""
    name = path.rpartition("/")[2]
    plain = Role.COMPONENT if name.endswith(project.extensions if project else ".svelte") else Role.MODULE
    if project is None or "/node_modules/" in path[len(project.root) :]:
        return plain
    return _development_role(project, path, name) or _kit_role(project, path, name) or _worker_role(name) or plain


def _development_role(project: Project, path: str, name: str) -> Role | None:
    """Tests, stories and configuration: they never run in the application."""
    if _STORY.search(name):
        return Role.STORY
    if _TEST.search(name):
        return Role.TEST
    folders = path[len(project.root) + 1 :].split("/")[:-1]
    if folders and (folders[0] in _TEST_FOLDERS or not _TEST_FOLDERS_ANYWHERE.isdisjoint(folders)):
        return Role.TEST
    if _CONFIG.search(name) and not path.startswith(project.source + "/"):
        return Role.CONFIG
    return None


def _kit_role(project: Project, path: str, name: str) -> Role | None:
    if not project.uses_kit:
        return None
    if name.startswith("+"):
        if not path.startswith(project.routes + "/"):
            return None
        file = parse_route_file(name, project.extensions, project.module_extensions)
        return _ROUTE_ROLES[file.node, file.part] if file is not None else None
    extension = next((ending for ending in project.module_extensions if name.endswith(ending)), None)
    if extension is None:
        return None
    stem = path[: -len(extension)]
    if stem.endswith(".remote") and path.startswith(project.source + "/"):
        return Role.REMOTE_FUNCTIONS
    return _singular_role(project, stem)


def _singular_role(project: Project, stem: str) -> Role | None:
    """The role of a module that a project has one of; each may also be ``index`` in a folder of that name."""
    stem = stem.removesuffix("/index")
    if stem == project.parameters or stem.rpartition("/")[0] == project.parameters:
        return Role.PARAMETERS
    return {
        project.hooks_server: Role.HOOKS_SERVER,
        project.hooks_client: Role.HOOKS_CLIENT,
        project.hooks_universal: Role.HOOKS_UNIVERSAL,
        project.service_worker: Role.SERVICE_WORKER,
        f"{project.source}/instrumentation.server": Role.INSTRUMENTATION,
    }.get(stem)


def _worker_role(name: str) -> Role | None:
    return Role.WEB_WORKER if _WORKER.search(name) else None
