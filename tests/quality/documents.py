"""The parts of README.md that are not written by hand: the table of rules, and what the shown commands print."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from svelte_warden.engine import registry

ROOT = Path(__file__).parents[2]

_TABLE = re.compile(r"(<!-- rules -->\n).*?(<!-- end of rules -->)", re.DOTALL)
_CONSOLE = re.compile(r"(```console\n\$ .*\bsvelte-warden ((?:check|explain|rules)\b.*)\n)(?:.*\n)*?(?=```)")
_SECONDS = re.compile(r"\b\d+\.\d\d s\b")


def refreshed(text: str) -> str:
    """Return a document with its generated parts made anew; a time is kept as it was, since it is never the same."""
    text = _TABLE.sub(lambda match: match[1] + rules_table() + match[2], text)
    return _CONSOLE.sub(_with_output, text)


def rules_table() -> str:
    """Return the rules as rows of Markdown, by family."""
    rows = ["| rule | severity | reports |", "|---|---|---|"]
    for rule in registry.installed().rules:
        page = f"{rule.name.replace('-', '_')}.md"
        paths = [path for folder in ("rules", "server") for path in (ROOT / folder).rglob(page)]
        name = f"[`{rule.name}`]({paths[0].relative_to(ROOT).as_posix()})" if paths else f"`{rule.name}`"
        rows.append(f"| {name} | {rule.severity.value} | {rule.summary} |")
    return "".join(f"{row}\n" for row in rows)


def _with_output(match: re.Match[str]) -> str:
    program = Path(sys.executable).with_name("svelte-warden")
    done = subprocess.run(
        [program, *shlex.split(match[2])],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "CLICOLOR_FORCE")},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode not in (0, 1):
        message = f"svelte-warden {match[2]} ended with {done.returncode}: {done.stderr}"
        raise RuntimeError(message)
    times = iter(_SECONDS.findall(match[0]))
    return match[1] + _SECONDS.sub(lambda new: next(times, new[0]), done.stdout)


if __name__ == "__main__":
    readme = ROOT / "README.md"
    readme.write_text(refreshed(readme.read_text(encoding="utf-8")), encoding="utf-8")
