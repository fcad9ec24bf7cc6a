from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svelte_warden.project.exports import exported, imported
from svelte_warden.project.resolution import External, File, Missing
from svelte_warden.project.workspace import Workspace
from tests.unit.project_folder import APP, FLAT_APP, Content, Folder

if TYPE_CHECKING:
    from pathlib import Path

    from svelte_warden.project.jsonc import Json


def folder(tmp_path: Path, *names: str, **files: Content) -> Folder:
    return Folder(tmp_path, {"package.json": APP, **dict.fromkeys(names, ""), **files})


@pytest.mark.parametrize(
    ("specifier", "target"),
    [
        ("./a", "src/lib/a.ts"),
        ("./a.ts", "src/lib/a.ts"),
        ("./a.js", "src/lib/a.ts"),
        ("./b", "src/lib/b.js"),
        ("./c.mjs", "src/lib/c.mts"),
        ("./Button.svelte", "src/lib/Button.svelte"),
        ("./Button", "src/lib/Button.svelte"),
        ("./keys.svelte", "src/lib/keys.svelte.ts"),
        ("./keys.svelte.js", "src/lib/keys.svelte.ts"),
        ("./keys.svelte.ts", "src/lib/keys.svelte.ts"),
        ("./both.svelte", "src/lib/both.svelte"),
        ("./both.svelte.js", "src/lib/both.svelte.js"),
        ("./ui", "src/lib/ui/index.ts"),
        ("./ui/", "src/lib/ui/index.ts"),
        ("./ui/index.js", "src/lib/ui/index.ts"),
        ("./file", "src/lib/file.ts"),
        (".", "src/lib/index.js"),
        ("./", "src/lib/index.js"),
        ("..", "missing"),
        ("../main", "src/main.ts"),
        ("../lib/./a", "src/lib/a.ts"),
        ("./a?t=1", "src/lib/a.ts"),
        ("/src/main.ts", "src/main.ts"),
        ("./nothing", "missing"),
        ("./folder.ts", "missing"),
        ("./types", "missing"),
        ("./a?worker", "external |./a?worker"),
        ("./a?url&x", "external |./a?url&x"),
        ("./style.css", "external |src/lib/style.css"),
        ("./data.json", "external |src/lib/data.json"),
        ("./view.tsx", "external |src/lib/view.tsx"),
        ("./$types", "external |./$types"),
        ("./$types.js", "missing"),
        ("", "external |"),
    ],
)
def test_relative_paths(tmp_path: Path, specifier: str, target: str) -> None:
    lib = [
        "a.ts", "b.js", "c.mts", "Button.svelte", "keys.svelte.ts", "both.svelte", "both.svelte.js", "ui/index.ts",
        "file.ts", "file/index.ts", "index.js", "style.css", "data.json", "view.tsx", "types.d.ts", "folder.ts/x.ts",
    ]  # fmt: skip
    app = folder(tmp_path, *(f"src/lib/{name}" for name in lib), "src/main.ts")
    assert app.resolve("src/lib/here.ts", specifier) == target


@pytest.mark.parametrize(
    "specifier",
    [
        "svelte", "svelte/store", "svelte/internal/client", "@sveltejs/kit", "@sveltejs/kit/hooks", "$app/state",
        "$app/environment", "$env/static/private", "$service-worker", "esm-env", "node:fs", "fs", "bun:sqlite",
        "virtual:icons", "data:text/javascript,1", "https://esm.sh/x", "not-installed", "@scope/not-installed/x",
    ],
)  # fmt: skip
def test_the_framework_the_platform_and_the_rest_are_external(tmp_path: Path, specifier: str) -> None:
    installed: dict[str, Content] = {
        f"node_modules/{name}/package.json": {"name": name, "version": "9.0.0", "main": "index.js"}
        for name in ("svelte", "@sveltejs/kit", "esm-env")
    }
    app = folder(tmp_path, *(f"node_modules/{name}/index.js" for name in ("svelte", "esm-env")), **installed)
    found = app.workspace.resolve(app.path("src/a.ts"), specifier)
    assert isinstance(found, External)
    assert found.specifier == specifier


def test_lib_is_built_into_kit_2(tmp_path: Path) -> None:
    app = folder(tmp_path, "src/lib/index.ts", "src/lib/a/B.svelte", "src/library.ts")
    assert app.resolve("src/routes/+page.svelte", "$lib") == "src/lib/index.ts"
    assert app.resolve("src/routes/+page.svelte", "$lib/a/B.svelte") == "src/lib/a/B.svelte"
    assert app.resolve("src/routes/+page.svelte", "$lib/c") == "missing"
    assert app.resolve("src/routes/+page.svelte", "$library") == "external $library|"


@pytest.mark.parametrize(
    ("specifier", "target"),
    [
        ("#lib", "src/lib/index.ts"),
        ("#lib/a", "src/lib/a.ts"),
        ("#lib/a.ts", "src/lib/a.ts"),
        ("#lib/a.js", "src/lib/a.ts"),
        ("#lib/ui", "src/lib/ui/index.ts"),
        ("#lib/state.svelte", "src/lib/state.svelte.ts"),
        ("#lib/nothing", "missing"),
        ("#other", "missing"),
    ],
)
def test_kit_3_uses_the_imports_of_the_package(tmp_path: Path, specifier: str, target: str) -> None:
    names = ["src/lib/index.ts", "src/lib/a.ts", "src/lib/ui/index.ts", "src/lib/state.svelte.ts"]
    app = folder(tmp_path, *names, **{"package.json": FLAT_APP})
    assert app.resolve("src/routes/+page.svelte", specifier) == target


def test_imports_have_conditions_patterns_and_packages(tmp_path: Path) -> None:
    imports = {
        "#a": {"browser": "./src/browser.ts", "default": "./src/server.ts"},
        "#b/*.js": [{"svelte": "./src/b/*.ts"}],
        "#b/special.js": "./src/special.ts",
        "#store": "svelte/store",
        "#self": "#self",
        "#round": "#trip",
        "#trip": "#round",
        "#null": None,
    }
    app = folder(
        tmp_path,
        "src/browser.ts", "src/server.ts", "src/b/c.ts", "src/special.ts",
        **{"package.json": {**APP, "imports": imports}},
    )  # fmt: skip
    assert app.resolve("src/x.ts", "#a") == "src/server.ts"
    assert app.resolve("src/x.ts", "#b/c.js") == "src/b/c.ts"
    assert app.resolve("src/x.ts", "#b/special.js") == "src/special.ts"
    assert app.resolve("src/x.ts", "#store") == "external svelte|store"
    for name in ("#self", "#round", "#null"):
        app.resolve("src/x.ts", name)


def test_aliases_are_tried_in_order(tmp_path: Path) -> None:
    config = (
        "export default { kit: { alias: { $exact: 'src/exact.ts', '$deep/*': 'src/deep/*', $dir: 'src/dir', "
        "$two: 'src/exact.ts', '$two/*': 'src/dir/*', $lib: 'src/dir' } } };"
    )
    app = folder(
        tmp_path, "src/exact.ts", "src/deep/a.ts", "src/dir/index.ts", "src/dir/b.ts", **{"svelte.config.js": config}
    )
    assert app.resolve("src/x.ts", "$exact") == "src/exact.ts"
    assert app.resolve("src/x.ts", "$deep/a") == "src/deep/a.ts"
    assert app.resolve("src/x.ts", "$deep") == "external $deep|"
    assert app.resolve("src/x.ts", "$dir") == "src/dir/index.ts"
    assert app.resolve("src/x.ts", "$dir/b") == "src/dir/b.ts"
    assert app.resolve("src/x.ts", "$two") == "src/exact.ts"
    assert app.resolve("src/x.ts", "$two/b") == "src/dir/b.ts"
    assert app.resolve("src/x.ts", "$lib/b") == "missing"


def test_an_alias_that_names_itself_ends(tmp_path: Path) -> None:
    vite = "export default { resolve: { alias: { a: 'a', b: 'b/c', d: 'e', e: 'd', svelte2: 'svelte/store' } } };"
    app = folder(tmp_path, **{"vite.config.js": vite})
    assert [app.resolve("src/x.ts", name) for name in ("a", "b", "d", "svelte2")] == [
        "external a|", "external b|c", "external e|", "external svelte|store",
    ]  # fmt: skip


def test_paths_of_the_nearest_tsconfig(tmp_path: Path) -> None:
    config = """{
      // generated by hand
      "extends": ["./.svelte-kit/tsconfig.json", "./config/base"],
      "compilerOptions": {
        "paths": { "@/*": ["./src/*"], "@/ui/*": ["./nowhere/*", "./src/ui/*"], "exact": ["./src/a.ts"] },
      },
    }"""
    app = folder(tmp_path, "src/a.ts", "src/ui/B.svelte", **{"tsconfig.json": config, "config/base.json": "{}"})
    assert app.resolve("src/x.ts", "@/a") == "src/a.ts"
    assert app.resolve("src/x.ts", "@/ui/B.svelte") == "src/ui/B.svelte"
    assert app.resolve("src/x.ts", "exact") == "src/a.ts"
    assert app.resolve("src/x.ts", "@/nothing") == "external @/nothing|"
    assert app.workspace.problems == ()


@pytest.mark.parametrize(
    "files",
    [
        {
            "tsconfig.json": {"extends": "./base.json"},
            "base.json": {"compilerOptions": {"paths": {"x": ["./src/a.ts"]}}},
        },
        {"jsconfig.json": {"compilerOptions": {"baseUrl": "src", "paths": {"x": ["a.ts"]}}}},
        {"jsconfig.json": {"compilerOptions": {"baseUrl": "src", "paths": {}}}, "src/x.ts": "same"},
        {
            "tsconfig.json": {"extends": "@org/tsconfig/app.json"},
            "node_modules/@org/tsconfig/app.json": {"compilerOptions": {"paths": {"x": ["${configDir}/src/a.ts"]}}},
        },
        {
            "tsconfig.json": {"files": [], "references": [{"path": "./none"}, {"path": "./tsconfig.app.json"}]},
            "tsconfig.app.json": {"compilerOptions": {"paths": {"x": ["./src/a.ts"]}}},
        },
        {
            "tsconfig.json": {"extends": ["./one.json", "./two.json"]},
            "one.json": {"compilerOptions": {"paths": {"x": ["./wrong.ts"]}}},
            "two.json": {"compilerOptions": {"paths": {"x": ["./src/a.ts"]}}},
        },
    ],
)
def test_paths_come_by_many_ways(tmp_path: Path, files: dict[str, Content]) -> None:
    app = folder(tmp_path, "src/a.ts", **files)
    assert app.resolve("src/y.ts", "x") in {"src/a.ts", "src/x.ts"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{ "compilerOptions": { "paths": {} } ', "not valid JSON"),
        ('{ "extends": "./tsconfig.json" }', "extends itself"),
        ('{ "extends": "./other.json" }', "extends ./other.json, which does not exist"),
        (b'{ "a": "\xff" }', "UTF-8"),
    ],
)
def test_a_broken_tsconfig_is_reported_and_the_rest_works(tmp_path: Path, text: Content, message: str) -> None:
    app = folder(tmp_path, "src/lib/a.ts", **{"tsconfig.json": text})
    assert app.resolve("src/x.ts", "unknown") == "external unknown|"
    assert app.resolve("src/x.ts", "$lib/a") == "src/lib/a.ts"
    (problem,) = app.workspace.problems
    assert message in problem.message
    assert problem.path == app.path("tsconfig.json")
    assert problem.cure


def test_a_broken_tsconfig_is_reported_whether_an_import_needs_it_or_not(tmp_path: Path) -> None:
    app = folder(tmp_path, "src/a.ts", **{"tsconfig.json": '{ "extends": "./other.json" }'})
    workspace = app.workspace
    assert workspace.files() == (app.path("src/a.ts"),)
    (problem,) = workspace.problems
    assert "extends ./other.json, which does not exist" in problem.message
    app.resolve("src/a.ts", "unknown")
    assert list(workspace.problems) == [problem]
    app.write("other.json", "{}")
    assert workspace.changed([app.path("other.json")])
    assert not workspace.problems


@pytest.mark.parametrize("text", ["", "[]", "null", '{"compilerOptions": {"paths": [], "baseUrl": 1}, "extends": {}}'])
def test_a_strange_tsconfig_says_nothing(tmp_path: Path, text: str) -> None:
    app = folder(tmp_path, **{"tsconfig.json": text})
    assert app.resolve("src/x.ts", "unknown") == "external unknown|"
    assert app.workspace.problems == ()


def package(exports: object = None, **fields: object) -> dict[str, object]:
    return {"name": "p", **({"exports": exports} if exports is not None else {}), **fields}


@pytest.mark.parametrize(
    ("manifest", "specifier", "target"),
    [
        (package(main="main.js"), "p", "main.js"),
        (package(main="./lib"), "p", "lib/index.js"),
        (package(main="main.js", module="module.mjs"), "p", "module.mjs"),
        (package(main="main.js", module="module.mjs", svelte="src/index.js"), "p", "src/index.js"),
        (package(), "p", "index.js"),
        (package(), "p/src/Button.svelte", "src/Button.svelte"),
        (package(), "p/lib", "lib/index.js"),
        (package("./main.js"), "p", "main.js"),
        (package({"types": "./index.d.ts", "svelte": "./src/index.js", "default": "./main.js"}), "p", "src/index.js"),
        (package({".": {"browser": "./lib/index.js", "import": {"node": "./module.mjs"}}}), "p", "module.mjs"),
        (package({".": {"require": "./main.js"}}), "p", "main.js"),
        (package({".": {"import": "./gone.js", "default": "./main.js"}}), "p", "main.js"),
        (package({".": ["./gone.js", "./main.js"]}), "p", "main.js"),
        (package({"./*": "./src/*"}), "p/Button.svelte", "src/Button.svelte"),
        (package({"./*": {"svelte": "./src/*.svelte"}}), "p/Button", "src/Button.svelte"),
        (package({"./*": "./gone/*", "./ui/*": "./src/*"}), "p/ui/Button.svelte", "src/Button.svelte"),
        (package({"./": "./src/"}), "p/Button.svelte", "src/Button.svelte"),
        (package({".": "./main.js"}), "p/hidden", None),
        (package({".": "./index.d.ts"}), "p", None),
        (package({".": "./style.css"}), "p", None),
        (package({".": {"types": "./index.d.ts"}}), "p", None),
        (package("../../outside.js"), "p", None),
        (package({".": 3, "./x": [None, {}]}), "p", None),
    ],
)
def test_an_installed_package(tmp_path: Path, manifest: dict[str, object], specifier: str, target: str | None) -> None:
    names = [
        "main.js",
        "module.mjs",
        "index.js",
        "index.d.ts",
        "lib/index.js",
        "src/index.js",
        "src/Button.svelte",
        "style.css",
    ]
    asking = {"peerDependencies": {"svelte": "^5"}, **manifest}
    app = folder(tmp_path, *(f"node_modules/p/{name}" for name in names), **{"node_modules/p/package.json": asking})
    found = app.resolve("src/routes/+page.svelte", specifier)
    assert found == (f"node_modules/p/{target}" if target else f"external p|{specifier[2:]}")


@pytest.mark.parametrize(
    ("manifest", "target"),
    [
        ({"name": "p"}, "external p|"),
        ({"name": "p", "dependencies": {"sveltex": "1"}}, "external p|"),
        ({"name": "p", "peerDependencies": {"svelte": ">=4"}}, "node_modules/p/index.js"),
        ({"name": "p", "devDependencies": {"@sveltejs/kit": "2"}}, "node_modules/p/index.js"),
        ({"name": "p", "svelte": "./index.js"}, "node_modules/p/index.js"),
        ({"name": "p", "exports": {".": {"svelte": "./index.js", "default": "./index.js"}}}, "node_modules/p/index.js"),
        ({"name": "svelte-p"}, "node_modules/p/index.js"),
    ],
)
def test_an_installed_package_is_looked_into_if_it_has_to_do_with_svelte(
    tmp_path: Path, manifest: dict[str, object], target: str
) -> None:
    files = ("node_modules/p/index.js", "node_modules/p/A.svelte", "node_modules/p/state.svelte.js")
    app = folder(tmp_path, *files, **{"node_modules/p/package.json": manifest})
    assert app.resolve("src/routes/+page.svelte", "p") == target
    if "exports" not in manifest:
        assert app.resolve("src/routes/+page.svelte", "p/A.svelte") == "node_modules/p/A.svelte"
        assert app.resolve("src/routes/+page.svelte", "p/state.svelte.js") == "node_modules/p/state.svelte.js"


def test_the_nearest_installed_package_wins(tmp_path: Path) -> None:
    files: dict[str, Content] = {}
    for base in ("", "node_modules/a/"):
        files[f"{base}node_modules/p/package.json"] = {"peerDependencies": {"svelte": "^5"}, **package()}
        files[f"{base}node_modules/p/index.js"] = ""
    app = folder(tmp_path, "node_modules/a/index.js", **files, **{"node_modules/a/package.json": {"name": "a"}})
    assert app.resolve("src/x.ts", "p") == "node_modules/p/index.js"
    assert app.resolve("node_modules/a/index.js", "p") == "node_modules/a/node_modules/p/index.js"


def test_a_package_may_name_itself(tmp_path: Path) -> None:
    manifest = {**APP, "name": "@me/ui", "exports": {".": {"svelte": "./dist/index.js"}, "./x/*": "./dist/x/*"}}
    app = folder(tmp_path, "src/lib/index.ts", "src/lib/x/A.svelte", **{"package.json": manifest})
    assert app.resolve("src/routes/+page.svelte", "@me/ui") == "src/lib/index.ts"
    assert app.resolve("src/routes/+page.svelte", "@me/ui/x/A.svelte") == "src/lib/x/A.svelte"


MONOREPO: dict[str, Content] = {
    "package.json": {"name": "repo", "workspaces": ["packages/*", "apps/**", "!apps/old"]},
    "apps/web/package.json": {"name": "web", "dependencies": {"@me/ui": "*", "svelte": "^5"}},
    "apps/old/package.json": {"name": "old"},
    "packages/ui/package.json": {
        "name": "@me/ui",
        "exports": {".": {"types": "./dist/index.d.ts", "svelte": "./dist/index.js"}, "./*": "./dist/*"},
    },
    "packages/ui/src/lib/index.ts": "",
    "packages/ui/src/lib/Button.svelte": "",
    "packages/core/package.json": {"name": "core", "main": "dist/main.cjs", "module": "dist/main.mjs"},
    "packages/core/src/main.ts": "",
    "apps/web/src/a.ts": "",
}


def test_packages_of_the_workspace_are_found_by_name_and_unbuilt(tmp_path: Path) -> None:
    app = Folder(tmp_path, MONOREPO)
    assert app.resolve("apps/web/src/a.ts", "@me/ui") == "packages/ui/src/lib/index.ts"
    assert app.resolve("apps/web/src/a.ts", "@me/ui/Button.svelte") == "packages/ui/src/lib/Button.svelte"
    assert app.resolve("apps/web/src/a.ts", "core") == "external core|"  # .mjs was made of no .mts
    assert app.resolve("apps/web/src/a.ts", "old") == "external old|"


def test_what_was_built_wins_over_its_source(tmp_path: Path) -> None:
    app = Folder(tmp_path, {**MONOREPO, "packages/ui/dist/index.js": ""})
    assert app.resolve("apps/web/src/a.ts", "@me/ui") == "packages/ui/dist/index.js"


def test_a_linked_package_has_one_path(tmp_path: Path) -> None:
    app = Folder(tmp_path, MONOREPO)
    (tmp_path / "node_modules" / "@me").mkdir(parents=True)
    (tmp_path / "node_modules" / "@me" / "ui").symlink_to(tmp_path / "packages" / "ui")
    assert app.resolve("apps/web/src/a.ts", "@me/ui") == "packages/ui/src/lib/index.ts"
    assert "packages/ui/src/lib/index.ts" in app.files()


def test_a_linked_package_has_one_path_below_a_linked_root(tmp_path: Path) -> None:
    app = Folder(tmp_path / "real", MONOREPO)
    (tmp_path / "real" / "node_modules" / "@me").mkdir(parents=True)
    (tmp_path / "real" / "node_modules" / "@me" / "ui").symlink_to(tmp_path / "real" / "packages" / "ui")
    (tmp_path / "root").symlink_to(tmp_path / "real")
    root = app.root.replace("/real", "/root")
    workspace = Workspace([root])
    found = workspace.resolve(f"{root}/apps/web/src/a.ts", "@me/ui")
    assert app.shown(found).endswith("/root/packages/ui/src/lib/index.ts")


def test_pnpm_declares_the_workspace(tmp_path: Path) -> None:
    files = {
        **MONOREPO,
        "package.json": {"name": "repo"},
        "pnpm-workspace.yaml": "packages:\n  - packages/*\n  - apps/{web,x}\n",
    }
    app = Folder(tmp_path, files)
    assert app.resolve("apps/web/src/a.ts", "@me/ui") == "packages/ui/src/lib/index.ts"


@pytest.mark.parametrize("text", ["workspace:*", "link:../../packages/ui", "file:../../packages/ui"])
def test_a_workspace_that_is_not_declared_is_searched(tmp_path: Path, text: str) -> None:
    files = dict(MONOREPO)
    files["package.json"] = {"name": "repo"}
    files["apps/web/package.json"] = {"name": "web", "dependencies": {"@me/ui": text, "svelte": "^5"}}
    app = Folder(tmp_path, files)
    assert app.resolve("apps/web/src/a.ts", "@me/ui") == "packages/ui/src/lib/index.ts"


def test_installed_files_do_not_see_the_aliases_of_the_project(tmp_path: Path) -> None:
    app = folder(tmp_path, "src/lib/a.ts", "node_modules/p/index.js", **{"node_modules/p/package.json": package()})
    assert app.resolve("node_modules/p/index.js", "$lib/a") == "external $lib|a"


def test_a_root_within_node_modules_is_a_project_like_others(tmp_path: Path) -> None:
    manifest = {"name": "ui", "peerDependencies": {"svelte": "^5"}, "exports": {".": {"svelte": "./dist/index.js"}}}
    app = Folder(
        tmp_path / "node_modules" / "ui",
        {"package.json": manifest, "dist/index.js": "", "dist/A.svelte": ""},
    )
    assert app.files() == ["dist/A.svelte", "dist/index.js"]
    assert app.workspace.project(app.path("dist/A.svelte")).name == "ui"
    assert app.resolve("dist/A.svelte", "ui") == "dist/index.js"


def test_answers_follow_the_files(tmp_path: Path) -> None:
    app = folder(tmp_path, "src/x.ts")
    assert app.resolve("src/x.ts", "./a") == "missing"
    app.write("src/a.ts", "")
    assert app.workspace.changed([app.path("src/a.ts")])
    assert app.resolve("src/x.ts", "./a") == "src/a.ts"
    (tmp_path / "src" / "a.ts").unlink()
    assert app.workspace.changed([app.path("src/a.ts")])
    assert app.workspace.resolve(app.path("src/x.ts"), "./a") == Missing()


@given(specifier=st.text() | st.from_regex(r"[.#$@/a-z?*]+", fullmatch=True))
def test_no_specifier_is_too_strange(tmp_path_factory: pytest.TempPathFactory, specifier: str) -> None:
    app = folder(tmp_path_factory.getbasetemp() / "strange", "src/a.ts")
    assert isinstance(app.workspace.resolve(app.path("src/a.ts"), specifier), (External, File, Missing))


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(["./a.js", "./*", ".", "./", "*", "", "../..", "p", "#x"]),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(st.sampled_from([".", "./a", "./*", "./", "#a", "#*", "import", "svelte"]), inner)
    ),
)


@given(exports=JSON, imports=JSON)
def test_no_manifest_is_too_strange(exports: Json, imports: Json) -> None:
    for name in (".", "./a", "./a/b", "./", "#a", "#a/b"):
        assert all(isinstance(target, str) for target in exported(exports, name))
        assert all(isinstance(target, str) for target in imported(imports, name))


def test_an_import_cycle_is_no_matter(tmp_path: Path) -> None:
    app = folder(tmp_path, **{"src/a.ts": "import './b'", "src/b.ts": "import './a'"})
    assert app.resolve("src/a.ts", "./b") == "src/b.ts"
    assert app.resolve("src/b.ts", "./a") == "src/a.ts"
