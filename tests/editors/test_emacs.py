"""Emacs with Eglot, with the configuration that its page shows."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.editors import programs, wishlist
from tests.editors.conftest import REPOSITORY, obtained
from tests.editors.emacs import Emacs
from tests.editors.waiting import wait_for
from tests.rules.markdown import read_sections

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PAGE = REPOSITORY / "editors" / "emacs" / "README.md"

# Before Emacs 29 Eglot is a package; Debian keeps those where only a start without -Q finds them.
_ELSEWHERE = (
    '(mapc (lambda (d) (add-to-list \'load-path d)) (file-expand-wildcards "/usr/share/emacs/site-lisp/elpa/*"))'
)
# Nothing may ask the user, who is not there.
_CALM = "(setq eglot-confirm-server-initiated-edits nil eglot-confirm-server-edits nil eglot-sync-connect 60)"

# Flymake looks by itself only in a window that somebody sees.
_FINDINGS = """
(flymake-start)
(mapcar (lambda (found) (vector (line-number-at-pos (flymake-diagnostic-beg found)) (flymake-diagnostic-text found)))
        (flymake-diagnostics))
"""
_HOVER = """
(let ((answer (jsonrpc-request (eglot-current-server) :textDocument/hover (eglot--TextDocumentPositionParams))))
  (plist-get (plist-get answer :contents) :value))
"""


@pytest.fixture
def emacs(environment: Mapping[str, str]) -> Iterator[Emacs]:
    """Emacs with the lines of its page, except those for lsp-mode."""
    program = obtained(programs.emacs)
    sections = read_sections(PAGE.read_text(encoding="utf-8"))
    blocks = [block.text for section in sections for block in section.blocks if "lsp-mode" not in block.text]
    lines = "\n".join(blocks).replace("/path/to/svelte-warden", str(REPOSITORY))
    with tempfile.TemporaryDirectory(prefix="sw-") as name:  # a socket's path must be short
        editor = Emacs(program, Path(name), environment, f"{_ELSEWHERE}\n{lines}\n(require 'eglot)\n{_CALM}\n")
        yield editor
        editor.quit()


def test_finding_hover_and_fix(emacs: Emacs, shop: Path) -> None:
    path = wishlist.write(shop)
    open_file(emacs, path)
    ((line, text),) = wait_for(lambda: look(emacs, path, _FINDINGS), "a finding")
    assert line == wishlist.LINE + 1
    assert "runs when the click handler runs" in text
    go = f"(goto-char (point-min)) (forward-line {wishlist.LINE}) (forward-char {wishlist.COLUMN + 1})"
    assert "context-outside-init" in look(emacs, path, f"{go} {_HOVER}")
    titles = look(emacs, path, f"{go} (mapcar (lambda (a) (plist-get a :title)) (eglot-code-actions (point) (point)))")
    assert wishlist.FIX in titles
    choose = f'(lambda (&rest _) "{wishlist.FIX}")'
    fix = (
        f'(cl-letf (((symbol-function \'completing-read) {choose})) (eglot-code-actions (point) (point) "quickfix" t))'
    )
    look(emacs, path, f"{go} {fix} (save-buffer) t")
    wait_for(lambda: wishlist.is_fixed(path.read_text(encoding="utf-8")), "the fixed text is saved")
    wait_for(lambda: not look(emacs, path, _FINDINGS), "no finding is left")


def test_context_tree(emacs: Emacs, shop: Path) -> None:
    path = shop / "src/lib/CheckoutButton.svelte"
    open_file(emacs, path)
    look(emacs, path, "(svelte-warden-context-tree) t")
    tree = emacs.lisp('(with-current-buffer "*svelte-warden context tree*" (buffer-string))')
    assert "+layout.svelte" in tree
    assert "CheckoutButton.svelte" in tree


def test_lisp_is_compiled_without_a_warning(emacs: Emacs, tmp_path: Path) -> None:
    source = (REPOSITORY / "editors/emacs/svelte-warden.el").read_text(encoding="utf-8")
    (tmp_path / "svelte-warden.el").write_text(source, encoding="utf-8")
    code = f'(let ((byte-compile-error-on-warn t)) (byte-compile-file "{tmp_path}/svelte-warden.el"))'
    assert emacs.lisp(f"(and {code} t)") is True


def open_file(emacs: Emacs, path: Path) -> None:
    """Open a file, and start the server for it as `M-x eglot` does."""
    start = "(apply #'eglot (let ((current-prefix-arg nil)) (eglot--guess-contact)))"
    emacs.lisp(f'(make-directory "{path.parents[2]}/.git" t) (find-file "{path}") {start} t')
    wait_for(lambda: look(emacs, path, "(and (eglot-managed-p) t)"), "the server answers")


def look(emacs: Emacs, path: Path, code: str) -> Any:  # noqa: ANN401 - whatever the code returns
    """Evaluate code in the buffer of a file."""
    return emacs.lisp(f'(with-current-buffer (find-buffer-visiting "{path}") {code})')
