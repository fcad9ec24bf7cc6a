"""What another process learnt is worth as much as what one finds out by oneself."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

from svelte_warden.engine.analysis import Analysis
from svelte_warden.engine.sharing_out import follow, take_over
from svelte_warden.flow.analyse import analyse

if TYPE_CHECKING:
    from pathlib import Path

FILES = {
    "package.json": '{"devDependencies": {"svelte": "^5.0.0"}}',
    "App.svelte": "<script>\n\timport Child from './Child.svelte';\n</script>\n\n<Child />\n",
    "Child.svelte": (
        "<script>\n\timport { getContext } from 'svelte';\n\n\tconst user = getContext('user');\n</script>\n\n"
        "<!-- svelte-warden-ignore context-outside-init -- later -->\n"
        "<button onclick={() => getContext('user')}>{user.name}</button>\n"
        "<button onclick={() => getContext('user')}>again</button>\n"
    ),
    "main.js": "import { mount } from 'svelte';\nimport App from './App.svelte';\n\nmount(App, { target });\n",
}


def test_outcomes_are_the_same_with_answers_taken_over(tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    root = tmp_path.as_posix()
    alone, worker, first = Analysis([root]), Analysis([root]), Analysis([root])
    for path in worker.files():
        sent = pickle.dumps(follow(worker, path))
        take_over(first, pickle.loads(sent))  # noqa: S301  # as between the processes of one check
    outcomes = [first.outcome(path) for path in first.files()]
    assert outcomes == [alone.outcome(path) for path in alone.files()]
    assert any(outcome.findings for outcome in outcomes)
    assert any(outcome.suppressed for outcome in outcomes)


def test_nothing_is_followed_twice(tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    root = tmp_path.as_posix()
    worker, first = Analysis([root]), Analysis([root])
    handed = {path: follow(worker, path) for path in worker.files()}
    for followed in handed.values():
        take_over(first, followed)
    runs = first.counters.run
    flows = [first.query(analyse, path) for path in handed]
    assert first.counters.run == runs
    assert flows == [worker.query(analyse, path) for path in handed]
