"""An app that uses published packages as their pages show it gets no findings, and an edit of it takes few steps."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from svelte_warden.engine.analysis import Analysis
from svelte_warden.flow.analyse import analyse
from svelte_warden.flow.interpreter.machine import Machine
from tests.ecosystem.packages import fetch, npm

pytestmark = pytest.mark.skipif(
    npm() is None and not os.environ.get("CI"), reason="npm is not installed, so no packages can be fetched"
)

INSTALLED = (
    "@auth/sveltekit@1.11.3",
    "@tanstack/svelte-query@6.3.6",
    "@urql/svelte@5.0.0",
    "bits-ui@2.21.0",
    "formsnap@2.0.1",
    "mode-watcher@1.1.0",
    "paneforge@1.0.2",
    "runed@0.37.1",
    "svelte-sonner@1.2.1",
    "svelte-toolbelt@0.10.7",
    "sveltekit-superforms@2.27.1",
)
APP = Path(__file__).with_name("app")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("apps").resolve() / "app"
    shutil.copytree(APP, folder)
    for package in INSTALLED:
        shutil.copytree(fetch(package), folder / "node_modules" / package.rpartition("@")[0])
    return folder


@pytest.fixture(scope="module")
def analysis(app: Path) -> Analysis:
    return Analysis([app.as_posix()])


def test_packages_are_installed(analysis: Analysis, app: Path) -> None:
    page = f"{app.as_posix()}/src/routes/sign-up/+page.svelte"
    assert "/node_modules/sveltekit-superforms/" in getattr(analysis.resolve(page, "sveltekit-superforms"), "path", "")


def test_what_is_used_as_it_should_be_has_no_findings(analysis: Analysis) -> None:
    assert not [finding for path in analysis.files() for finding in analysis.findings(path)]


def test_a_page_that_uses_packages_is_followed_to_the_end_in_few_steps(
    analysis: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: dict[str, int] = {}
    dismantle = Machine.dismantle

    def counting(machine: Machine) -> None:
        steps[machine.path] = machine.steps
        dismantle(machine)

    monkeypatch.setattr(Machine, "dismantle", counting)
    fresh = Analysis(analysis.workspace.roots)
    assert all(fresh.query(analyse, path).complete for path in fresh.files())
    assert max(steps[path] for path in fresh.files()) < 20_000
