"""Import lsprotocol without paying for the classes a session never uses.

``lsprotocol.types`` makes attrs generate and compile the methods of 554 classes, which is most of the time between the
start of the process and the answer to ``initialize``; a session uses some sixty of them. While that module is imported,
``attrs.define`` only leaves a note in each class, and the first instance, or the first look at its fields, makes attrs
do the work. The class then is what it always was, except that its instances have a ``__dict__``.

Everything here may stop helping with a later lsprotocol or attrs; it must not break anything then: whatever goes wrong
while the module is imported leads to an ordinary import, and ``tests/lsp/test_deferred_types.py`` compares all classes.
"""

from __future__ import annotations

import sys
from typing import Any

import attrs

_MODULE = "lsprotocol.types"
_real_define: Any = attrs.define


def import_lsprotocol() -> None:
    """Import ``lsprotocol.types`` such that its classes are completed on first use; nothing if it is imported."""
    if _MODULE in sys.modules:
        return
    setattr(attrs, "define", _define)  # noqa: B010  an assignment would need the overloads of attrs.define
    try:
        from lsprotocol import _hooks  # noqa: PLC0415  must be imported while attrs.define is replaced

        # _complete resolves the forward references class by class; lsprotocol would complete all classes to do it
        _hooks._resolved_forward_references = True  # noqa: SLF001
    except Exception:  # noqa: BLE001  the ordinary import that follows tells what is really wrong
        for name in [name for name in sys.modules if name.split(".")[0] == "lsprotocol"]:
            del sys.modules[name]
    finally:
        setattr(attrs, "define", _real_define)  # noqa: B010  as above


def _define(cls: Any = None, **options: Any) -> Any:  # noqa: ANN401  a decorator as general as the one it stands for
    """Stand in for ``attrs.define``; other modules that are imported meanwhile get the real one."""
    if cls is None or options or cls.__module__ != _MODULE:
        return _real_define(cls, **options)
    cls.__init__ = _initialize_first
    cls.__attrs_attrs__ = _Fields()
    return cls


def _complete(cls: Any) -> None:  # noqa: ANN401  attributes come and go that no type describes
    """Let attrs do to a class what it would have done at import."""
    del cls.__init__
    del cls.__attrs_attrs__
    _real_define(cls, slots=False)
    attrs.resolve_types(cls, sys.modules[_MODULE].ALL_TYPES_MAP, {})


def _initialize_first(self: Any, *arguments: object, **named: object) -> None:  # noqa: ANN401  as in _complete
    """Stand in for ``__init__`` until the first instance is made."""
    cls = type(self)
    _complete(cls)
    cls.__init__(self, *arguments, **named)


class _Fields:
    """Stands in for ``__attrs_attrs__`` until somebody asks for the fields."""

    def __get__(self, instance: object, owner: Any) -> object:  # noqa: ANN401  as in _complete
        _complete(owner)
        return owner.__attrs_attrs__
