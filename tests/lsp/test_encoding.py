from __future__ import annotations

import pytest

from svelte_warden.lsp.encoding import negotiate


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        ((), "utf-16"),
        (("utf-16",), "utf-16"),
        (("utf-8", "utf-16", "utf-32"), "utf-8"),
        (("utf-32", "utf-8", "utf-16"), "utf-8"),
        (("utf-32", "utf-16"), "utf-32"),
        (("utf-16", "utf-32"), "utf-16"),
        (("ebcdic", "utf-32"), "utf-32"),
        (("ebcdic",), "utf-16"),
    ],
)
def test_the_cheapest_encoding_that_the_client_offers(offered: tuple[str, ...], chosen: str) -> None:
    assert negotiate(offered) == chosen
