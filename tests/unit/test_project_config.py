from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from svelte_warden.project.config import Config, read_config
from svelte_warden.project.project import Alias
from tests.unit.project_folder import APP, FLAT_APP, Content, Folder

if TYPE_CHECKING:
    from pathlib import Path

    from svelte_warden.project.project import Project

VITE = "import { sveltekit } from '@sveltejs/kit/vite';\nimport { defineConfig } from 'vite';\n"


def project(tmp_path: Path, files: dict[str, Content]) -> Project:
    folder = Folder(tmp_path, {"package.json": APP, **files})
    return folder.workspace.project(folder.path("src/x.ts"))


def aliases(project: Project) -> dict[str, str]:
    return {alias.find: alias.replacement.removeprefix(f"{project.root}/") for alias in project.aliases}


def test_a_project_without_configuration_has_the_defaults(tmp_path: Path) -> None:
    found = project(tmp_path, {})
    assert found.uses_kit
    assert (found.async_mode, found.runes) == (False, None)
    assert found.extensions == (".svelte",)
    assert found.module_extensions == (".js", ".ts")
    assert aliases(found) == {"$lib": "src/lib"}
    assert found.routes == f"{found.root}/src/routes"
    assert found.hooks_server == f"{found.root}/src/hooks.server"


OPTIONS = "{ runes: true, experimental: { async: true } }"


@pytest.mark.parametrize(
    "text",
    [
        "export default { compilerOptions: OPTIONS };",
        "const config = { compilerOptions: OPTIONS }; export default config;",
        "/** @type {import('x').Config} */ const config = { compilerOptions: OPTIONS }; export { config as default };",
        "module.exports = { compilerOptions: OPTIONS };",
        "const compilerOptions = OPTIONS; export default { ...{}, compilerOptions };",
        "const t = !0; export default { compilerOptions: { runes: t && !false, experimental: { ...{ async: t } } } };",
        "export default defineConfig({ compilerOptions: OPTIONS }); import { defineConfig } from 'somewhere';",
        "\ufeffexport default { compilerOptions: OPTIONS };",
        "export default { compilerOptions: OPTIONS } satisfies Config;",
    ],
)
def test_compiler_options_are_read_however_they_are_written(tmp_path: Path, text: str) -> None:
    found = project(tmp_path, {"svelte.config.js": text.replace("OPTIONS", OPTIONS)})
    assert (found.runes, found.async_mode) == (True, True)


@pytest.mark.parametrize(
    ("value", "runes"),
    [
        ("false", False),
        ("process.env.RUNES", None),
        ("({ filename }) => (filename.includes('node_modules') ? undefined : true)", True),
        ("({ filename }) => { if (filename.includes('x')) return false; return true; }", True),
        ("() => undefined", None),
        ("someFunction", None),
    ],
)
def test_runes_may_be_a_function_and_may_be_unknown(tmp_path: Path, value: str, runes: bool | None) -> None:  # noqa: FBT001
    assert (
        project(tmp_path, {"svelte.config.js": f"export default {{ compilerOptions: {{ runes: {value} }} }};"}).runes
        is runes
    )


def test_places_and_aliases_of_kit_2(tmp_path: Path) -> None:
    text = """
        import adapter from '@sveltejs/adapter-auto';
        import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';
        import path from 'node:path';
        import { fileURLToPath } from 'url';
        const source = `app`;
        /** @type {import('@sveltejs/kit').Config} */
        export default {
          preprocess: [vitePreprocess({})],
          extensions: ['.svelte', '.svx'],
          kit: {
            adapter: adapter(),
            moduleExtensions: ['.ts'],
            files: { src: source, routes: source + '/pages', hooks: { server: 'app/server' } },
            alias: {
              $ui: 'app/ui', '$deep/*': './app/deep/*', $abs: path.resolve('app/abs'),
              $url: fileURLToPath(new URL('./app/url', import.meta.url)), $unknown: process.env.X,
            },
          },
        };
    """
    found = project(tmp_path, {"svelte.config.js": text})
    assert found.source == f"{found.root}/app"
    assert found.routes == f"{found.root}/app/pages"
    assert found.hooks_server == f"{found.root}/app/server"
    assert found.parameters == f"{found.root}/app/params"
    assert found.extensions == (".svelte", ".svx")
    assert found.module_extensions == (".ts",)
    assert aliases(found) == {
        "$ui": "app/ui",
        "$deep": "app/deep",
        "$abs": "app/abs",
        "$url": "app/url",
        "$lib": "app/lib",
    }
    assert Alias("$deep", f"{found.root}/app/deep", exact=False) in found.aliases


@pytest.mark.parametrize(("files", "wrong"), [("routes: '../../..'", "../../.."), ("src: '..'", "..")])
def test_routes_outside_of_the_project_are_left_out(tmp_path: Path, files: str, wrong: str) -> None:
    config = f"export default {{ kit: {{ files: {{ {files} }} }} }};"
    folder = Folder(tmp_path, {"package.json": APP, "svelte.config.js": config, "src/routes/+page.svelte": ""})
    found = folder.workspace.project(folder.path("src/routes/+page.svelte"))
    assert found.routes == f"{folder.root}/src/routes"
    (problem,) = folder.workspace.problems
    assert problem.path == folder.path("svelte.config.js")
    assert config[problem.start : problem.end] == wrong
    assert "outside of the project" in problem.message
    assert "until then the default holds" in problem.cure


def test_routes_elsewhere_in_the_workspace_count(tmp_path: Path) -> None:
    config = "export default { kit: { files: { routes: '../routes' } } };"
    files: dict[str, Content] = {
        "package.json": {"workspaces": ["app"]},
        "app/package.json": APP,
        "app/svelte.config.js": config,
    }
    folder = Folder(tmp_path, files)
    assert folder.workspace.project(folder.path("app/src/a.ts")).routes == folder.path("routes")
    assert folder.workspace.problems == ()


def test_options_of_kit_3_stand_flat_in_the_vite_config(tmp_path: Path) -> None:
    options = "{ compilerOptions: { experimental: { async: true } }, files: { routes: 'pages' }, alias: { $x: 'x' } }"
    vite = f"{VITE}export default defineConfig({{ plugins: [sveltekit({options})] }});"
    found = project(tmp_path, {"package.json": FLAT_APP, "vite.config.ts": vite})
    assert found.async_mode
    assert found.routes == f"{found.root}/pages"
    assert found.library is None
    assert aliases(found) == {"$x": "x"}


def test_options_in_the_vite_config_win_over_the_svelte_config(tmp_path: Path) -> None:
    vite = f"{VITE}export default {{ plugins: [sveltekit({{ compilerOptions: {{ runes: false }} }})] }};"
    found = project(
        tmp_path, {"vite.config.ts": vite, "svelte.config.js": "export default { compilerOptions: { runes: true } };"}
    )
    assert found.runes is False


def test_without_options_in_the_vite_config_the_svelte_config_holds(tmp_path: Path) -> None:
    vite = f"{VITE}export default {{ plugins: [tailwind(), [sveltekit()]] }};"
    found = project(
        tmp_path, {"vite.config.ts": vite, "svelte.config.js": "export default { compilerOptions: { runes: true } };"}
    )
    assert found.runes is True


@pytest.mark.parametrize(
    "config",
    [
        "export default defineConfig(({ mode }) => ({ plugins: [sveltekit(options)] }));",
        "export default defineConfig(async () => { const plugins = [sveltekit(options)]; return { plugins }; });",
        "const plugins = []; export default { plugins: [...plugins, process.env.X && sveltekit(options)] };",
        "import { mergeConfig } from 'vite'; export default mergeConfig({}, { plugins: [sveltekit(options)] });",
    ],
)
def test_the_plugin_is_found_however_the_config_is_built(tmp_path: Path, config: str) -> None:
    text = f"{VITE}const options = {{ compilerOptions: {{ runes: true }} }};\n{config}"
    assert project(tmp_path, {"vite.config.ts": text}).runes is True


def test_a_project_without_kit_gives_its_options_to_the_plugin(tmp_path: Path) -> None:
    vite = (
        "import { svelte } from '@sveltejs/vite-plugin-svelte';\n"
        "export default { plugins: [svelte({ compilerOptions: { runes: true } })] };"
    )
    found = project(tmp_path, {"package.json": {"devDependencies": {"svelte": "^5"}}, "vite.config.ts": vite})
    assert found.runes is True
    assert not found.uses_kit


def test_aliases_of_vite_are_objects_or_lists(tmp_path: Path) -> None:
    listed = (
        "[{ find: '@', replacement: '/src' }, { find: /^~/, replacement: 'x' }, "
        "{ find: 'vue', replacement: 'svelte-vue' }]"
    )
    found = project(
        tmp_path,
        {"vite.config.ts": f"export default {{ resolve: {{ alias: {listed} }} }};", "src/a.ts": ""},
    )
    assert aliases(found) == {"$lib": "src/lib", "@": "src", "vue": "svelte-vue"}
    vite = (
        "import { resolve } from 'path';\nexport default { resolve: { alias: { '@': resolve(__dirname, './src') } } };"
    )
    assert aliases(project(tmp_path, {"vite.config.ts": vite}))["@"] == "src"


def test_values_from_neighbouring_files_are_followed(tmp_path: Path) -> None:
    found = project(
        tmp_path,
        {
            "svelte.config.js": "import { mdsvex } from 'mdsvex';\nimport options from './mdsvex.config.js';\n"
            "export default { extensions: ['.svelte', ...options.extensions], preprocess: [mdsvex(options)] };",
            "mdsvex.config.js": "import { defineMDSveXConfig as define } from 'mdsvex';\n"
            "const config = define({ extensions: ['.md'] });\nexport default config;",
        },
    )
    assert found.extensions == (".svelte", ".md")


def test_extensions_that_are_not_known_are_those_of_mdsvex(tmp_path: Path) -> None:
    text = (
        "import { mdsvex } from 'mdsvex';\n"
        "export default { extensions: ['.svelte', ...unknown], preprocess: [mdsvex()] };"
    )
    assert project(tmp_path, {"svelte.config.js": text}).extensions == (".svelte", ".svx")


def test_files_that_import_each_other_end(tmp_path: Path) -> None:
    found = project(
        tmp_path,
        {
            "svelte.config.js": "import { x } from './b'; export const y = x; export default { kit: { files: x } };",
            "b.js": "import { y } from './svelte.config.js'; export const x = y; export * from './b.js';",
        },
    )
    assert found.routes == f"{found.root}/src/routes"


@pytest.mark.parametrize(
    "text",
    [
        "const f = () => f() + f(); export default f();",
        "const a = b; const b = a; export default a;",
        "export default " + "[" * 3000 + "]" * 3000 + ";",
        "export default " + "(".join("a" for _ in range(500)) + ")" * 499 + ";",
        "export default { get kit() { return 1 }, [x]: 1, ...null, kit: { alias: [], files: 'x' }, extensions: 'a' };",
        "export default null;",
        "export default 1;",
        "import x from './svelte.config.js'; export default x;",
        "",
    ],
)
def test_a_strange_configuration_gives_defaults(tmp_path: Path, text: str) -> None:
    found = project(tmp_path, {"svelte.config.js": text})
    assert found.routes == f"{found.root}/src/routes"
    assert found.extensions == (".svelte",)


@pytest.mark.parametrize("name", ["svelte.config.js", "vite.config.ts"])
def test_a_broken_configuration_is_reported_with_its_place(tmp_path: Path, name: str) -> None:
    text = "export default {\n  kit: { files: { routes: 'pages' },\n;\n"
    folder = Folder(tmp_path, {"package.json": APP, name: text})
    found = folder.workspace.project(folder.path("src/x.ts"))
    assert found.routes == folder.path("src/routes")
    (problem,) = folder.workspace.problems
    assert problem.path == folder.path(name)
    assert "syntax error" in problem.message
    assert 0 <= problem.start <= problem.end <= len(text)


def test_an_unreadable_configuration_is_reported(tmp_path: Path) -> None:
    folder = Folder(tmp_path, {"package.json": APP, "svelte.config.js": b"export default {\xff};"})
    folder.workspace.project(folder.path("src/x.ts"))
    assert "UTF-8" in folder.workspace.problems[0].message


def test_an_empty_folder_has_an_empty_configuration(tmp_path: Path) -> None:
    folder = Folder(tmp_path, {})
    assert read_config(folder.workspace._files, folder.root, None, None) == Config()  # noqa: SLF001 - the reader alone


def test_every_beginning_of_a_configuration_is_survived(tmp_path: Path) -> None:
    text = (
        "import { x } from './x';\nconst a = { ...x, b: [1, `t${x}`, () => 1] };\n"
        "export default { kit: { alias: { $a: path.join('a', 'b'), }, files: { hooks: { server: 'x' } } }, ...a };\n"
    )
    folder = Folder(tmp_path, {"package.json": APP})
    for end in range(len(text)):
        folder.workspace.open(folder.path("svelte.config.js"), text[:end].encode())
        assert folder.workspace.project(folder.path("a.ts")).uses_kit
