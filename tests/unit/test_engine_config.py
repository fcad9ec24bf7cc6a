"""Configuration: which one counts, what it says, and what is told of values that make no sense."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest

from svelte_warden.engine import config
from svelte_warden.engine.config import parse_config
from svelte_warden.engine.registry import installed, make_registry
from svelte_warden.project.shared_packages import SharedPackage
from svelte_warden.text.source import Source
from tests.unit.projects import WordRule, analysis_of, rule, shown, svelte_project, words, write

if TYPE_CHECKING:
    from pathlib import Path

RULES = make_registry(
    [
        rule("no-bad", WordRule("bad")),
        rule("no-worse", WordRule("worse")),
        rule("no-worst", WordRule("worst"), family="shared-state"),
    ]
)
CODE = "bad();\nworse();\nworst();\n"


def levels(root: str, path: str) -> dict[str, str]:
    return {name: level for _, name, level in shown(analysis_of(root, RULES), f"{root}/{path}")}


def problems(text: str, path: str = "/p/svelte-warden.json") -> list[tuple[str, str]]:
    """Return the source that each problem points to, and its message with the cure."""
    data = text.encode()
    parsed = parse_config(path, data, RULES)
    assert parsed is not None
    return [(data[p.start : p.end].decode(), f"{p.message}; {p.cure}") for p in parsed.problems]


def test_without_configuration_rules_have_their_own_level(tmp_path: Path) -> None:
    root = svelte_project(tmp_path, {"src/a.ts": CODE})
    assert levels(root, "src/a.ts") == {"no-bad": "error", "no-worse": "error", "no-worst": "error"}


def test_family_sets_all_its_rules_and_a_rule_wins_over_its_family(tmp_path: Path) -> None:
    settings = '{"rules": {"no-bad": "info", "context-timing": "off", /* all of it */ "shared-state": "hint",}}'
    root = svelte_project(tmp_path, {"src/a.ts": CODE, "svelte-warden.json": settings})
    assert levels(root, "src/a.ts") == {"no-bad": "info", "no-worst": "hint"}


def test_nearest_configuration_counts_alone(tmp_path: Path) -> None:
    root = svelte_project(
        tmp_path,
        {
            "svelte-warden.json": '{"rules": {"no-bad": "off"}}',
            "src/a.ts": CODE,
            "src/inner/b.ts": CODE,
            "src/inner/svelte-warden.json": '{"rules": {"no-worse": "off"}}',
        },
    )
    assert set(levels(root, "src/a.ts")) == {"no-worse", "no-worst"}
    assert set(levels(root, "src/inner/b.ts")) == {"no-bad", "no-worst"}


def test_key_of_package_json(tmp_path: Path) -> None:
    package = {"name": "app", "devDependencies": {"svelte": "5"}, "svelteWarden": {"rules": {"no-bad": "off"}}}
    write(tmp_path, {"package.json": json.dumps(package), "src/a.ts": CODE})
    assert set(levels(tmp_path.as_posix(), "src/a.ts")) == {"no-worse", "no-worst"}


def test_file_wins_over_the_key_beside_it(tmp_path: Path) -> None:
    package = {"devDependencies": {"svelte": "5"}, "svelteWarden": {"rules": {"no-bad": "off"}}}
    write(tmp_path, {"package.json": json.dumps(package), "src/a.ts": CODE, "svelte-warden.json": "{}"})
    assert len(levels(tmp_path.as_posix(), "src/a.ts")) == 3


def test_overrides_in_their_order(tmp_path: Path) -> None:
    settings = {
        "rules": {"no-bad": "warning"},
        "overrides": [
            {"files": ["src/server/**"], "rules": {"no-bad": "off", "no-worse": "info"}},
            {"files": ["src/server/special.ts"], "rules": {"no-bad": "hint"}},
        ],
    }
    root = svelte_project(
        tmp_path,
        {"svelte-warden.json": json.dumps(settings), "src/server/a.ts": CODE, "src/server/special.ts": CODE},
    )
    assert levels(root, "src/server/a.ts") == {"no-worse": "info", "no-worst": "error"}
    assert levels(root, "src/server/special.ts") == {"no-bad": "hint", "no-worse": "info", "no-worst": "error"}


def test_ignored_files_are_not_checked_but_can_be_asked_about(tmp_path: Path) -> None:
    root = svelte_project(
        tmp_path,
        {
            "svelte-warden.json": '{"ignore": ["**/*.stories.svelte", "legacy/", "!legacy/kept.ts"]}',
            "src/a.ts": CODE,
            "src/B.stories.svelte": "",
            "legacy/c.ts": CODE,
        },
    )
    analysis = analysis_of(root, RULES)
    assert analysis.files() == (f"{root}/src/a.ts",)
    assert len(analysis.findings(f"{root}/legacy/c.ts")) == 3


def test_change_of_the_configuration_reaches_its_files_only(tmp_path: Path) -> None:
    root = svelte_project(tmp_path, {"src/a.ts": CODE, "svelte-warden.json": "{}", "other/b.ts": CODE})
    write(tmp_path, {"other/svelte-warden.json": "{}"})
    analysis = analysis_of(root, RULES)
    assert len(analysis.findings(f"{root}/src/a.ts")) == 3
    analysis.open(f"{root}/svelte-warden.json", Source(b'{"rules": {"no-bad": "off"}}'))
    assert len(analysis.findings(f"{root}/src/a.ts")) == 2
    assert len(analysis.findings(f"{root}/other/b.ts")) == 3
    analysis.close(f"{root}/svelte-warden.json")
    assert len(analysis.findings(f"{root}/src/a.ts")) == 3
    write(tmp_path, {"src/svelte-warden.json": '{"rules": {"context-timing": "off"}}'})
    analysis.changed_on_disk([f"{root}/src/svelte-warden.json"])
    assert len(analysis.findings(f"{root}/src/a.ts")) == 1


def test_editor_settings_lie_over_the_file(tmp_path: Path) -> None:
    settings = '{"rules": {"no-bad": "off", "no-worse": "off"}, "ignore": ["src/b.ts"]}'
    root = svelte_project(
        tmp_path, {"src/a.ts": CODE, "src/b.ts": CODE, "src/c.ts": "", "svelte-warden.json": settings}
    )
    analysis = analysis_of(root, RULES)
    assert len(analysis.findings(f"{root}/src/a.ts")) == 1
    assert analysis.configure({"rules": {"no-bad": "info"}, "ignore": ["src/c.ts"]}, root) == ()
    assert [level for _, _, level in shown(analysis, f"{root}/src/a.ts")] == ["info", "error"]
    assert analysis.files() == (f"{root}/src/a.ts",)
    (problem,) = analysis.configure({"rules": {"no-bat": "info"}}, root)
    assert problem.cure == "did you mean no-bad?"
    analysis.configure(None, root)
    assert len(analysis.findings(f"{root}/src/a.ts")) == 1


def test_lenses_and_hints_are_off_until_somebody_asks_and_the_editor_has_the_last_word(tmp_path: Path) -> None:
    root = svelte_project(
        tmp_path, {"src/a.ts": CODE, "src/b/b.ts": CODE, "src/b/svelte-warden.json": '{"hints": true}'}
    )
    analysis = analysis_of(root, RULES)

    def wanted(path: str) -> tuple[bool, bool]:
        settings = analysis.settings(f"{root}/{path}")
        return settings.lenses, settings.hints

    assert (wanted("src/a.ts"), wanted("src/b/b.ts")) == ((False, False), (False, True))
    assert analysis.configure({"lenses": True, "hints": False}, root) == ()
    assert (wanted("src/a.ts"), wanted("src/b/b.ts")) == ((True, False), (True, False))
    assert problems('{"lenses": "yes"}') == [('"yes"', '"yes" is neither true nor false; write true or false')]


def test_overrides_of_the_editor_lie_over_all_of_the_file(tmp_path: Path) -> None:
    root = svelte_project(
        tmp_path, {"src/a.ts": CODE, "lib/b.ts": CODE, "svelte-warden.json": '{"rules": {"no-bad": "hint"}}'}
    )
    analysis = analysis_of(root, RULES)
    analysis.configure({"overrides": [{"files": ["src/**"], "rules": {"no-bad": "off"}}]}, root)
    assert [name for _, name, _ in shown(analysis, f"{root}/src/a.ts")] == ["no-worse", "no-worst"]
    assert len(shown(analysis, f"{root}/lib/b.ts")) == 3


def test_entry_points_and_shared_packages() -> None:
    parsed = parse_config(
        "/p/svelte-warden.json", b'{"entryPoints": ["./src/embed.ts"], "sharedPackages": ["svelte-i18n"]}', RULES
    )
    assert parsed is not None
    assert not parsed.problems
    assert parsed.absolute_entry_points == ("/p/src/embed.ts",)
    settings = parsed.settings("/p/src/a.ts", RULES)
    assert settings.shared_packages == (("svelte-i18n", SharedPackage(by_name=True)),)


def test_shared_package_says_what_changes_it() -> None:
    text = b'{"sharedPackages": {"api": {"writes": ["setup"], "classes": {"Api": ["login", 1]}, "writs": []}}}'
    parsed = parse_config("/p/svelte-warden.json", text, RULES)
    assert parsed is not None
    ((name, package),) = parsed.shared_packages
    assert name == "api"
    assert package.is_written_by("setup", has_arguments=False)
    assert not package.is_written_by("other", has_arguments=True)
    assert package.is_changed_by("Api", "login")
    assert {problem.message for problem in parsed.problems} == {"1 is no string", '"writs" is not known here'}


@pytest.mark.parametrize(
    "configured", ['["our-api"]', '{"our-api": {"factories": {"createApi": "Api"}, "classes": {"Api": ["setToken"]}}}']
)
def test_configured_package_is_followed(tmp_path: Path, configured: str) -> None:
    files = {
        "package.json": '{"devDependencies": {"svelte": "^5.0.0", "@sveltejs/kit": "^2.0.0"}}',
        "svelte.config.js": "export default {};",
        "src/lib/api.js": "import { createApi } from 'our-api';\nexport const api = createApi();\n",
        "src/hooks.server.js": (
            "import { api } from '$lib/api';\nexport function handle({ event, resolve }) {\n"
            "  api.setToken(event.cookies.get('token'));\n  return resolve(event);\n}\n"
        ),
    }
    root = svelte_project(tmp_path, files)
    analysis = analysis_of(root, installed())
    path = f"{root}/src/hooks.server.js"
    assert analysis.findings(path) == ()
    (tmp_path / "svelte-warden.json").write_text(f'{{"sharedPackages": {configured}}}')
    analysis.changed_on_disk([f"{root}/svelte-warden.json"])
    assert [finding.rule for finding in analysis.findings(path)] == ["shared-instance"]


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ('{"rules": {"no-bat": "off"}}', '"no-bat"', 'no rule or family called "no-bat"; did you mean no-bad?'),
        ('{"rules": {"zzz": "off"}}', '"zzz"', "`svelte-warden rules` lists them"),
        ('{"rules": {"no-bad": "err"}}', '"err"', '"err" is no level; use one of off, hint, info, warning, error'),
        ('{"rules": {"no-bad": 2}}', "2", "2 is no level"),
        ('{"rules": ["no-bad"]}', '["no-bad"]', '["no-bad"] is no object'),
        ('{"rule": {}}', '"rule"', '"rule" is not known here; use one of'),
        ('{"ignore": "x"}', '"x"', '"x" is no array'),
        ('{"ignore": [1, "x"]}', "1", "1 is no string"),
        ('{ // c\n "é": 1}', '"é"', '"é" is not known here'),
        ('{"overrides": [{"rules": {}}]}', '{"rules": {}}', "names no files"),
        ('{"overrides": [{"files": ["a"], "rules": {"no-bad": null}}]}', "null", "null is no level"),
        ('{"entryPoints": ["src/embed"]}', '"src/embed"', "name the file with its ending"),
        ("[1, 2]", "[1, 2]", "[1, 2] is no object"),
        ('{"rules": {"no-bad": "off"}', "", "at line 1, column 28"),
    ],
)
def test_problem_names_the_place_and_the_cure(text: str, place: str, message: str) -> None:
    ((found, said),) = problems(text)
    assert found == place
    assert message in said


def test_value_that_makes_no_sense_leaves_the_others() -> None:
    parsed = parse_config("/p/svelte-warden.json", b'{"rules": {"no-bad": "off", "no-worse": "on"}, "x": 1}', RULES)
    assert parsed is not None
    assert parsed.rules == (("no-bad", "off"),)
    assert len(parsed.problems) == 2


def test_broken_configuration_is_a_problem_of_the_analysis(tmp_path: Path) -> None:
    root = svelte_project(tmp_path, {"src/a.ts": CODE, "svelte-warden.json": "{"})
    analysis = analysis_of(root, RULES)
    assert len(analysis.findings(f"{root}/src/a.ts")) == 3
    (problem,) = analysis.problems()
    assert problem.path == f"{root}/svelte-warden.json"
    (tmp_path / "svelte-warden.json").unlink()
    analysis.changed_on_disk([f"{root}/svelte-warden.json"])
    assert analysis.problems() == ()


def test_package_json_without_our_key_is_none() -> None:
    assert parse_config("/p/package.json", b'{"description": "about svelteWarden"}', words()) is None
    assert parse_config("/p/package.json", b'{"svelteWarden": ', words()) is None


def schema() -> dict[str, Any]:
    text = resources.files("svelte_warden.engine").joinpath("svelte-warden.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def test_schema_knows_all_rules_levels_and_keys() -> None:
    definitions = schema()["definitions"]
    known = {rule.name for rule in installed().rules} | set(installed().families)
    assert set(definitions["rules"]["properties"]) == known
    assert definitions["level"]["enum"] == list(config.LEVELS)
    assert set(schema()["properties"]) == {"$schema", *config.KEYS}
