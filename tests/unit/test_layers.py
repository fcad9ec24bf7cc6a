"""The walls between the layers, read off the imports of every module."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
SERVER = ROOT / "server" / "svelte_warden"
RULES = ROOT / "rules" / "svelte_warden_rules"

# `python -m svelte_warden` is the command line too.
MAIN = SERVER / "__main__.py"
# Each layer may import itself and those before it; the last three are beside each other.
LAYERS = ("text", "syntax", "facts", "project", "flow", "engine")
EDGES = ("report", "cli", "lsp")
# The command line is the outermost of them: it prints reports and starts the server.
ALLOWED = {
    **{layer: frozenset(LAYERS[: index + 1]) for index, layer in enumerate(LAYERS)},
    "report": frozenset({*LAYERS, "report"}),
    "lsp": frozenset({*LAYERS, "report", "lsp"}),
    "cli": frozenset({*LAYERS, *EDGES}),
}
# What a rule may import: flow, of the engine what it needs to be a rule, and for its fixes the program they rewrite
# with the plain data that says what a project is and what a file is for.
RULE_API = (
    "svelte_warden.flow",
    "svelte_warden.engine.rule",
    "svelte_warden.engine.findings",
    "svelte_warden.engine.editing",
    "svelte_warden.facts",
    "svelte_warden.project.project",
    "svelte_warden.project.resolution",
    "svelte_warden.project.roles",
)
# Modules that read or write files and folders, or what they are named by the operating system.
FILE_SYSTEM = frozenset({"glob", "fileinput", "io", "os", "pathlib", "shutil", "stat", "tempfile"})
# What writes: the fixes that the user asked for, and the cache in the user's own folder.
WRITING = frozenset({SERVER / "project" / "writing.py", SERVER / "project" / "cache_folder.py"})
WRITING_CALLS = frozenset(
    {"write_bytes", "write_text", "mkdir", "rename", "rmdir", "chmod", "symlink_to", "hardlink_to"}
)
FILE_SYSTEM_CALLS = frozenset({"open", "read_bytes", "read_text", "write_bytes", "write_text", "iterdir", "rglob"})


def modules(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def imports(file: Path) -> Iterator[tuple[str, int]]:
    """Yield each module that a file imports, wherever in it, with the line."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno}: relative import"
            assert node.module is not None
            yield node.module, node.lineno
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def layer(file: Path) -> str:
    """Return the layer that a file of the server belongs to; the package itself is none."""
    return file.relative_to(SERVER).parts[0].removesuffix(".py")


def is_below(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def is_any_of(module: str, packages: tuple[str, ...]) -> bool:
    return any(is_below(module, package) for package in packages)


@pytest.mark.parametrize(
    "file",
    [file for file in modules(SERVER) if file != MAIN],
    ids=lambda file: file.relative_to(SERVER).as_posix(),
)
def test_layers_import_only_what_is_below_them(file: Path) -> None:
    own = layer(file)
    for module, line in imports(file):
        where = f"{file}:{line}: {module}"
        if not is_below(module, "svelte_warden"):
            assert not is_below(module, "svelte_warden_rules"), f"{where}: rules are found by their entry point"
            continue
        parts = module.split(".")
        if len(parts) > 1 and parts[1] in ALLOWED:
            assert own in ALLOWED, f"{where}: the package itself imports no layer"
            assert parts[1] in ALLOWED[own], f"{where}: {own} must not import {parts[1]}"


@pytest.mark.parametrize("file", modules(SERVER) + modules(RULES), ids=lambda file: file.relative_to(ROOT).as_posix())
def test_libraries_are_used_in_their_layer_only(file: Path) -> None:
    own = layer(file) if file.is_relative_to(SERVER) else "rules"
    for module, line in imports(file):
        where = f"{file}:{line}: {module}"
        if is_any_of(module, ("pygls", "lsprotocol", "cattrs", "attrs")):
            assert own == "lsp", f"{where}: only lsp knows the protocol's libraries, which take half a second to load"
        if is_any_of(module, ("tree_sitter", "tree_sitter_typescript")):
            assert own in {"syntax", "facts"}, f"{where}: only syntax and facts see trees"
        if own not in {"lsp", "cli"}:
            assert not is_any_of(module, ("socket", "http", "urllib.request", "ssl")), f"{where}: it never connects"
            assert not is_any_of(module, ("subprocess", "multiprocessing")), f"{where}: it never runs anything"


@pytest.mark.parametrize("file", modules(RULES), ids=lambda file: file.relative_to(RULES).as_posix())
def test_rules_see_the_flow_and_nothing_else(file: Path) -> None:
    for module, line in imports(file):
        if is_below(module, "svelte_warden"):
            allowed = is_any_of(module, RULE_API) or module in {"svelte_warden", "svelte_warden.engine"}
            assert allowed, f"{file}:{line}: {module} is no part of the API for rules"


@pytest.mark.parametrize(
    "file",
    [file for file in modules(SERVER) if layer(file) in LAYERS and layer(file) != "project"] + modules(RULES),
    ids=lambda file: file.relative_to(ROOT).as_posix(),
)
def test_only_the_project_layer_touches_the_file_system(file: Path) -> None:
    if file == SERVER / "engine" / "rule.py":
        return  # reads the pages that ship with the program
    for module, line in imports(file):
        assert module.split(".")[0] not in FILE_SYSTEM, f"{file}:{line}: {module}: only project reads the disk"
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", None)
            is_plain_open = name == "open" and isinstance(node.func, ast.Name)
            reads = is_plain_open or name in FILE_SYSTEM_CALLS - {"open"}
            assert not reads, f"{file}:{node.lineno}: {name}(): only project reads the disk"


@pytest.mark.parametrize("file", modules(SERVER) + modules(RULES), ids=lambda file: file.relative_to(ROOT).as_posix())
def test_only_two_modules_write_to_the_disk(file: Path) -> None:
    if file in WRITING:
        return
    for module, line in imports(file):
        assert module not in {"tempfile", "shutil"}, f"{file}:{line}: {module}: fixes and the cache only are written"
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", None)
            modes = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
            opens = name in {"open", "fdopen"} and any(
                isinstance(mode, str) and set(mode) & set("wax+") for mode in modes
            )
            where = f"{file}:{node.lineno}: {name}(): fixes and the cache only are written"
            assert not opens, where
            assert name not in WRITING_CALLS, where


def test_nothing_imports_the_command_line() -> None:
    for file in modules(SERVER) + modules(RULES):
        if file == MAIN or (file.is_relative_to(SERVER) and layer(file) == "cli"):
            continue
        for module, line in imports(file):
            assert not is_below(module, "svelte_warden.cli"), f"{file}:{line}"
