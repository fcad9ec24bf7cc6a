"""The manifest of the VS Code extension fits the server and the code of the extension."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from svelte_warden import __version__
from svelte_warden.engine.config import KEYS, LEVELS
from tests.editors.conftest import REPOSITORY

EXTENSION = REPOSITORY / "editors" / "vscode"


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    """The manifest."""
    read: dict[str, Any] = json.loads((EXTENSION / "package.json").read_text(encoding="utf-8"))
    return read


@pytest.fixture(scope="module")
def settings(manifest: dict[str, Any]) -> dict[str, Any]:
    """The settings, by their names without the section."""
    properties = manifest["contributes"]["configuration"]["properties"]
    return {name.removeprefix("svelteWarden."): setting for name, setting in properties.items()}


def test_it_has_the_version_of_the_server(manifest: dict[str, Any]) -> None:
    assert manifest["version"] == __version__


def test_every_setting_of_the_server_can_be_made(settings: dict[str, Any]) -> None:
    assert set(settings) >= {"enable", "logLevel", *KEYS}
    assert settings["rules"]["additionalProperties"]["enum"] == list(LEVELS)


def test_what_nobody_has_set_leaves_the_file_of_the_project_alone(settings: dict[str, Any]) -> None:
    assert all(settings[name]["default"] in (None, {}, []) for name in KEYS)


def test_settings_that_name_programs_need_trust(manifest: dict[str, Any], settings: dict[str, Any]) -> None:
    restricted = manifest["capabilities"]["untrustedWorkspaces"]["restrictedConfigurations"]
    of_machines = [
        f"svelteWarden.{name}" for name, setting in settings.items() if "machine" in setting.get("scope", "")
    ]
    assert sorted(restricted) == sorted(of_machines)


def test_commands_of_the_manifest_are_those_of_the_code(manifest: dict[str, Any]) -> None:
    code = (EXTENSION / "src" / "extension.ts").read_text(encoding="utf-8")
    table = code.partition("commandTable")[2].partition("};")[0]
    written = re.findall(r"^ {4}(\w+): ", table, re.MULTILINE)
    contributed = [command["command"] for command in manifest["contributes"]["commands"]]
    assert sorted(contributed) == sorted(f"svelteWarden.{name}" for name in written)
