"""The files around an example that make it a project: package.json, and the configuration its frameworks need."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from tests.rules.page import Frameworks, PageFile

# What a major version stands for: the newest release the rules were compared with.
SVELTE_RELEASES: Mapping[str, str] = {"3": "3.59.2", "4": "4.2.20", "5": "5.57.3"}
KIT_RELEASES: Mapping[str, str] = {"1": "1.30.4", "2": "2.70.4", "3": "3.2.0"}

_LIB = re.compile(r"""(['"`])\$lib(?=['"`/])""")


def project_files(files: Iterable[PageFile], frameworks: Frameworks, *, asynchronous: bool = False) -> dict[str, str]:
    """Return path → content of the whole project; files of the example win over the generated ones.

    What an example imports from `$lib` it imports from `#lib` where it is run on SvelteKit 3, which has no `$lib`.

    Args:
        files: Files of the example.
        frameworks: What the project is made with.
        asynchronous: Whether `compilerOptions.experimental.async` is on.

    Raises:
        ValueError: A major version is not known.
    """
    written = {file.path: file.text for file in files}
    if frameworks.kit == "3":
        written = {path: _LIB.sub(r"\1#lib", text) for path, text in written.items()}
    return _generated_files(frameworks, asynchronous=asynchronous) | written


def write_project(root: Path, files: Mapping[str, str]) -> None:
    """Write path → content below a folder."""
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())


def _generated_files(frameworks: Frameworks, *, asynchronous: bool) -> dict[str, str]:
    package: dict[str, object] = {
        "name": "example",
        "type": "module",
        "devDependencies": {"svelte": f"^{_release(SVELTE_RELEASES, frameworks.svelte)}"},
    }
    files: dict[str, str] = {}
    options = "compilerOptions: { experimental: { async: true } }" if asynchronous else ""
    if frameworks.kit == "none":
        files["svelte.config.js"] = f"export default {{ {options} }};\n"
    elif frameworks.kit == "3":
        package["imports"] = {"#lib": "./src/lib/index.ts", "#lib/*": "./src/lib/*"}
        files["vite.config.js"] = (
            "import { sveltekit } from '@sveltejs/kit/vite';\n"
            f"export default {{ plugins: [sveltekit({{ {options} }})] }};\n"
        )
    else:
        files["svelte.config.js"] = f"export default {{ kit: {{}}, {options} }};\n"
    if frameworks.kit != "none":
        dependencies = {"svelte": f"^{_release(SVELTE_RELEASES, frameworks.svelte)}"}
        package["devDependencies"] = dependencies | {"@sveltejs/kit": f"^{_release(KIT_RELEASES, frameworks.kit)}"}
    return files | {"package.json": json.dumps(package, indent=2) + "\n"}


def _release(releases: Mapping[str, str], version: str) -> str:
    if "." in version:
        return version
    if version not in releases:
        message = f"version {version} is not known; write one of {', '.join(releases)}, or an exact version"
        raise ValueError(message)
    return releases[version]
