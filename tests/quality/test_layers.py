"""Each layer imports only those to its left, and only some may reach outside."""

from __future__ import annotations

import ast
import subprocess
import sys

from tests.quality.imports import modules

MODULES = modules()

LAYERS = ("text", "syntax", "facts", "project", "flow", "engine")
ALLOWED = {layer: frozenset(LAYERS[: number + 1]) for number, layer in enumerate(LAYERS)} | {
    "report": frozenset((*LAYERS, "report")),
    "lsp": frozenset((*LAYERS, "lsp")),
    "cli": frozenset((*LAYERS, "report", "lsp", "cli")),
    "rules": frozenset({"text", "facts", "flow", "engine", "rules"}),
}
# Outer packages, and the layers that may import them.
OUTSIDE = {
    "pygls": {"lsp"},
    "lsprotocol": {"lsp"},
    "cattrs": {"lsp"},
    "tree_sitter": {"syntax", "facts"},
    "tree_sitter_svelte": {"syntax"},
    "tree_sitter_typescript": {"syntax"},
    "pathspec": {"project", "engine", "lsp"},
    "pathlib": {"project"},
    "shutil": {"project"},
    "glob": {"project"},
    "tempfile": {"project"},
    "subprocess": set[str](),
    "socket": set[str](),
    "urllib.request": set[str](),
    "http": set[str](),
    "pickle": set[str](),
}
# The modules that may all the same, each for a reason.
EXCEPTIONS = {
    ("svelte_warden.engine.rule", "pathlib"),  # the page that was installed beside a rule
    ("svelte_warden.lsp.rule_pages", "pathlib"),  # the address of a page that was installed with the package
}
# Functions of `os` that look at the disk.
FILE_FUNCTIONS = frozenset({"access", "listdir", "lstat", "mkdir", "open", "readlink", "scandir", "stat", "walk"})

# What rules may use of the engine, and what belongs to no layer.
RULE_INTERFACE = ("svelte_warden.engine.rule.", "svelte_warden.engine.findings.")
OF_EVERYBODY = frozenset({"svelte_warden.__version__"})


def test_each_layer_imports_only_those_to_its_left() -> None:
    wrong = [
        f"{module.name} imports {name}"
        for module in MODULES
        for name in module.imports()
        if name.startswith("svelte_warden.")
        and name not in OF_EVERYBODY
        and name.split(".")[1] not in ALLOWED.get(module.layer, frozenset())
    ]
    assert not wrong, "\n".join(wrong)


def test_rules_see_flow_and_the_rule_interface_of_the_engine() -> None:
    wrong = [
        f"{module.name} imports {name}"
        for module in MODULES
        if module.layer == "rules"
        for name in module.imports()
        if name.startswith("svelte_warden.engine.") and not name.startswith(RULE_INTERFACE)
    ]
    assert not wrong, "\n".join(wrong)


def test_only_some_layers_reach_outside() -> None:
    wrong = [
        f"{module.name} imports {name}"
        for module in MODULES
        for name in module.imports()
        for package, layers in OUTSIDE.items()
        if (name == package or name.startswith(f"{package}."))
        and module.layer not in layers
        and (module.name, package) not in EXCEPTIONS
    ]
    assert not wrong, "\n".join(wrong)


def test_only_project_touches_the_disk() -> None:
    wrong = [
        f"{module.path}:{call.lineno}"
        for module in MODULES
        if module.layer != "project"
        for call in ast.walk(module.tree)
        if isinstance(call, ast.Call) and _opens_a_file(call.func)
    ]
    assert not wrong, "\n".join(wrong)


def test_every_module_belongs_to_a_layer() -> None:
    assert {module.layer for module in MODULES} <= {*ALLOWED, ""}


def test_command_line_does_not_load_the_protocol() -> None:
    program = (
        "import sys\n"
        "sys.argv = ['svelte-warden', '--version']\n"
        "from svelte_warden.cli import main\n"
        "try:\n"
        "    main()\n"
        "except SystemExit:\n"
        "    pass\n"
        "print(sorted({'pygls', 'lsprotocol', 'cattrs'} & sys.modules.keys()))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1:] == ["[]"], done.stderr


def _opens_a_file(function: ast.expr) -> bool:
    if isinstance(function, ast.Name):
        return function.id == "open"
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id == "os"
        and function.attr in FILE_FUNCTIONS
    )
