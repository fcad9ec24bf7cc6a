"""A SvelteKit app around the files of an example: configuration, a page that shows what `load` gives, and users."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.rules.page import Frameworks

_APP = Path(__file__).with_name("app")
_LOCAL = re.compile(r"\blocals\??\.(\w+)(?:\??\.(\w+))?")
_HOOKS = re.compile(r"src/hooks\.server\.(?:js|ts)")
_LOAD = re.compile(r"(?P<folder>src/routes/(?:.*/)?)\+page(?:\.server)?\.(?:js|ts)")


def complete(files: Mapping[str, str], frameworks: Frameworks, *, asynchronous: bool) -> dict[str, str]:
    """Return path → content of an app that adapter-node can build, in which the example's files do what they did.

    A page that loads something and has no component gets one that shows it. The example's server hooks run behind one
    that signs users in, and its svelte.config.js is read by one that adds the adapter.

    Args:
        files: Path → content of the example.
        frameworks: What the app is made with.
        asynchronous: Whether `compilerOptions.experimental.async` is on.

    Raises:
        ValueError: The example configures SvelteKit 3 itself, which leaves no place for the adapter.
    """
    app = {"package.json": _read("package.json"), "src/app.html": _read("app.html")}
    for path, text in files.items():
        app[_moved(path)] = text
        load = _LOAD.fullmatch(path)
        if load and not any(other.startswith(f"{load['folder']}+page") and ".svelte" in other for other in files):
            app[f"{load['folder']}+page.svelte"] = _read("page.svelte")
    if not any(path.startswith("src/example-hooks.server.") for path in app):
        app["src/example-hooks.server.js"] = ""
    app["src/hooks.server.js"] = _read("hooks.server.js")
    return app | _configuration(files, frameworks, asynchronous=asynchronous)


def _moved(path: str) -> str:
    """Return where a file of the example stands whose place is taken."""
    if path == "svelte.config.js":
        return "example.config.js"
    return path.replace("src/hooks.", "src/example-hooks.") if _HOOKS.fullmatch(path) else path


def _configuration(files: Mapping[str, str], frameworks: Frameworks, *, asynchronous: bool) -> dict[str, str]:
    remote = any(".remote." in path for path in files)
    options = {
        "locals": _locals(files.values()),
        "compilerOptions": {"experimental": {"async": True}} if asynchronous else {},
        "kit": {"experimental": {"remoteFunctions": True}} if remote else {},
    }
    app = {"options.json": json.dumps(options)}
    if frameworks.kit == "3":
        if "vite.config.js" in files:
            message = "an example that configures SvelteKit 3 itself cannot be given an adapter"
            raise ValueError(message)
        return app | {"vite.config.js": _read("kit-3.vite.config.js")}
    app["svelte.config.js"] = _read("kit-2.svelte.config.js")
    if "svelte.config.js" not in files:
        app["example.config.js"] = "export default {};\n"
    return app | ({} if "vite.config.js" in files else {"vite.config.js": _read("kit-2.vite.config.js")})


def _locals(texts: Iterable[str]) -> dict[str, list[str]]:
    """Return what some sources ask `locals` for, each with the members they ask that for; `user` has a name."""
    found = {"user": ["name"]}
    for text in texts:
        for name, member in _LOCAL.findall(text):
            members = found.setdefault(name, [])
            if member and member not in members:
                members.append(member)
    return found


def _read(name: str) -> str:
    return (_APP / name).read_text(encoding="utf-8")
