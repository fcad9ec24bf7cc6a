"""Reading a page: which blocks make one project, and what they are rewritten to."""

from __future__ import annotations

import pytest

from tests.rules.markdown import PageError
from tests.rules.page import Frameworks, Settings, read_page


def block(info: str, text: str = "x") -> str:
    return f"```{info}\n{text}\n```\n"


def test_blocks_under_one_heading_are_one_project() -> None:
    page = "# rule\n## Example\n" + block("svelte file=A.svelte") + "prose\n" + block("ts file=b.ts")
    (example,) = read_page(page)
    assert example.name == "Example"
    assert [file.path for file in example.files] == ["A.svelte", "b.ts"]
    assert [file.line for file in example.files] == [4, 8]


def test_repeated_path_and_new_heading_begin_another_project() -> None:
    page = "# rule\n## Fine\n" + block("svelte file=A.svelte") * 2 + "### Deep\n" + block("svelte file=A.svelte")
    assert [example.name for example in read_page(page)] == ["Fine", "Fine 2", "Fine > Deep"]


def test_example_under_no_heading_but_the_title_is_named_by_it() -> None:
    (under_title,) = read_page("# rule\n" + block("svelte file=A.svelte"))
    (alone,) = read_page(block("svelte file=A.svelte"))
    assert (under_title.name, alone.name) == ("rule", "Page")


def test_settings_stand_on_the_first_block() -> None:
    (example,) = read_page("# r\n" + block("svelte file=A.svelte svelte=3,4 kit=none async") + block("ts file=b.ts"))
    assert example.settings == Settings((Frameworks("3", "none"), Frameworks("4", "none")), asynchronous=True)


def test_example_is_a_test_on_every_pair_of_frameworks_that_exists() -> None:
    (example,) = read_page("# r\n" + block("svelte file=A.svelte svelte=4,5 kit=2,3"))
    assert [str(pair) for pair in example.settings.frameworks] == ["Svelte 4", "Svelte 5", "Svelte 5, SvelteKit 3"]


def test_settings_on_a_later_block_are_refused() -> None:
    with pytest.raises(PageError, match="first block"):
        read_page("# r\n" + block("svelte file=A.svelte") + block("ts file=b.ts svelte=4"))


def test_rewrites_belong_to_the_example_before_them() -> None:
    page = (
        "# r\n## Example\n"
        + block("svelte file=A.svelte")
        + "## Use instead\n"
        + block("svelte file=A.svelte fixed", "one")
        + block("ts file=new.ts fixed", "two")
        + block('svelte file=A.svelte fixed="Guard it"', "three")
        + block("svelte file=A.svelte instead", "four")
    )
    (example,) = read_page(page)
    assert [
        (rewrite.kind, rewrite.title, [(file.path, file.text) for file in rewrite.files])
        for rewrite in example.rewrites
    ] == [
        ("fixed", "", [("A.svelte", "one\n"), ("new.ts", "two\n")]),
        ("fixed", "Guard it", [("A.svelte", "three\n")]),
        ("instead", "", [("A.svelte", "four\n")]),
    ]


def test_block_after_a_rewrite_begins_another_project() -> None:
    page = "# r\n" + block("ts file=a.ts") + block("ts file=a.ts fixed") + block("ts file=b.ts")
    assert [[file.path for file in example.files] for example in read_page(page)] == [["a.ts"], ["b.ts"]]


def test_untested_blocks_and_other_languages_are_no_examples() -> None:
    assert read_page("# r\n" + block("svelte untested") + block("console") + block("json")) == ()


@pytest.mark.parametrize(
    ("info", "problem"),
    [
        ("svelte", "not tested"),
        ("ts fixed", "not tested"),
        ("svelte file=A.svelte fixd", "unknown attribute `fixd`"),
        ("svelte file=A.svelte fixed", "needs an example before it"),
        ("svelte file=/A.svelte", "must be a path below"),
        ("svelte file=../A.svelte", "must be a path below"),
        ("svelte file=", "must be a path below"),
    ],
)
def test_broken_block_names_its_line(info: str, problem: str) -> None:
    with pytest.raises(PageError, match=problem) as caught:
        read_page("# r\n" + block(info))
    assert caught.value.line == 3


def test_fixed_and_instead_exclude_each_other() -> None:
    with pytest.raises(PageError, match="not both"):
        read_page("# r\n" + block("ts file=a.ts") + block("ts file=a.ts fixed instead"))
