from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from svelte_warden.project.problem import Problem
from svelte_warden.project.roles import Role
from svelte_warden.project.workspace import Workspace
from tests.unit.project_folder import APP, FLAT_APP, Content, Folder

if TYPE_CHECKING:
    from pathlib import Path

SVELTE: dict[str, object] = {"devDependencies": {"svelte": "^5.0.0"}}


def roots(folder: Folder) -> list[str]:
    return [project.root.removeprefix(folder.root).strip("/") or "." for project in folder.workspace.projects]


# --- which files ----------------------------------------------------------------------------------------------------


def test_the_files_of_a_project_are_listed_in_order(tmp_path: Path) -> None:
    names = [
        "src/a.ts",
        "src/b.js",
        "src/c.svelte",
        "src/d.svelte.ts",
        "src/e.mjs",
        "src/f.cjs",
        "src/g.mts",
        "src/h.svx",
    ]
    others = ["src/a.d.ts", "src/b.css", "src/c.tsx", "src/d.json", "src/e.md", "src/f.min.js", "README.md"]
    folder = Folder(tmp_path, {"package.json": APP, **dict.fromkeys(names + others, "")})
    assert folder.files() == names


def test_markdown_is_source_only_where_the_configuration_says_so(tmp_path: Path) -> None:
    config = "export default { extensions: ['.svelte', '.md'] };"
    folder = Folder(tmp_path, {"package.json": APP, "svelte.config.js": config, "src/a.md": "", "src/b.svx": ""})
    assert folder.files() == ["src/a.md", "src/b.svx", "svelte.config.js"]
    assert folder.workspace.role(folder.path("src/a.md")) is Role.COMPONENT


def test_what_was_installed_generated_or_built_is_left_out(tmp_path: Path) -> None:
    left_out = [
        "node_modules/x/index.js", "src/node_modules/x.js", ".svelte-kit/a.ts", "build/a.js", "dist/a.js",
        ".vercel/a.js", "static/a.js", "public/a.js", "coverage/a.js", "src/.hidden/a.ts",
    ]  # fmt: skip
    kept = ["src/build/a.ts", "src/routes/dist/+page.svelte", "src/static/a.ts"]
    folder = Folder(tmp_path, {"package.json": APP, **dict.fromkeys(left_out + kept, "")})
    assert folder.files() == kept


def test_a_package_without_sources_beside_it_is_its_dist(tmp_path: Path) -> None:
    folder = Folder(tmp_path, {"package.json": SVELTE, "dist/A.svelte": ""})
    assert folder.files() == ["dist/A.svelte"]


def test_ignore_files_hold_with_their_nesting(tmp_path: Path) -> None:
    folder = Folder(
        tmp_path,
        {
            "package.json": APP,
            ".gitignore": "# comment\n/generated\n*.gen.ts\nlib/\n!keep.gen.ts\n\\\n[z-a]\n",
            "src/.gitignore": "secret.ts\n!special.gen.ts\n",
            **dict.fromkeys(
                [
                    "generated/a.ts", "src/generated/a.ts", "src/a.gen.ts", "src/keep.gen.ts", "src/special.gen.ts",
                    "src/secret.ts", "src/deep/secret.ts", "other/secret.ts", "lib/a.ts", "src/lib/a.ts",
                ],
                "",
            ),
        },
    )  # fmt: skip
    assert folder.files() == ["other/secret.ts", "src/generated/a.ts", "src/keep.gen.ts", "src/special.gen.ts"]


def test_the_rules_of_the_repository_around_the_root_hold(tmp_path: Path) -> None:
    Folder(
        tmp_path,
        {".git/HEAD": "", ".git/info/exclude": "x.ts\n", ".gitignore": "/app/src/out\n", "sub/.gitignore": "*"},
    )
    app = Folder(tmp_path / "app", {"package.json": APP, "src/out/a.ts": "", "src/x.ts": "", "src/y.ts": ""})
    assert app.files() == ["src/y.ts"]


def test_a_root_that_git_ignores_is_looked_at_all_the_same(tmp_path: Path) -> None:
    Folder(tmp_path, {".git/HEAD": "", ".gitignore": "/app\n"})
    app = Folder(tmp_path / "app", {"package.json": APP, "src/y.ts": ""})
    assert app.files() == ["src/y.ts"]


def test_links_between_folders_are_followed_once_and_loops_end(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (outside / "deep").mkdir(parents=True)
    (outside / "shared.ts").write_text("")
    (outside / "deep" / "up").symlink_to(outside)
    folder = Folder(tmp_path / "app", {"package.json": APP, "src/a.ts": ""})
    source = tmp_path / "app" / "src"
    (source / "loop").symlink_to(source)
    (source / "up").symlink_to(tmp_path)
    (source / "itself").symlink_to(source / "itself")
    (source / "one").symlink_to(outside)
    (source / "two").symlink_to(outside)
    (source / "file.ts").symlink_to(outside / "shared.ts")
    found = folder.files()
    assert found[:2] == ["src/a.ts", "src/file.ts"]
    assert found[2:] in (["src/one/shared.ts"], ["src/two/shared.ts"])


def test_a_folder_named_like_a_file_is_a_folder(tmp_path: Path) -> None:
    folder = Folder(tmp_path, {"package.json": APP, "src/x.ts/y.ts": ""})
    assert folder.files() == ["src/x.ts/y.ts"]
    assert isinstance(folder.workspace.read(folder.path("src/x.ts")), Problem)


def test_a_root_may_be_a_file_or_nothing(tmp_path: Path) -> None:
    folder = Folder(tmp_path, {"package.json": APP, "src/a.ts": "", "src/b.ts": ""})
    workspace = Workspace([folder.path("src/a.ts"), folder.path("nothing")])
    assert workspace.files() == (folder.path("src/a.ts"),)
    assert workspace.resolve(folder.path("src/a.ts"), "./b")
    assert workspace.project(folder.path("src/a.ts")).root == folder.root


def test_roots_within_each_other_list_a_file_once(tmp_path: Path) -> None:
    folder = Folder(tmp_path, {"package.json": APP, "src/a.ts": ""})
    assert Workspace([folder.root, folder.path("src")]).files() == (folder.path("src/a.ts"),)


# --- which projects -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "files",
    [
        {"package.json": {"dependencies": {"svelte": "5"}}},
        {"package.json": {"peerDependencies": {"@sveltejs/kit": "2"}}},
        {"package.json": {}, "svelte.config.ts": ""},
        {"svelte.config.js": ""},
        {"package.json": {}, "vite.config.ts": "import { sveltekit } from '@sveltejs/kit/vite';"},
        {"vite.config.js": "import { svelte } from '@sveltejs/vite-plugin-svelte';"},
    ],
)
def test_what_makes_a_project(tmp_path: Path, files: dict[str, Content]) -> None:
    folder = Folder(tmp_path, {**{f"app/{name}": content for name, content in files.items()}, "app/src/a.ts": ""})
    assert roots(folder) == ["app"]
    assert not folder.workspace.projects[0].is_implicit


def test_components_alone_make_an_implicit_project(tmp_path: Path) -> None:
    folder = Folder(tmp_path, {"a/B.svelte": "", "c.ts": ""})
    assert roots(folder) == ["."]
    assert folder.workspace.projects[0].is_implicit
    assert folder.files() == ["a/B.svelte", "c.ts"]


def test_a_package_without_components_is_no_project(tmp_path: Path) -> None:
    folder = Folder(tmp_path, {"package.json": {"dependencies": {"react": "18"}}, "src/a.ts": ""})
    assert roots(folder) == []
    assert folder.files() == []
    assert folder.workspace.project(folder.path("src/a.ts")).root == folder.root


def test_a_monorepo_has_many_projects_and_the_packages_they_need(tmp_path: Path) -> None:
    folder = Folder(
        tmp_path,
        {
            "package.json": {"name": "repo", "workspaces": ["packages/*", "apps/*"]},
            "apps/web/package.json": {**APP, "dependencies": {"core": "workspace:*"}},
            "apps/web/src/a.ts": "",
            "apps/web/functions/package.json": {"type": "commonjs"},
            "apps/web/functions/f.ts": "",
            "apps/api/package.json": {"name": "api"},
            "apps/api/src/server.ts": "",
            "packages/core/package.json": {"name": "core", "dependencies": {"base": "*"}},
            "packages/core/src/c.ts": "",
            "packages/base/package.json": {"name": "base"},
            "packages/base/b.ts": "",
            "packages/ui/package.json": {"name": "ui", "peerDependencies": {"svelte": "^4 || ^5"}},
            "packages/ui/src/U.svelte": "",
            "scripts/build.ts": "",
        },
    )
    assert roots(folder) == ["apps/web", "packages/ui"]
    assert folder.files() == [
        "apps/web/functions/f.ts", "apps/web/src/a.ts", "packages/base/b.ts", "packages/core/src/c.ts",
        "packages/ui/src/U.svelte",
    ]  # fmt: skip
    project = folder.workspace.project
    assert project(folder.path("apps/web/functions/f.ts")).root == folder.path("apps/web")
    assert project(folder.path("packages/core/src/c.ts")).name == "core"
    assert project(folder.path("packages/ui/src/U.svelte")).is_library
    assert not project(folder.path("apps/web/src/a.ts")).is_library


def test_a_file_is_placed_without_a_scan(tmp_path: Path) -> None:
    folder = Folder(tmp_path, {"package.json": FLAT_APP, "src/routes/+page.svelte": ""})
    workspace = Workspace([folder.path("src/routes")])
    assert workspace.project(folder.path("src/routes/+page.svelte")).kit == (3, 1, 0)
    assert workspace.role(folder.path("src/routes/+page.svelte")) is Role.PAGE


def test_an_installed_file_belongs_to_the_project_it_is_installed_in(tmp_path: Path) -> None:
    manifest = {"name": "p", "peerDependencies": {"svelte": "^3"}}
    folder = Folder(
        tmp_path, {"package.json": APP, "node_modules/p/package.json": manifest, "node_modules/p/A.svelte": ""}
    )
    project = folder.workspace.project(folder.path("node_modules/p/A.svelte"))
    assert project.root == folder.root
    assert folder.workspace.is_installed(folder.path("node_modules/p/A.svelte"))


# --- versions -------------------------------------------------------------------------------------------------------


def svelte_of(tmp_path: Path, files: dict[str, Content], name: str = "src/a.ts") -> tuple[object, set[int]]:
    folder = Folder(tmp_path, files)
    project = folder.workspace.project(folder.path(name))
    return project.svelte and tuple(project.svelte), set(project.svelte_majors)


def test_what_is_installed_decides_the_version(tmp_path: Path) -> None:
    files: dict[str, Content] = {"package.json": SVELTE, "node_modules/svelte/package.json": {"version": "5.57.3"}}
    assert svelte_of(tmp_path, files) == ((5, 57, 3), {5})


@pytest.mark.parametrize("told", ["node_modules", "node_modules/svelte", "node_modules/svelte/package.json"])
def test_what_is_installed_or_removed_later_decides_it_anew(tmp_path: Path, told: str) -> None:
    folder = Folder(tmp_path, {"package.json": {"devDependencies": {"svelte": "^4.0.0"}}, "src/a.ts": ""})

    def majors() -> set[int]:
        return set(folder.workspace.project(folder.path("src/a.ts")).svelte_majors)

    assert majors() == {4}
    folder.write("node_modules/svelte/package.json", {"version": "5.2.0"})
    assert folder.workspace.changed([folder.path(told)])
    assert majors() == {5}
    shutil.rmtree(tmp_path / "node_modules")
    assert folder.workspace.changed([folder.path(told)])
    assert majors() == {4}


def test_the_first_file_of_a_folder_that_was_asked_for_before_it_was_there(tmp_path: Path) -> None:
    folder = Folder(tmp_path, {"package.json": APP, "src/a.ts": ""})
    assert not folder.workspace.is_file(folder.path("packages/p/package.json"))
    folder.write("packages/p/b.ts", "")
    assert folder.workspace.changed([folder.path("packages/p/b.ts")])
    assert folder.files() == ["packages/p/b.ts", "src/a.ts"]


def test_what_is_installed_further_up_counts(tmp_path: Path) -> None:
    files: dict[str, Content] = {"app/package.json": SVELTE, "node_modules/svelte/package.json": {"version": "5.57.3"}}
    assert svelte_of(tmp_path, files, "app/src/a.ts") == ((5, 57, 3), {5})


@pytest.mark.parametrize("manifest", ["{", {"version": 5}, {}])
def test_a_broken_installation_does_not_count(tmp_path: Path, manifest: Content) -> None:
    assert svelte_of(tmp_path, {"package.json": SVELTE, "node_modules/svelte/package.json": manifest}) == (
        (5, 0, 0),
        {5},
    )


def test_a_library_may_meet_many_majors(tmp_path: Path) -> None:
    manifest = {"peerDependencies": {"svelte": "^3 || ^4 || ^5"}, "devDependencies": {"svelte": "^4.2.1"}}
    assert svelte_of(tmp_path, {"package.json": manifest}) == ((4, 2, 1), {3, 4, 5})


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("catalog:", (5, 1, 0)),
        ("catalog:default", (5, 1, 0)),
        ("catalog:old", (4, 2, 0)),
        ("catalog:none", None),
        ("npm:svelte@^5.3.0", (5, 3, 0)),
        ("npm:@fork/svelte@4", (4, 0, 0)),
        ("workspace:^5.2.0", (5, 2, 0)),
        ("workspace:*", (5, 0, 0)),
        ("github:sveltejs/svelte", None),
        ("https://pkg.pr.new/svelte@12345", None),
    ],
)
def test_protocols_lead_to_a_range(tmp_path: Path, text: str, version: tuple[int, int, int] | None) -> None:
    pnpm = "packages: [app]\ncatalog:\n  svelte: ^5.1.0\ncatalogs:\n  old:\n    svelte: ^4.2.0\n"
    files: dict[str, Content] = {"app/package.json": {"dependencies": {"svelte": text}}, "pnpm-workspace.yaml": pnpm}
    assert svelte_of(tmp_path, files, "app/a.ts")[0] == version


def test_catalogs_may_stand_in_package_json(tmp_path: Path) -> None:
    manifest = {"workspaces": {"packages": ["app"], "catalog": {"svelte": "^5.4.0"}}}
    files: dict[str, Content] = {"app/package.json": {"dependencies": {"svelte": "catalog:"}}, "package.json": manifest}
    assert svelte_of(tmp_path, files, "app/a.ts")[0] == (5, 4, 0)


def test_the_version_may_be_asked_for_further_up(tmp_path: Path) -> None:
    files: dict[str, Content] = {"package.json": SVELTE, "app/package.json": {"dependencies": {"@sveltejs/kit": "^2"}}}
    assert svelte_of(tmp_path, files, "app/src/a.ts")[0] == (5, 0, 0)


@pytest.mark.parametrize(
    ("svelte", "config", "kit"),
    [
        ("^3.44.0", "svelte.config.js", 1),
        ("^4.0.0", "svelte.config.js", 2),
        ("^5.0.0", "svelte.config.ts", 2),
        ("^5.0.0", "vite.config.js", 3),
    ],
)
@pytest.mark.parametrize("tag", ["next", "latest"])
def test_a_kit_without_a_number_goes_with_its_surroundings(
    tmp_path: Path,
    svelte: str,
    config: str,
    kit: int,
    tag: str,
) -> None:
    files: dict[str, Content] = {"package.json": {"devDependencies": {"svelte": svelte, "@sveltejs/kit": tag}}}
    files[config] = "export default {};"
    folder = Folder(tmp_path, files)
    assert folder.workspace.project(folder.root + "/a.ts").kit == (kit, 0, 0)


def test_a_kit_implies_its_svelte(tmp_path: Path) -> None:
    assert svelte_of(tmp_path / "3", {"package.json": {"dependencies": {"@sveltejs/kit": "^3"}}}) == ((5, 0, 0), {5})
    assert svelte_of(tmp_path / "2", {"package.json": {"dependencies": {"@sveltejs/kit": "^2"}}}) == (None, {4, 5})


# --- what is wrong --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{ "devDependencies": { "svelte": "^5" }', "not valid JSON"),
        ("[]", "not a JSON object"),
        (b'{"svelte": "\xff"}', "UTF-8"),
    ],
)
def test_a_broken_package_is_reported_and_the_project_stays(tmp_path: Path, text: Content, message: str) -> None:
    folder = Folder(tmp_path, {"package.json": text, "src/A.svelte": ""})
    assert folder.files() == ["src/A.svelte"]
    assert roots(folder) == ["."]
    (problem,) = folder.workspace.problems
    assert message in problem.message
    assert problem.path == folder.path("package.json")
    assert problem.cure


@pytest.mark.parametrize(
    "manifest",
    [
        {"dependencies": [], "devDependencies": {"svelte": 5}, "workspaces": 3, "name": 1, "exports": 2},
        {"workspaces": {"packages": {}}},
    ],
)
def test_a_strange_package_is_borne(tmp_path: Path, manifest: dict[str, object]) -> None:
    folder = Folder(tmp_path, {"package.json": manifest, "src/A.svelte": ""})
    assert folder.files() == ["src/A.svelte"]
    assert folder.workspace.problems == ()


def test_an_unreadable_file_is_reported_until_it_is_readable(tmp_path: Path) -> None:
    folder = Folder(tmp_path, {"package.json": APP, "src/a.ts": b"\xff"})
    (path,) = folder.workspace.files()
    assert isinstance(folder.workspace.read(path), Problem)
    assert [problem.path for problem in folder.workspace.problems] == [path]
    folder.write("src/a.ts", "fine")
    assert not folder.workspace.changed([path])
    assert folder.workspace.read(path) == b"fine"
    assert folder.workspace.problems == ()


# --- what changes ---------------------------------------------------------------------------------------------------


def test_a_new_document_is_a_file_of_the_project(tmp_path: Path) -> None:
    folder = Folder(tmp_path, {"package.json": APP, "src/a.ts": ""})
    assert folder.files() == ["src/a.ts"]
    assert folder.workspace.open(folder.path("src/new/b.ts"), b"1")
    assert folder.files() == ["src/a.ts", "src/new/b.ts"]
    assert folder.resolve("src/a.ts", "./new/b") == "src/new/b.ts"
    assert not folder.workspace.open(folder.path("src/new/b.ts"), b"2")
    assert folder.workspace.read(folder.path("src/new/b.ts")) == b"2"
    assert folder.workspace.close(folder.path("src/new/b.ts"))
    assert folder.files() == ["src/a.ts"]


def test_a_keystroke_changes_no_structure(tmp_path: Path) -> None:
    folder = Folder(tmp_path, {"package.json": APP, "src/a.ts": ""})
    assert not folder.workspace.open(folder.path("src/a.ts"), b"x")
    assert not folder.workspace.close(folder.path("src/a.ts"))
    assert not folder.workspace.close(folder.path("src/a.ts"))


def test_an_unsaved_configuration_counts(tmp_path: Path) -> None:
    folder = Folder(tmp_path, {"package.json": APP, "src/a.ts": "", "config/names.js": "export const on = false;"})
    config = folder.write("svelte.config.js", "export default {};")
    path = folder.path("src/a.ts")
    assert folder.workspace.project(path).runes is None
    text = b"import { on } from './config/names.js'; export default { compilerOptions: { runes: on } };"
    assert folder.workspace.open(config, text)
    assert folder.workspace.project(path).runes is False
    folder.write("config/names.js", "export const on = true;")
    assert folder.workspace.changed([folder.path("config/names.js")])
    assert folder.workspace.project(path).runes is True
    assert folder.workspace.close(config)
    assert folder.workspace.project(path).runes is None


@pytest.mark.parametrize(
    "name",
    [
        "package.json",
        "tsconfig.json",
        "tsconfig.base.json",
        "svelte.config.js",
        "vite.config.ts",
        "pnpm-workspace.yaml",
        ".gitignore",
    ],
)
def test_the_content_of_configuration_is_structure(tmp_path: Path, name: str) -> None:
    folder = Folder(tmp_path, {"package.json": APP, name: "{}"})
    assert folder.workspace.changed([folder.path(name)])


def test_a_new_and_a_removed_file_change_the_structure(tmp_path: Path) -> None:
    folder = Folder(tmp_path, {"package.json": APP, "src/a.ts": ""})
    folder.files()
    path = folder.write("src/deep/b.ts", "")
    assert folder.workspace.changed([path])
    assert folder.files() == ["src/a.ts", "src/deep/b.ts"]
    (tmp_path / "src" / "deep" / "b.ts").unlink()
    assert folder.workspace.changed([path])
    assert folder.files() == ["src/a.ts"]
    assert not folder.workspace.changed([folder.path("src/a.ts")])


def test_a_nested_package_may_become_a_project(tmp_path: Path) -> None:
    folder = Folder(tmp_path, {"package.json": APP, "sub/package.json": {"name": "sub"}, "sub/a.ts": ""})
    assert folder.workspace.project(folder.path("sub/a.ts")).root == folder.root
    path = folder.write("sub/package.json", {"name": "sub", **SVELTE})
    assert folder.workspace.changed([path])
    assert folder.workspace.project(folder.path("sub/a.ts")).name == "sub"


def test_equal_projects_are_equal_and_hashable(tmp_path: Path) -> None:
    folder = Folder(tmp_path, {"package.json": APP, "src/a.ts": ""})
    before = folder.workspace.project(folder.path("src/a.ts"))
    folder.workspace.changed([folder.path("package.json")])
    after = folder.workspace.project(folder.path("src/a.ts"))
    assert before is not after
    assert len({before, after}) == 1


@pytest.mark.skipif(os.sep == "\\", reason="such names are not possible")
def test_names_that_are_no_text_are_borne(tmp_path: Path) -> None:
    folder = Folder(tmp_path, {"package.json": APP, "src/a.ts": "", "src/q\"'\n.ts": ""})
    (tmp_path / "src" / os.fsdecode(b"\xff.ts")).write_text("")
    for path in folder.workspace.files():
        folder.workspace.read(path)
        folder.workspace.role(path)
        folder.workspace.resolve(path, "./a")
    assert len(folder.files()) == 3
