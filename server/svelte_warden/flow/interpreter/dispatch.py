"""The two dispatch tables: what each kind of expression and statement means, registered where it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from svelte_warden.flow.interpreter.values import Value

EVALUATORS: dict[type, Callable[..., Value]] = {}
EXECUTORS: dict[type, Callable[..., bool]] = {}

_Evaluator = TypeVar("_Evaluator", bound="Callable[..., Value]")
_Executor = TypeVar("_Executor", bound="Callable[..., bool]")


def evaluates(*kinds: type) -> Callable[[_Evaluator], _Evaluator]:
    """Register a function as the meaning of expressions of these kinds."""

    def register(function: _Evaluator) -> _Evaluator:
        EVALUATORS.update(dict.fromkeys(kinds, function))
        return function

    return register


def executes(*kinds: type) -> Callable[[_Executor], _Executor]:
    """Register a function as the meaning of statements of these kinds; it returns whether control always leaves."""

    def register(function: _Executor) -> _Executor:
        EXECUTORS.update(dict.fromkeys(kinds, function))
        return function

    return register
