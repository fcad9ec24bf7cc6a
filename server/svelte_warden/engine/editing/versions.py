"""What the versions of a project's frameworks call things, and what they have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from svelte_warden.project.project import Project

_CREATE_CONTEXT: Final = (5, 40)
_APP_STATE: Final = (2, 12)
_APP_ENV: Final = (3,)
_REQUEST_EVENT: Final = (2, 20)
_RUNES: Final = (5,)


def environment_module(project: Project) -> str:
    """Return the module that has ``browser``. Source: ``$app/environment`` is deprecated from Kit 3 on."""
    return "$app/env" if (project.kit or ()) >= _APP_ENV else "$app/environment"


def has_runes(project: Project) -> bool:
    """Whether components may use runes, and handlers are attributes."""
    return (project.svelte or ()) >= _RUNES


def has_create_context(project: Project) -> bool:
    """Whether ``svelte`` exports ``createContext``."""
    return (project.svelte or ()) >= _CREATE_CONTEXT


def has_app_state(project: Project) -> bool:
    """Whether ``$app/state`` has the page as an object rather than a store."""
    return has_runes(project) and (project.kit or ()) >= _APP_STATE


def has_request_event(project: Project) -> bool:
    """Whether ``$app/server`` exports ``getRequestEvent``."""
    return (project.kit or ()) >= _REQUEST_EVENT
