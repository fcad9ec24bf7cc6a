"""Settings from the editor: section ``svelteWarden``, or the initialization options of a client that has no settings.

``enable`` and ``logLevel`` are the server's own. ``rules``, ``ignore``, ``overrides``, ``entryPoints``,
``sharedPackages``, ``lenses`` and ``hints`` mean what they mean in ``svelte-warden.json`` and lie over it. Whatever
else an editor keeps in this section (where the server is installed, say) is its own business.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lsprotocol import types

if TYPE_CHECKING:
    from svelte_warden.lsp.server import Server

log = logging.getLogger(__name__)

SECTION = "svelteWarden"
LOG_LEVELS = {"error": logging.ERROR, "warning": logging.WARNING, "info": logging.INFO, "debug": logging.DEBUG}
_OF_THE_ANALYSIS = ("rules", "ignore", "overrides", "entryPoints", "sharedPackages", "lenses", "hints")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user set in the editor.

    Attributes:
        enable: False silences the server without stopping it.
        log_level: The lowest level of ``logging`` that reaches the client.
        analysis: The part for the analysis, as JSON; None if there is none.
    """

    enable: bool = True
    log_level: int = logging.INFO
    analysis: dict[str, Any] | None = None


def read_settings(value: object) -> tuple[Settings, tuple[str, ...]]:
    """Read settings as the client sent them; the second part says what is wrong with them, and is left out."""
    if value is None:
        return Settings(), ()
    if not isinstance(value, Mapping):
        return Settings(), (f"{SECTION} must be an object",)
    problems: list[str] = []
    enable = value.get("enable")
    if enable is not None and not isinstance(enable, bool):
        problems.append(f"{SECTION}.enable must be true or false")
    level = value.get("logLevel")
    if level is not None and (not isinstance(level, str) or level not in LOG_LEVELS):
        problems.append(f"{SECTION}.logLevel must be one of {', '.join(LOG_LEVELS)}")
    analysis = {name: value[name] for name in _OF_THE_ANALYSIS if value.get(name) is not None}
    return (
        Settings(
            enable=enable is not False,
            log_level=LOG_LEVELS.get(level, logging.INFO) if isinstance(level, str) else logging.INFO,
            analysis=analysis or None,
        ),
        tuple(problems),
    )


def initialization_settings(options: object) -> object:
    """The settings within the initialization options: under ``svelteWarden``, under ``settings``, or all of them."""
    if not isinstance(options, Mapping):
        return None
    for key in (SECTION, "settings"):
        if isinstance(options.get(key), Mapping):
            return options[key]
    return options


def take_settings(server: Server, value: object) -> None:
    """Take over settings as the client sent them, and say what is wrong with them."""
    server.settings_revision += 1
    settings, problems = read_settings(value)
    server.log_handler.setLevel(settings.log_level)
    for problem in (*problems, *server.session.configure(settings)):
        log.warning("setting ignored: %s", problem)


def register(server: Server) -> None:
    """Follow the settings: those sent along, and those the client is asked for when they have changed."""

    @server.connection.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def did_change_configuration(parameters: types.DidChangeConfigurationParams) -> None:
        sent = parameters.settings
        if isinstance(sent, Mapping) and SECTION in sent:
            take_settings(server, sent[SECTION])
            server.everything_changed()
        elif server.session.client.asks_for_configuration:
            await _ask(server)


async def follow(server: Server) -> None:
    """Ask the client for the settings and to be told of changes; called once, after ``initialized``."""
    client = server.session.client
    if client.asks_for_configuration:
        await _ask(server)
    if client.registers_configuration:
        await server.register_capability(
            types.WORKSPACE_DID_CHANGE_CONFIGURATION, types.DidChangeConfigurationRegistrationOptions(section=SECTION)
        )


async def _ask(server: Server) -> None:
    """Ask the client for its settings and take them over; without an answer the present ones stay.

    An answer is out of date when settings were sent, or asked for again, while it was on its way.
    """
    server.settings_revision += 1
    revision = server.settings_revision
    item = types.ConfigurationItem(section=SECTION)
    answer = await server.request(types.WORKSPACE_CONFIGURATION, types.ConfigurationParams(items=[item]))
    if revision == server.settings_revision and isinstance(answer, list) and answer and answer[0] is not None:
        before = server.session.settings
        take_settings(server, answer[0])
        if server.session.settings != before:
            server.everything_changed()
