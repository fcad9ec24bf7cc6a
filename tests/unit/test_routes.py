from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from svelte_warden.facts.file import facts_of
from svelte_warden.project.options import PageOptions, ServerParts, declared_options, server_parts
from tests.unit.project_folder import APP, Content, Folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from svelte_warden.facts.code import Code
    from svelte_warden.project.routes import Page, RouteTree

ROUTES = "src/routes/"


class App(Folder):
    """A SvelteKit project, given by its routes."""

    def __init__(self, base: Path, *names: str, **files: Content) -> None:
        routes = {ROUTES + name: content for name, content in (dict.fromkeys(names, "") | files).items()}
        super().__init__(base, {"package.json": APP, **routes})

    def tree(self) -> RouteTree:
        return self.workspace.routes(self.workspace.project(self.path(ROUTES)))

    def page(self, route: str) -> Page:
        return next(page for page in self.tree().pages if page.id == route)

    def short(self, path: str | None) -> str:
        return self.relative(path or "-").removeprefix(ROUTES)

    def layouts(self, route: str) -> list[str]:
        return [self.short(node.component or node.universal or node.server) for node in self.page(route).layouts]

    def codes(self, path: str) -> Sequence[Code] | None:
        data = self.workspace.read(path)
        return [piece.item for piece in facts_of(path, data).facts.module] if isinstance(data, bytes) else None

    def options(self, path: str) -> PageOptions:
        return declared_options(path, self.codes, self.workspace.resolve)

    def server(self) -> ServerParts:
        return server_parts(self.tree(), self.options)


# --- the tree -------------------------------------------------------------------------------------------------------


def test_layouts_wrap_a_page_from_the_root_down(tmp_path: Path) -> None:
    app = App(
        tmp_path,
        "+layout.svelte", "(g)/+layout.svelte", "(g)/a/[id]/+layout.ts", "(g)/a/[id]/x/+page.svelte",
        "b/+layout.svelte",
    )  # fmt: skip
    assert app.layouts("/(g)/a/[id]/x") == ["+layout.svelte", "(g)/+layout.svelte", "(g)/a/[id]/+layout.ts"]


@pytest.mark.parametrize(
    ("page", "layouts"),
    [
        ("+page.svelte", ["+layout.svelte", "(g)/+layout.svelte", "(g)/a/+layout.svelte", "(g)/a/b/+layout.svelte"]),
        ("+page@.svelte", ["+layout.svelte"]),
        ("+page@(g).svelte", ["+layout.svelte", "(g)/+layout.svelte"]),
        ("+page@a.svelte", ["+layout.svelte", "(g)/+layout.svelte", "(g)/a/+layout.svelte"]),
        ("+page@b.svelte", ["+layout.svelte", "(g)/+layout.svelte", "(g)/a/+layout.svelte", "(g)/a/b/+layout.svelte"]),
        ("+page@unknown.svelte", []),
    ],
)
def test_a_page_may_be_reset_to_a_layout_above(tmp_path: Path, page: str, layouts: list[str]) -> None:
    levels = ["", "(g)/", "(g)/a/", "(g)/a/b/"]
    app = App(tmp_path, *(f"{level}+layout.svelte" for level in levels), f"(g)/a/b/{page}")
    assert app.layouts("/(g)/a/b") == layouts


def test_a_layout_may_be_reset_and_stays_in_the_chain(tmp_path: Path) -> None:
    app = App(
        tmp_path,
        "+layout.svelte",
        "a/+layout.svelte",
        "a/b/+layout@.svelte",
        "a/b/c/+page.svelte",
        "a/b/+page@a.svelte",
    )
    assert app.layouts("/a/b/c") == ["+layout.svelte", "a/b/+layout@.svelte"]
    assert app.layouts("/a/b") == ["+layout.svelte", "a/+layout.svelte"]


def test_the_parts_of_a_node_belong_together(tmp_path: Path) -> None:
    names = ["+page.svelte", "+page.ts", "+page.server.ts"]
    app = App(tmp_path, *names, "+layout.svelte", "a/+page.server.ts")
    node = app.page("/").node
    assert [app.short(path) for path in node.files] == names
    assert app.tree().node_of(app.path(ROUTES + "+page.ts")) == node
    assert app.tree().layouts_around(app.path(ROUTES + "+page.server.ts")) == app.page("/").layouts
    assert app.page("/a").node.component is None


def test_an_error_page_stands_below_the_layouts_of_its_own_folder(tmp_path: Path) -> None:
    app = App(
        tmp_path,
        "+layout.svelte",
        "+error.svelte",
        "a/+layout.svelte",
        "a/+error.svelte",
        "a/b/+page.svelte",
        "c/+page.svelte",
    )
    shown = {
        app.short(page.component): [app.short(node.component) for node in page.layouts]
        for page in app.tree().error_pages
    }
    assert shown == {"+error.svelte": ["+layout.svelte"], "a/+error.svelte": ["+layout.svelte", "a/+layout.svelte"]}
    assert [app.short(page.component) for page in app.page("/a/b").error_pages] == ["+error.svelte", "a/+error.svelte"]
    assert [app.short(page.component) for page in app.page("/c").error_pages] == ["+error.svelte"]


def test_a_reset_skips_error_pages_too(tmp_path: Path) -> None:
    app = App(
        tmp_path,
        "+layout.svelte",
        "+error.svelte",
        "a/+layout.svelte",
        "a/+error.svelte",
        "a/y/+layout@.svelte",
        "a/y/boom/+page.svelte",
    )
    assert [app.short(page.component) for page in app.page("/a/y/boom").error_pages] == ["+error.svelte"]


def test_what_is_no_route_file_is_left_out(tmp_path: Path) -> None:
    app = App(
        tmp_path, "+page.svelte", "+page.test.ts", "+foo.ts", "page.svelte", "+page.d.ts", "a/+server.ts", "a/+page.mjs"
    )
    assert [page.id for page in app.tree().pages] == ["/"]
    assert [app.short(path) for path in app.tree().endpoints] == ["a/+server.ts"]


def test_of_two_files_for_one_part_the_first_counts(tmp_path: Path) -> None:
    app = App(tmp_path, "+page.svelte", "+page.js", "+page.ts")
    assert app.short(app.page("/").node.universal) == "+page.js"


def test_a_link_back_up_ends(tmp_path: Path) -> None:
    app = App(tmp_path, "a/+page.svelte")
    (tmp_path / "src" / "routes" / "a" / "loop").symlink_to(tmp_path / "src" / "routes")
    assert [page.id for page in app.tree().pages] == ["/a"]


def test_without_kit_there_are_no_routes(tmp_path: Path) -> None:
    folder = Folder(tmp_path, {"package.json": {"dependencies": {"svelte": "5"}}, "src/routes/+page.svelte": ""})
    assert folder.workspace.routes(folder.workspace.project(folder.root)).pages == ()


# --- page options ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "ssr", "is_plain"),
    [
        ("export const ssr = false;", False, True),
        ("export let ssr = false;", False, True),
        ("const ssr = false; export { ssr };", False, True),
        ("const off = false; export { off as ssr };", False, True),
        ("export const csr = true, ssr = false;", False, True),
        ("export const ssr = true;", True, True),
        ("export const ssr = !true;", False, False),
        ("export const ssr = false as const;", False, False),
        ("export const ssr = false; export const config = { runtime: 'edge' };", False, False),
        ("export const ssr = false; export function load() {}", False, True),
        ("export const ssr = false; export const load = async () => {};", False, True),
        ("export { ssr } from './shared';", False, False),
        ("export * from './shared';", False, False),
        ("export * as x from './shared';", None, True),
        ("import { ssr } from '$lib/shared'; export { ssr };", False, False),
        ("export const ssr = process.env.SSR;", "unknown", False),
        ("export const { ssr } = options;", "unknown", False),
        ("const options = { ssr: false }; export const { ssr } = options;", False, False),
        ("export const { ssr = false } = options;", "unknown", False),
        ("const ssr = false;", None, True),
        ("export const load = () => ({ ssr: false });", None, True),
        ("// export const ssr = false", None, True),
        ("export { ssr } from './nowhere';", "unknown", False),
        ("export * from './circle';", None, False),
        ("", None, True),
    ],
)
def test_ssr_is_read_as_the_framework_reads_it(
    tmp_path: Path,
    text: str,
    ssr: object,
    is_plain: object,
) -> None:
    app = App(
        tmp_path,
        **{"+page.ts": text, "shared.ts": "export const ssr = false;", "circle.ts": "export * from './+page';"},
    )
    app.write("src/lib/shared.ts", "export const ssr = false;")
    found = app.options(app.path(ROUTES + "+page.ts"))
    assert (found.ssr, found.is_plain) == (ssr, is_plain)


def test_prerender_may_be_auto(tmp_path: Path) -> None:
    app = App(tmp_path, **{"+page.ts": "export const prerender = 'auto'; export const csr = false;"})
    assert app.options(app.path(ROUTES + "+page.ts")) == PageOptions(None, csr=False, prerender="auto")


def server(app: App) -> dict[str, list[str]]:
    parts = app.server()
    return {
        name: sorted(app.short(path) for path in paths)
        for name, paths in (
            ("rendered", parts.rendered),
            ("loads", parts.universal_loads),
            ("evaluated", parts.evaluated),
        )
    }


def test_everything_runs_on_the_server_by_default(tmp_path: Path) -> None:
    app = App(tmp_path, "+layout.svelte", "+layout.ts", "+page.svelte", "+page.ts", "+error.svelte")
    assert server(app) == {
        "rendered": ["+error.svelte", "+layout.svelte", "+page.svelte"],
        "loads": ["+layout.ts", "+page.ts"],
        "evaluated": ["+layout.ts", "+page.ts"],
    }


def test_one_page_without_ssr_leaves_its_ancestors_evaluated(tmp_path: Path) -> None:
    app = App(tmp_path, "+layout.svelte", "+layout.ts", "a/+page.svelte", **{"a/+page.ts": "export const ssr = false;"})
    assert server(app) == {"rendered": [], "loads": [], "evaluated": ["+layout.ts"]}


def test_a_page_whose_option_is_computed_is_evaluated_but_not_run(tmp_path: Path) -> None:
    app = App(tmp_path, "a/+page.svelte", **{"a/+page.ts": "export const ssr = !true;"})
    assert server(app) == {"rendered": [], "loads": [], "evaluated": ["a/+page.ts"]}


@pytest.mark.parametrize("name", ["+layout.ts", "+layout.server.ts"])
def test_a_layout_without_ssr_takes_the_whole_subtree(tmp_path: Path, name: str) -> None:
    app = App(
        tmp_path,
        "+layout.svelte", "a/+layout.svelte", "a/+page.svelte", "a/+page.ts", "a/+error.svelte", "b/+page.svelte",
        **{f"a/{name}": "export const ssr = false;"},
    )  # fmt: skip
    assert server(app) == {"rendered": ["+layout.svelte", "b/+page.svelte"], "loads": [], "evaluated": []}


def test_a_page_may_turn_ssr_on_again(tmp_path: Path) -> None:
    app = App(
        tmp_path,
        "+layout.svelte", "a/+layout.svelte", "a/b/+layout.ts", "a/b/+page.svelte",
        **{"a/+layout.ts": "export const ssr = false;", "a/b/+page.ts": "export const ssr = true;"},
    )  # fmt: skip
    assert server(app) == {
        "rendered": ["+layout.svelte", "a/+layout.svelte", "a/b/+page.svelte"],
        "loads": ["a/b/+page.ts"],
        "evaluated": ["a/b/+page.ts"],
    }


def test_the_universal_module_wins_over_the_server_module(tmp_path: Path) -> None:
    app = App(
        tmp_path,
        "+page.svelte",
        **{"+page.server.ts": "export const ssr = false;", "+page.ts": "export const ssr = true;"},
    )
    assert server(app)["rendered"] == ["+page.svelte"]


def test_without_ssr_at_the_root_not_even_the_error_page_is_rendered(tmp_path: Path) -> None:
    app = App(
        tmp_path, "+layout.svelte", "+error.svelte", "+page.svelte", **{"+layout.ts": "export const ssr = false;"}
    )
    assert server(app)["rendered"] == []


def test_the_root_error_page_is_rendered_where_no_route_matches(tmp_path: Path) -> None:
    app = App(tmp_path, "+layout.svelte", "+error.svelte", "+page.svelte", **{"+page.ts": "export const ssr = false;"})
    assert server(app)["rendered"] == ["+error.svelte", "+layout.svelte"]


def test_a_page_without_ssr_unknown_counts_as_rendered(tmp_path: Path) -> None:
    app = App(tmp_path, "+page.svelte", **{"+page.ts": "export const ssr = something();"})
    assert server(app)["rendered"] == ["+page.svelte"]


def test_an_option_in_a_component_is_ignored(tmp_path: Path) -> None:
    app = App(tmp_path, **{"+page.svelte": "<script module>export const ssr = false;</script>"})
    assert server(app)["rendered"] == ["+page.svelte"]


def test_csr_changes_nothing_on_the_server(tmp_path: Path) -> None:
    app = App(tmp_path, "+page.svelte", **{"+page.ts": "export const csr = false;"})
    assert server(app)["rendered"] == ["+page.svelte"]


def test_only_what_no_other_page_needs_is_prerendered(tmp_path: Path) -> None:
    app = App(
        tmp_path,
        "+layout.svelte", "a/+layout.svelte", "a/+page.svelte", "a/+page.server.ts", "b/+page.svelte",
        **{"a/+layout.ts": "export const prerender = true;"},
    )  # fmt: skip
    found = sorted(app.short(path) for path in app.server().prerendered)
    assert found == ["a/+layout.svelte", "a/+layout.ts", "a/+page.server.ts", "a/+page.svelte"]
