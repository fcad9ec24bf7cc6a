"""The files around an example that make it a project: package.json, and the configuration its frameworks need."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from tests.rules.page import PageFile, Settings

# What a major version stands for: the newest release the rules were compared with.
SVELTE_RELEASES: Mapping[str, str] = {"3": "3.59.2", "4": "4.2.20", "5": "5.57.3"}
KIT_RELEASES: Mapping[str, str] = {"1": "1.30.4", "2": "2.70.4", "3": "3.2.0"}


def project_files(files: Iterable[PageFile], settings: Settings, svelte: str) -> dict[str, str]:
    """Return path → content of the whole project; files of the example win over the generated ones.

    Args:
        files: Files of the example.
        settings: Frameworks of the example.
        svelte: Major or exact version of Svelte, one of `settings.svelte`.

    Raises:
        ValueError: A major version is not known.
    """
    return _generated_files(settings, svelte) | {file.path: file.text for file in files}


def write_project(root: Path, files: Mapping[str, str]) -> None:
    """Write path → content below a folder."""
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())


def _generated_files(settings: Settings, svelte: str) -> dict[str, str]:
    package: dict[str, object] = {
        "name": "example",
        "type": "module",
        "devDependencies": {"svelte": f"^{_release(SVELTE_RELEASES, svelte)}"},
    }
    files: dict[str, str] = {}
    options = "compilerOptions: { experimental: { async: true } }" if settings.asynchronous else ""
    if settings.kit == "none":
        files["svelte.config.js"] = f"export default {{ {options} }};\n"
    elif settings.kit == "3":
        package["imports"] = {"#lib": "./src/lib/index.ts", "#lib/*": "./src/lib/*"}
        files["vite.config.js"] = (
            "import { sveltekit } from '@sveltejs/kit/vite';\n"
            f"export default {{ plugins: [sveltekit({{ {options} }})] }};\n"
        )
    else:
        files["svelte.config.js"] = f"export default {{ kit: {{}}, {options} }};\n"
    if settings.kit != "none":
        dependencies = {"svelte": f"^{_release(SVELTE_RELEASES, svelte)}"}
        package["devDependencies"] = dependencies | {"@sveltejs/kit": f"^{_release(KIT_RELEASES, settings.kit)}"}
    return files | {"package.json": json.dumps(package, indent=2) + "\n"}


def _release(releases: Mapping[str, str], version: str) -> str:
    if "." in version:
        return version
    if version not in releases:
        message = f"version {version} is not known; write one of {', '.join(releases)}, or an exact version"
        raise ValueError(message)
    return releases[version]
