"""A piece of script source, lowered when first asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from svelte_warden.facts import model
from svelte_warden.facts.lowering import lower_expression, lower_parameters, lower_pattern, lower_statements
from svelte_warden.facts.lowering.simple_imports import lower_import

if TYPE_CHECKING:
    from svelte_warden.facts.parsed_statements import ParsedStatements

Form: TypeAlias = Literal["statement", "expression", "pattern", "parameters"]
"""How a piece of source is to be read; ``parameters`` is what stands between a function's parentheses."""

_NAME = re.compile(r"[A-Za-z_$\u0080-\U0010ffff][A-Za-z0-9_$\u0080-\U0010ffff]*")
_REFERENCE = re.compile(rf"(?:\.\.\.|(?<![.\w$]))({_NAME.pattern})")


class Code:
    """A piece of script source: equal to any other piece of the same form and bytes, wherever it stands.

    Its meaning is made on first use and kept. A piece whose bytes are no such thing is opaque; nothing raises.

    Args:
        form: how it is to be read.
        text: its bytes.
        parsed: the script that it is a statement of, where it is lowered from as long as that is parsed.
        index: its position among the statements of that script.
    """

    __slots__ = (
        "_expression", "_index", "_names", "_parsed", "_pattern", "_references", "_statements", "form", "text",
    )  # fmt: skip

    def __init__(self, form: Form, text: bytes, parsed: ParsedStatements | None = None, index: int = 0) -> None:
        self.form: Form = form
        self.text = text
        self._names: frozenset[str] | None = None
        self._references: frozenset[str] | None = None
        self._statements: tuple[model.Statement, ...] | None = None
        self._expression: model.Expression | None = None
        self._pattern: model.Pattern | None = None
        self._parsed = parsed
        self._index = index

    @property
    def names(self) -> frozenset[str]:
        """Every identifier in the text, ``$store`` with its ``$``; property names and words in strings too."""
        if self._names is None:
            self._names = self.find_names()
        return self._names

    def find_names(self) -> frozenset[str]:
        """The same as ``names`` for whoever asks once about many pieces: they are not kept."""
        return self._names or frozenset(_NAME.findall(self.text.decode("utf-8", "replace")))

    @property
    def references(self) -> frozenset[str]:
        """The names without those that are certainly properties: ``a`` and ``c`` of ``a.b(c)``."""
        if self._references is None:
            self._references = frozenset(_REFERENCE.findall(self.text.decode("utf-8", "replace")))
        return self._references

    def release(self) -> None:
        """Let go of the meaning, which takes twenty times the bytes of the text; who asks again gets an equal one."""
        self._names = self._references = self._statements = self._expression = self._pattern = self._parsed = None

    @property
    def statements(self) -> tuple[model.Statement, ...]:
        """The statements of a piece of form ``statement``: one, unless half-typed or erased.

        A piece of form ``expression`` is one expression statement.
        """
        if self._statements is None:
            if self.form == "statement":
                self._statements = self._lowered_statements()
                self._parsed = None
            else:
                self._statements = (model.ExpressionStatement(0, len(self.text), self.expression),)
        return self._statements

    def _lowered_statements(self) -> tuple[model.Statement, ...]:
        if self.text.startswith(b"import") and (simple := lower_import(self.text)) is not None:
            return (simple,)
        lowered = None if self._parsed is None else self._parsed.lower(self._index)
        return lower_statements(self.text) if lowered is None else lowered

    @property
    def expression(self) -> model.Expression:
        """The expression; for ``parameters`` an arrow :class:`~svelte_warden.facts.model.Function` without a body."""
        if self._expression is None:
            if self.form == "parameters":
                self._expression = lower_parameters(self.text)
            else:
                self._expression = lower_expression(self.text)
        return self._expression

    @property
    def pattern(self) -> model.Pattern:
        """The binding pattern of a piece of form ``pattern``."""
        if self._pattern is None:
            self._pattern = lower_pattern(self.text)
        return self._pattern

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return isinstance(other, Code) and self.text == other.text and self.form == other.form

    def __hash__(self) -> int:
        return hash((self.form, self.text))

    def __repr__(self) -> str:
        return f"Code({self.form!r}, {self.text!r})"


_MOST_SHARED: Final = 20_000
_shared: dict[Form, dict[bytes, Code]] = {"statement": {}, "expression": {}, "pattern": {}, "parameters": {}}


def shared_code(form: Form, text: bytes) -> Code:
    """The piece of code of a form and text: one for all files, so that what is made of it is made once.

    Most expressions in markup are names, and most imports stand in many files.
    """
    known = _shared[form]
    code = known.get(text)
    if code is None:
        if len(known) >= _MOST_SHARED:
            known.clear()
        code = known[text] = Code(form, text)
    return code
