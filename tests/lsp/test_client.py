from __future__ import annotations

import json
from importlib import resources

import pytest

from svelte_warden.lsp.client import Client, read_client


def profile(name: str) -> Client:
    return read_client(json.loads(resources.files("pytest_lsp.clients").joinpath(f"{name}.json").read_text()))


def test_vs_code() -> None:
    client = profile("visual_studio_code_v1.65.2")
    assert client.name == "Visual Studio Code"
    assert client.encodings == ()
    assert client.related_information
    assert client.code_descriptions
    assert client.diagnostic_data
    assert client.diagnostic_tags == {1, 2}
    assert client.resolves_code_action_edits
    assert client.preferred_code_actions
    assert client.versioned_edits
    assert client.registers_watched_files
    assert client.registers_configuration
    assert client.asks_for_configuration
    assert client.markdown_hover
    assert not client.pull_mode


def test_neovim() -> None:
    client = profile("neovim_v0.11.0")
    assert client.encodings == ("utf-8", "utf-16", "utf-32")
    assert client.pulls_diagnostics
    assert not client.pull_mode, "it cannot be told to pull again"
    assert not client.versioned_edits
    assert not client.registers_watched_files


def test_emacs() -> None:
    client = profile("emacs_v29.1")
    assert client.encodings == ("utf-32", "utf-8", "utf-16")
    assert not client.related_information
    assert not client.code_descriptions
    assert not client.resolves_code_action_edits
    assert client.versioned_edits


def test_a_newer_vs_code_pulls() -> None:
    capabilities = {
        "textDocument": {"diagnostic": {"relatedInformation": True, "tagSupport": {"valueSet": [1]}}},
        "workspace": {"diagnostics": {"refreshSupport": True}},
    }
    client = read_client({"capabilities": capabilities})
    assert client.pull_mode
    assert client.related_information
    assert client.diagnostic_tags == {1}


@pytest.mark.parametrize("nonsense", [{}, {"capabilities": 5}, {"capabilities": {"general": []}, "clientInfo": "x"}])
def test_anything_malformed_is_absent(nonsense: dict[str, object]) -> None:
    assert read_client(nonsense) == Client()
