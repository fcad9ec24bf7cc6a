from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from svelte_warden.lsp.framing import MAXIMUM_BODY, Body, Framing, Garbage


def message(body: bytes) -> bytes:
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def test_messages_in_any_pieces() -> None:
    framing = Framing()
    stream = message(b"one") + message(b"") + message("zwei é".encode())
    frames = [frame for byte in stream for frame in framing.feed(bytes([byte]))]
    assert frames == [Body(b"one"), Body(b""), Body("zwei é".encode())]


@given(st.lists(st.binary(max_size=40)), st.lists(st.integers(1, 30)))
def test_how_the_stream_is_cut_does_not_matter(bodies: list[bytes], cuts: list[int]) -> None:
    stream = b"".join(map(message, bodies))
    framing = Framing()
    frames = []
    for cut in cuts:
        frames += framing.feed(stream[:cut])
        stream = stream[cut:]
    frames += framing.feed(stream)
    assert frames == [Body(body) for body in bodies]


def test_other_header_fields_and_bare_line_feeds() -> None:
    typed = b"Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: 2\r\n\r\n{}"
    assert Framing().feed(typed) == [Body(b"{}")]
    assert Framing().feed(b"content-length:2\nContent-Type: x\n\n{}") == [Body(b"{}")]


def test_garbage_is_passed_over() -> None:
    framing = Framing()
    assert framing.feed(b"\x00\xffhello\r\n\r\n" + message(b"{}")) == [Garbage(11), Body(b"{}")]
    assert framing.feed(b"Content-Length: x\r\n\r\n" + message(b"{}")) == [Body(b"{}")]
    assert framing.feed(message(b"{}")) == [Body(b"{}")]


def test_a_length_that_is_too_short_or_absurd_costs_one_message() -> None:
    framing = Framing()
    assert framing.feed(b'Content-Length: 3\r\n\r\n{"a":1}' + message(b"{}")) == [Body(b'{"a'), Garbage(4), Body(b"{}")]
    huge = b"Content-Length: %d\r\n\r\n" % (MAXIMUM_BODY + 1)
    assert framing.feed(huge + message(b"{}")) == [Garbage(len(huge)), Body(b"{}")]
    endless = b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n"
    assert framing.feed(endless + message(b"{}")) == [Garbage(len(endless)), Body(b"{}")]


def test_an_endless_stream_of_garbage_is_not_kept() -> None:
    framing = Framing()
    for _ in range(100):
        frames = framing.feed(b"x" * 10_000)
    assert len(framing._buffer) < 50_000  # noqa: SLF001
    assert isinstance(frames[-1], Garbage)
    assert framing.feed(message(b"{}"))[-1] == Body(b"{}")
