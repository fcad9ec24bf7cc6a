"""Changing a copy instead of what is shared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.facts import model
from svelte_warden.flow.names import children
from svelte_warden_rules.shared_state.fixes.module_state import state_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.engine.editing.site import Site
    from svelte_warden.engine.findings import Fix
    from svelte_warden_rules.shared_state.fixes.case import Case

_IN_PLACE: Final = frozenset(("sort", "reverse"))
_COLLECTIONS: Final = frozenset(("Map", "Set", "URL", "URLSearchParams", "Headers", "Date"))
_NOTHING_MORE: Final = 2  # statement and expression


def copy_first(case: Case) -> Fix | None:
    """Return the fix for a change through another name, or in an expression whose result is used."""
    site = case.site
    if site is None or case.write.kind not in ("object", "cache", "rune-state"):
        return None
    return _ordered_copy(case, site) or _assigned_to_new(case, site) or _copied_alias(case, site)


def _ordered_copy(case: Case, site: Site) -> Fix | None:
    """``list.sort()`` whose result is used becomes ``[...list].sort()``."""
    match site.way[-1]:
        case model.Call(callee=model.Member(object=receiver, property=method)) if method in _IN_PLACE:
            if _is_for_effect(site):
                return None
            draft = case.draft()
            draft.file(case.path).replace(*site.span(receiver), f"[...{site.text(receiver)}]")
            return draft.fix(f"Copy the list before it is {_done(method)}", "safe")
    return None


def _done(method: str) -> str:
    return "sorted" if method == "sort" else "reversed"


def _assigned_to_new(case: Case, site: Site) -> Fix | None:
    """``Object.assign(defaults, more)`` whose result is used becomes ``Object.assign({}, defaults, more)``."""
    match site.way[-1]:
        case model.Call(
            callee=model.Member(object=model.Name(name="Object"), property="assign"), arguments=(target, *_)
        ) if not _is_for_effect(site):
            at, _ = site.span(target)
            draft = case.draft()
            draft.file(case.path).replace(at, at, "{}, ")
            return draft.fix("Assign to a new object", "safe")
    return None


def _is_for_effect(site: Site) -> bool:
    return len(site.way) >= _NOTHING_MORE and isinstance(site.way[-2], model.ExpressionStatement)


def _copied_alias(case: Case, site: Site) -> Fix | None:
    """``const mine = shared`` becomes a copy, deep if something nested is changed."""
    name = _root(site.way[-1])
    function = next((node for node in reversed(site.way) if isinstance(node, model.Function)), None)
    alias = _alias(function, name) if function is not None and name is not None else None
    if function is None or name is None or alias is None:
        return None
    literal = _value_of(case, alias)
    if literal is None:
        return None
    depth = max((_depth(way) for way in _references(function, name, ())), default=0)
    text = _copy(literal, site.text(alias), is_deep=depth > 1)
    if text is None:
        return None
    draft = case.draft()
    draft.file(case.path).replace(*site.span(alias), text)
    is_safe = case.write.how == "=" and case.write.concern == "user-data"
    return draft.fix(f"Copy `{site.text(alias)}` before it is changed", "safe" if is_safe else "unsafe")


def _root(node: model.Node) -> str | None:
    """Return the variable through which an expression writes."""
    while True:
        match node:
            case model.Name(name=name):
                return name
            case model.Member(object=inner) | model.Index(object=inner) | model.Call(callee=inner):
                node = inner
            case model.Assignment(target=inner) | model.Update(target=inner) | model.Unary(operand=inner):
                node = inner
            case _:
                return None


def _alias(function: model.Function, name: str) -> model.Expression | None:
    """Return the expression that a variable of a function stands for: another variable, or something within it."""
    for parameter in function.parameters:
        match parameter:
            case model.DefaultPattern(target=model.Name(name=found), default=default) if found == name:
                return default if _is_path(default) else None
    for statement in function.body:
        if isinstance(statement, model.VariableDeclaration):
            for item in statement.declarators:
                if isinstance(item.pattern, model.Name) and item.pattern.name == name and item.init is not None:
                    return item.init if _is_path(item.init) else None
    return None


def _is_path(node: model.Expression) -> bool:
    return isinstance(node, model.Name) or (isinstance(node, model.Member) and _is_path(node.object))


def _value_of(case: Case, alias: model.Expression) -> model.Expression | None:
    """Return what the shared variable was made as, followed to the property that the alias names."""
    path: list[str] = []
    node = alias
    while isinstance(node, model.Member):
        path.insert(0, node.property)
        node = node.object
    state = state_of(case)
    if state is None or (state.path != case.path and not isinstance(node, model.Name)):
        return None
    value = state.declarator.init
    if isinstance(node, model.Name) and node.name != state.name and state.path == case.path:
        return None
    for part in path:
        value = _property(value, part)
    return value


def _property(value: model.Expression | None, name: str) -> model.Expression | None:
    if not isinstance(value, model.ObjectLiteral):
        return None
    for item in value.properties:
        if isinstance(item, model.Property) and item.kind == "init" and item.key == name:
            return item.value
    return None


def _copy(literal: model.Expression, text: str, *, is_deep: bool) -> str | None:
    match literal:
        case model.ObjectLiteral() | model.ArrayLiteral() if is_deep:
            return f"structuredClone({text})" if _is_plain(literal) else None
        case model.ObjectLiteral():
            return f"{{ ...{text} }}"
        case model.ArrayLiteral():
            return f"[...{text}]"
        case model.New(callee=model.Name(name=name)) if name in _COLLECTIONS and not is_deep:
            return f"new {name}({text})"
    return None


def _is_plain(node: model.Node) -> bool:
    """Whether a literal holds nothing but data, so that ``structuredClone`` takes it."""
    match node:
        case model.Constant(kind="regexp"):
            return False
        case model.Constant() | model.Template(holes=()):
            return True
        case model.ObjectLiteral() | model.ArrayLiteral() | model.Property(kind="init"):
            return all(_is_plain(child) for child in children(node))
    return False


def _references(node: model.Node, name: str, above: tuple[model.Node, ...]) -> Iterator[tuple[model.Node, ...]]:
    way = (*above, node)
    if isinstance(node, model.Name):
        if node.name == name:
            yield way
        return
    for child in children(node):
        yield from _references(child, name, way)


def _depth(way: tuple[model.Node, ...]) -> int:
    """Return how far below a variable something may be changed: 1 for what it holds itself, 2 for anything deeper."""
    node, *outer = reversed(way)
    steps = 0
    for above in outer:
        match above:
            case model.Member(object=inner) | model.Index(object=inner) if inner is node:
                steps += 1
            case model.Assignment(target=target) if target is node:
                return steps
            case model.Update() | model.Unary(operator="delete"):
                return steps
            case model.Call(callee=callee) if callee is node:
                return steps
            case model.Call():
                return 2 if steps == 0 else steps
            case _:
                return 0
        node = above
    return 0
