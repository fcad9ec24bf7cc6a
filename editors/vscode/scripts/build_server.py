"""Build a `svelte-warden` that needs no Python, for the platform this runs on: a folder with a program in it.

    python scripts/build_server.py FOLDER

The program is frozen with PyInstaller in an environment of its own, from the source of this repository. On Linux it
runs wherever the C library is at least as new as here, so a release is built on an old system; there `objdump` and
`strip` of the GNU binutils are needed.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import venv
from pathlib import Path

NAME = "svelte-warden"
REPOSITORY = Path(__file__).resolve().parents[3]
FREEZER = "pyinstaller>=6.22,<7"

_ENTRY = """\
import multiprocessing

from svelte_warden.cli import program

if __name__ == "__main__":
    multiprocessing.freeze_support()  # `check` starts itself again on Windows and macOS
    program()
"""

# Loaded by name or when first needed, so that following the imports does not find them.
_PACKAGES_AS_A_WHOLE = ("svelte_warden", "svelte_warden_rules")
# Nothing opens a connection, and hashes without OpenSSL are as good.
_LEFT_OUT = ("ssl", "_ssl", "_hashlib", "tkinter")


def build(folder: Path) -> Path:
    """Write the program and what it needs into a folder, in the place of what was there.

    Args:
        folder: Becomes the folder of the program.

    Returns:
        The path of the program.

    Raises:
        subprocess.CalledProcessError: The packages cannot be had, or PyInstaller fails.
    """
    with tempfile.TemporaryDirectory(prefix="svelte-warden-build-") as work:
        python = _environment(Path(work, "environment"))
        entry = Path(work, "entry.py")
        entry.write_text(_ENTRY, encoding="utf-8")
        subprocess.run([python, "-m", "PyInstaller", *_options(Path(work)), entry], cwd=work, check=True)
        Path(work, "frozen", NAME, "LICENSE.Python.txt").write_text(_license_of_python(), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(Path(work, "frozen", NAME), folder)
    program = folder / (f"{NAME}.exe" if sys.platform == "win32" else NAME)
    subprocess.run([program, "rules"], check=True, stdout=subprocess.DEVNULL)  # loads nearly everything
    return program


def _environment(folder: Path) -> Path:
    """Make an environment that holds Svelte Warden and PyInstaller, and return its Python."""
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", str(REPOSITORY), FREEZER], check=True)
    return python


def _license_of_python() -> str:
    path = Path(sysconfig.get_path("stdlib"), "LICENSE.txt")
    return path.read_text(encoding="utf-8") if path.is_file() else sys.copyright


def _options(work: Path) -> list[str]:
    options = ["--onedir", "--noconfirm", "--log-level=ERROR", f"--name={NAME}"]
    options += [f"--distpath={work / 'frozen'}", f"--workpath={work / 'work'}", f"--specpath={work}"]
    options += ["--strip"] if sys.platform == "linux" else []
    options += [f"--collect-submodules={package}" for package in _PACKAGES_AS_A_WHOLE]
    options += [f"--collect-data={package}" for package in _PACKAGES_AS_A_WHOLE]
    options += [f"--recursive-copy-metadata={NAME}"]  # entry points lead to the rules; it holds the licences too
    return options + [f"--exclude-module={module}" for module in _LEFT_OUT]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Build a svelte-warden that needs no Python.")
    parser.add_argument("folder", type=Path, help="becomes the folder of the program")
    print(build(parser.parse_args().folder.resolve()))  # noqa: T201 - a program prints
