from __future__ import annotations

import time

import pytest

from svelte_warden.project.pnpm import parse_workspace_file
from svelte_warden.project.versions import Version, parse_range, parse_version


@pytest.mark.parametrize(
    ("text", "assumed", "majors"),
    [
        ("^5.0.0", (5, 0, 0), {5}),
        ("~4.2", (4, 2, 0), {4}),
        ("5.57.3", (5, 57, 3), {5}),
        ("=5.1.0", (5, 1, 0), {5}),
        ("v4.0.1", (4, 0, 1), {4}),
        ("4", (4, 0, 0), {4}),
        ("4.x", (4, 0, 0), {4}),
        ("3.55.x", (3, 55, 0), {3}),
        ("^5.0.0-next.169", (5, 0, 0), {5}),
        ("5.0.0-next.1 || ^5.1", (5, 1, 0), {5}),
        ("^3 || ^4 || ^5", (5, 0, 0), {3, 4, 5}),
        ("^3.0.0 || ^4.0.0 || ^5.0.0-next.0", (5, 0, 0), {3, 4, 5}),
        (">=3 <6", (5, 0, 0), {3, 4, 5}),
        (">=3.44.0 <5.0.0", (4, 0, 0), {3, 4}),
        (">= 5.20.0", (5, 20, 0), {5}),
        (">=4", (5, 0, 0), {4, 5}),
        ("<=4.2", (4, 0, 0), {3, 4}),
        ("3.x - 4.x", (4, 0, 0), {3, 4}),
        ("1.2.3 - 4.5.6", (4, 0, 0), {3, 4}),
        (">=7", (7, 0, 0), {7}),
        ("*", (5, 0, 0), {5}),
        ("", (5, 0, 0), {5}),
        ("latest", (5, 0, 0), {5}),
        ("next", (5, 0, 0), {5}),
    ],
)
def test_a_range_has_a_lower_bound_and_majors(text: str, assumed: tuple[int, int, int], majors: set[int]) -> None:
    found = parse_range("svelte", text)
    assert found is not None
    assert found.assumed == assumed
    assert found.majors == majors


@pytest.mark.parametrize(
    "text", ["git+https://github.com/sveltejs/svelte.git", "sveltejs/svelte#main", "file:../svelte", "nightly", "^a.b"]
)
def test_what_names_no_version_has_none(text: str) -> None:
    assert parse_range("svelte", text) is None


def test_a_range_that_is_open_without_bound_is_read_soon() -> None:
    start = time.perf_counter()
    parse_range("svelte", ">=1 <=99999999999999")
    parse_range("x", "0." * 50_000)
    assert time.perf_counter() - start < 1


def test_versions_compare_with_tuples() -> None:
    version = parse_version("5.40.1")
    assert version == Version(5, 40, 1)
    assert version >= (5, 40)
    assert not version >= (5, 41)
    assert parse_version("1.0.0-next.405") == (1, 0, 0)
    assert parse_version("workspace") is None


PNPM = b"""# packages
packages:
  - 'packages/*'
  - "apps/**" # all
  - '!**/test/**'
catalog:
  svelte: ^5.1.0
  '@sveltejs/kit': "2.5.0"
catalogs:
  old:
    svelte: ^4.2.0
onlyBuiltDependencies:
  - esbuild
"""


def test_globs_and_catalogs_of_pnpm_are_read() -> None:
    found = parse_workspace_file(PNPM)
    assert found.packages == ("packages/*", "apps/**", "!**/test/**")
    assert found.catalogs == {"": {"svelte": "^5.1.0", "@sveltejs/kit": "2.5.0"}, "old": {"svelte": "^4.2.0"}}


def test_a_list_in_one_line_and_one_without_indentation_are_read() -> None:
    assert parse_workspace_file(b"packages: ['a', \"b/*\"]\n").packages == ("a", "b/*")
    assert parse_workspace_file(b"packages:\n- a\n- b\n").packages == ("a", "b")


@pytest.mark.parametrize("data", [b"", b":", b"packages", b"\xff\xfe", b"packages:\n\t- a\n:::\n  - : b", b"a: {b: [}"])
def test_a_broken_workspace_file_does_not_raise(data: bytes) -> None:
    parse_workspace_file(data)
