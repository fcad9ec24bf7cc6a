"""The files that make an example a project."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.rules.page import Frameworks, PageFile
from tests.rules.project import KIT_RELEASES, SVELTE_RELEASES, project_files, write_project

if TYPE_CHECKING:
    from pathlib import Path


def dependencies(frameworks: Frameworks) -> dict[str, str]:
    package = json.loads(project_files((), frameworks)["package.json"])
    return dict(package["devDependencies"])


def test_default_is_the_newest_svelte_5_with_kit_2() -> None:
    assert dependencies(Frameworks()) == {
        "svelte": f"^{SVELTE_RELEASES['5']}",
        "@sveltejs/kit": f"^{KIT_RELEASES['2']}",
    }


def test_exact_version_and_no_kit() -> None:
    assert dependencies(Frameworks("5.39.13", "none")) == {"svelte": "^5.39.13"}


def test_kit_3_is_configured_in_vite_config() -> None:
    files = project_files((), Frameworks("5", "3"), asynchronous=True)
    assert "svelte.config.js" not in files
    assert "experimental: { async: true }" in files["vite.config.js"]
    assert json.loads(files["package.json"])["imports"]["#lib/*"] == "./src/lib/*"


def test_lib_is_imported_as_kit_3_has_it() -> None:
    page = PageFile("src/a.js", "import { a } from '$lib/a';\nimport '$library';\n", 1, ())
    assert project_files((page,), Frameworks("5", "2"))["src/a.js"] == page.text
    assert project_files((page,), Frameworks("5", "3"))["src/a.js"] == page.text.replace("$lib/", "#lib/")


def test_files_of_the_example_win() -> None:
    config = PageFile("svelte.config.js", "export default {};\n", 1, ())
    assert project_files((config,), Frameworks())["svelte.config.js"] == "export default {};\n"


@pytest.mark.parametrize("frameworks", [Frameworks(kit="9"), Frameworks(svelte="9")])
def test_unknown_major_is_refused(frameworks: Frameworks) -> None:
    with pytest.raises(ValueError, match="version 9 is not known"):
        project_files((), frameworks)


def test_files_are_written_as_they_are(tmp_path: Path) -> None:
    write_project(tmp_path, {"src/lib/é.ts": "a\r\nb\n"})
    assert (tmp_path / "src/lib/é.ts").read_bytes() == b"a\r\nb\n"
