"""A decorator for the small immutable classes of which a check makes millions."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Final, TypeVar

T = TypeVar("T")
EMPTY_SET: Final[frozenset[Any]] = frozenset()
"""For what is kept by the thousand: Python makes an empty set of 200 bytes each time."""

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**_options: bool):  # noqa: ANN201 - what type checkers see is the one above
        """Do nothing: the real one, which Python 3.10 lacks, only speaks to type checkers."""
        return lambda decorator: decorator


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def immutable(made: type[T]) -> type[T]:
    """Make a slotted dataclass that is compared and hashed by value, and that nobody may change.

    The type checkers see to the last: a class that is frozen at run time takes three times as long to make an object,
    since each of its fields is set by a call. Without that a cold check is a tenth faster.

    The library compiles the text of each method it makes; for these classes alone that would be a third of the time in
    which the analysis is loaded. So it only makes ``__init__``, and the others are compiled when first called.
    """
    given = made.__dict__
    finished = dataclass(slots=True, eq=False, repr=False)(made)
    names = [each.name for each in fields(finished) if each.compare]  # type: ignore[arg-type]  # it is a dataclass now
    if "__eq__" not in given:
        equal = f"{_tuple_of('self', names)} == {_tuple_of('other', names)}"
        _compile_later(
            finished, "__eq__", "self, other", f"{equal} if other.__class__ is self.__class__ else NotImplemented"
        )
    if given.get("__hash__") is None:
        _compile_later(finished, "__hash__", "self", f"hash({_tuple_of('self', names)})")
    if "__repr__" not in given:
        finished.__repr__ = _representation  # type: ignore[method-assign]  # it takes any object
    return finished


def _tuple_of(variable: str, names: list[str]) -> str:
    """Return the source of a tuple of some attributes of a variable."""
    return "({})".format("".join(f"{variable}.{name}, " for name in names))


def _compile_later(made: type, name: str, parameters: str, returned: str) -> None:
    def compile_and_call(*arguments: object) -> Any:  # noqa: ANN401 - whatever the method returns
        scope: dict[str, Any] = {}
        exec(f"def {name}({parameters}): return {returned}", scope)  # noqa: S102 - of names of fields only
        setattr(made, name, scope[name])
        return scope[name](*arguments)

    setattr(made, name, compile_and_call)


def _representation(self: Any) -> str:  # noqa: ANN401 - any class made above
    said = ", ".join(f"{each.name}={getattr(self, each.name)!r}" for each in fields(self) if each.repr)
    return f"{self.__class__.__qualname__}({said})"
