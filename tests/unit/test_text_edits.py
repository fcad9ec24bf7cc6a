from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from svelte_warden.text.edits import ByteEdit, edit_between

BYTES = st.binary(max_size=12) | st.lists(st.sampled_from([b"a", b"b"])).map(b"".join)


def test_the_edit_is_the_smallest() -> None:
    assert edit_between(b"let x = 1;", b"let xy = 1;") == ByteEdit(5, 5, 6)
    assert edit_between(b"aaa", b"aaaa") == ByteEdit(3, 3, 4)
    assert edit_between(b"abc", b"") == ByteEdit(0, 3, 0)
    assert edit_between(b"abc", b"abc") is None


@given(BYTES, BYTES)
def test_the_edit_turns_one_text_into_the_other(old: bytes, new: bytes) -> None:
    edit = edit_between(old, new)
    if edit is None:
        assert old == new
    else:
        assert old[: edit.start] + new[edit.start : edit.new_end] + old[edit.old_end :] == new
        assert edit.start <= edit.old_end <= len(old)
        assert edit.start <= edit.new_end <= len(new)
