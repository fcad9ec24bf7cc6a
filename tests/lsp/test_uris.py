from __future__ import annotations

import pytest

from svelte_warden.lsp.uris import path_of, uri_of


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///home/ada/a.svelte", "/home/ada/a.svelte"),
        ("file:///shop/src/routes/%2Bpage.svelte", "/shop/src/routes/+page.svelte"),
        ("file:///shop/src/routes/+page.svelte", "/shop/src/routes/+page.svelte"),
        ("file:///shop/%28app%29/%5Bid%5D/%2Bpage.ts", "/shop/(app)/[id]/+page.ts"),
        ("file:///a%20b/%C3%A9%F0%9F%98%80.svelte", "/a b/é😀.svelte"),
        ("file:///a/c#.svelte?x", "/a/c#.svelte?x"),
        ("file:///a/c%23.svelte", "/a/c#.svelte"),
        ("FILE:///a", "/a"),
        ("file:/a/b", "/a/b"),
        ("file://localhost/a/b", "/a/b"),
        ("file:///a/./b/../c//d.ts", "/a/c/d.ts"),
        ("file:///a/%FF.ts", "/a/\udcff.ts"),
        ("untitled:Untitled-1", None),
        ("git:/a/b.svelte?%7B%7D", None),
        ("vscode-notebook-cell:/a#x", None),
        ("/a/b.svelte", None),
        ("", None),
    ],
)
def test_a_uri_is_decoded_to_a_path(uri: str, path: str | None) -> None:
    assert path_of(uri, windows=False) == path


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///c%3A/Users/ada/%2Bpage.svelte", "C:/Users/ada/+page.svelte"),
        ("file:///C:/Users/ada/+page.svelte", "C:/Users/ada/+page.svelte"),
        ("file:///d:", "D:"),
        ("file://server/share/a.ts", "//server/share/a.ts"),
        ("file://localhost/c:/a.ts", "C:/a.ts"),
    ],
)
def test_windows_drives_and_shares(uri: str, path: str) -> None:
    assert path_of(uri, windows=True) == path


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("/shop/src/routes/+page.svelte", "file:///shop/src/routes/%2Bpage.svelte"),
        ("/a b/é.ts", "file:///a%20b/%C3%A9.ts"),
        ("C:/Users/ada", "file:///C%3A/Users/ada"),
        ("//server/share/a.ts", "file://server/share/a.ts"),
        ("/a/\udcff.ts", "file:///a/%FF.ts"),
    ],
)
def test_a_path_is_encoded_as_editors_do(path: str, uri: str) -> None:
    assert uri_of(path) == uri


@pytest.mark.parametrize("path", ["/a/+page@(x).svelte", "/é😀/%41#?&=.ts", "/a/\udcff.ts"])
def test_there_and_back(path: str) -> None:
    assert path_of(uri_of(path), windows=False) == path
