"""Moving a call to where a component initialises, and using its result where the call stood."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from svelte_warden.engine.editing.outline import constant
from svelte_warden.engine.editing.statements import insert_after, insert_before, remove_statement
from svelte_warden.engine.editing.style import indent_at, reindented
from svelte_warden.engine.findings import Edit, Fix
from svelte_warden.facts import model
from svelte_warden.flow.names import children, declared_names, free_names, names_within, within_function
from svelte_warden_rules.context_timing.naming import variable_name

if TYPE_CHECKING:
    from svelte_warden.engine.editing.site import Site
    from svelte_warden.engine.findings import Safety


_SCHEDULING = frozenset(("$effect", "onMount", "beforeUpdate", "afterUpdate"))
_CALLEE_END = re.compile(r"[(<]")
_NOTHING = re.compile(r"(?:\(\)\s*=>|function\s*\(\))\s*\{[\s;]*\}")


def hoist_to_init(site: Site, safety: Safety, after: int = -1) -> Fix | None:
    """Call it at the top level of the instance script, behind what it needs and the statement with the index ``after``.

    ``None`` if there is no such script, or if the call needs something that is not there yet.
    """
    moved = site.statement or _moved_declaration(site)
    needed = free_names(moved or site.call)
    anchor = _anchor(site, needed, after) if _may_move_to_init(site, needed) else None
    if anchor is None:
        return None
    if needed & site.file.variable_names:
        safety = "unsafe"
    if moved is not None:
        return Fix(_title(site), safety, (_inserted(site, anchor, _text(site, moved)), _removal(site, moved)))
    kept = _kept_already(site)
    if kept is not None:
        return Fix(f"Use `{kept}`, which is read at the top level", safety, (_use(site, kept),))
    name = variable_name(site.call, site.taken_names)
    insertion = _inserted(site, anchor, f"const {name} = {site.text(site.call)}")
    return Fix(_title(site), safety, (insertion, Edit(site.path, *site.span(site.call), name)))


def set_at_init(site: Site, safety: Safety, title: str = "") -> Fix | None:
    """Move the statement that sets a context to the top level of the instance script, before any ``await``.

    ``None`` if what is set is not known there, or may be another value by then.
    """
    moved = site.statement
    needed = free_names(moved) if moved is not None else frozenset()
    if (
        moved is None
        or not _may_move_to_init(site, needed)
        or needed & (site.file.variable_names - site.file.prop_names)
    ):
        return None
    if needed & site.file.prop_names:
        safety = "unsafe"
    anchor = _anchor(site, needed)
    if anchor is None or site.file.first_await <= anchor:
        return None
    return Fix(title or _title(site), safety, (_inserted(site, anchor, _text(site, moved)), _removal(site, moved)))


def move_before(site: Site, changed: tuple[model.Node, ...], safety: Safety, title: str) -> Fix | None:
    """Call it before the statement of the same function that gives the component up.

    ``changed`` are the nodes that hold the ``await`` (or what hands the callback over), the outermost first.
    """
    body, statement = _statement_in_function(site, changed)
    if statement is None or _uses_this(site.call):
        return None
    moved = site.statement or _moved_declaration(site)
    needed = free_names(moved or site.call)
    within = site.way[site.way.index(body) + 1 :] if body is not None else site.way
    later = _declared_from(body, statement.start) | frozenset().union(
        *(site.file.about(node, names_within) for node in within[:-1])
    )
    if needed & later:
        return None
    start, _ = site.span(statement)
    if moved is not None:
        insertion = insert_before(site.path, site.file.data, start, _text(site, moved, start), site.file.style)
        return Fix(title, safety, (insertion, _removal(site, moved)))
    name = variable_name(site.call, site.taken_names)
    text = f"const {name} = {site.text(site.call)}"
    insertion = insert_before(site.path, site.file.data, start, text, site.file.style)
    return Fix(title, safety, (insertion, Edit(site.path, *site.span(site.call), name)))


def move_to_instance_script(site: Site) -> Fix | None:
    """Move a statement of the module script, which declares something only the component uses, to the instance."""
    statement = site.way[0]
    if site.script != "module" or not site.file.instance or not isinstance(statement, model.VariableDeclaration):
        return None
    names = declared_names(statement)
    others = (other for placed in site.file.module if placed is not site.piece for other in placed.item.statements)
    if any(names & free_names(other) for other in others):
        return None
    anchor = _anchor(site, free_names(statement))
    if anchor is None:
        return None
    edits = (_inserted(site, anchor, _text(site, statement)), _removal(site, statement))
    return Fix("Move it to the component's own script", "safe", edits)


def wrap_in_function(site: Site) -> Fix | None:
    """Make an exported constant of a module a function that reads the context when it is called."""
    match site.way:
        case (
            model.ExportDeclaration(declaration=model.VariableDeclaration(declarators=(declarator,))),
            model.VariableDeclaration(),
            model.Declarator(pattern=model.Name(name=name)),
            call,
        ) if declarator.init is call:
            start, _ = site.span(call)
            others = (
                other
                for placed in (*site.file.module, *site.file.instance)
                if placed is not site.piece
                for other in placed.item.statements
            )
            if site.file.markup or any(name in free_names(other) for other in others):
                return None
            title = f"Make `{name}` a function; who uses it must call it while a component initialises"
            return Fix(title, "unsafe", (Edit(site.path, start, start, "() => "),))
    return None


def return_from_mount(site: Site) -> Fix | None:
    """Make ``onDestroy(callback)`` at the end of an ``onMount`` callback its return value."""
    match site.way[-4:]:
        case (
            model.Call(callee=model.Name(name="onMount")),
            model.Function(is_async=False) as body,
            model.ExpressionStatement() as statement,
            model.Call(arguments=(callback,)) as call,
        ) if body.body[-1] is statement and not _returns(body):
            text = f"return {site.text(callback)}"
            return Fix("Return it from onMount", "safe", (Edit(site.path, *site.span(call), text),))
    return None


def _returns(body: model.Function) -> bool:
    return any(isinstance(node, model.Return) for statement in body.body for node in within_function(statement))


# --- where to ------------------------------------------------------------------------------------------------------


def _may_move_to_init(site: Site, needed: frozenset[str]) -> bool:
    return (
        site.script != "module"
        and bool(site.file.instance)
        and not needed & site.local_names
        and not _uses_this(site.call)
    )


def _anchor(site: Site, needed: frozenset[str], after: int = -1) -> int | None:
    """Return the index of the instance's statement behind which the call may stand: imports and what it needs.

    -1 is before all of them; ``None`` if the call runs, with the script, before what it needs.
    """
    file = site.file
    anchor = max(after, file.last_import, *(file.declared_at.get(name, -1) for name in needed))
    runs_with_script = site.script == "instance" and not any(isinstance(node, model.Function) for node in site.way)
    return None if runs_with_script and anchor >= file.instance_index(site.piece.offset) else anchor


def _inserted(site: Site, anchor: int, statement: str) -> Edit:
    if anchor < 0:
        return insert_before(site.path, site.file.data, site.file.instance[0].offset, statement, site.file.style)
    placed = site.file.instance[anchor]
    end = placed.offset + len(placed.item.text)
    return insert_after(site.path, site.file.data, placed.offset, end, statement, site.file.style)


def _statement_in_function(
    site: Site, changed: tuple[model.Node, ...]
) -> tuple[model.Function | None, model.Statement | None]:
    """Return the innermost function that holds both the change and the call, and its statement with the change."""
    shared = [node for node in changed if any(node is other for other in site.way)]
    functions = [node for node in shared if isinstance(node, model.Function)]
    if not functions:
        return None, None
    body = functions[-1]
    inner = changed[changed.index(body) + 1 :]
    statement = next((child for child in body.body if any(child is node for node in inner)), None)
    if statement is None or (body.is_arrow and statement.start == statement.end):
        return body, None
    if isinstance(statement, model.Return) and not site.text(statement).startswith("return"):
        return body, None  # an arrow function whose body is an expression
    return body, statement


def _declared_from(body: model.Function | None, start: int) -> frozenset[str]:
    statements = body.body if body is not None else ()
    return frozenset().union(*(declared_names(statement) for statement in statements if statement.start >= start))


# --- what ------------------------------------------------------------------------------------------------------------


def _moved_declaration(site: Site) -> model.VariableDeclaration | None:
    """Return the declaration around the call if all of it can move: its names mean nothing else at the top level."""
    declaration = site.declaration
    if declaration is None or site.script == "markup":
        return None
    names = declared_names(declaration)
    outside = site.taken_names_without(declaration)
    return None if names & outside else declaration


def _kept_already(site: Site) -> str | None:
    """Return the constant of the top level that holds the result of the very same call, if the call can see it."""
    name = site.file.constants.get(site.text(site.call).encode())
    if name is None:
        return None
    return name if name not in site.local_names or name == constant(site.declaration)[0] else None


def _use(site: Site, kept: str) -> Edit:
    """Put a constant in the place of the call; a declaration of the same name goes."""
    declaration = site.declaration
    if declaration is not None and constant(declaration)[0] == kept:
        return _removal(site, declaration)
    return Edit(site.path, *site.span(site.call), kept)


def _text(site: Site, statement: model.Node, target: int | None = None) -> str:
    start, _ = site.span(statement)
    at = target if target is not None else site.file.instance[0].offset
    return reindented(site.text(statement), indent_at(site.file.data, start), indent_at(site.file.data, at))


def _removal(site: Site, statement: model.Node) -> Edit:
    """Take a statement out, with the effects or lifecycle calls that are there for nothing else."""
    outer: model.Node | None = statement
    while outer is not None:
        statement, outer = outer, _emptied(site, outer)
    return remove_statement(site.path, site.file.data, *site.span(statement))


def _emptied(site: Site, statement: model.Node) -> model.ExpressionStatement | None:
    """Return the statement ``$effect(() => { … })`` whose function holds nothing but the one that goes."""
    position = next((index for index, node in enumerate(site.way) if node is statement), 0)
    match site.way[max(0, position - 3) : position]:
        case (
            model.ExpressionStatement() as outer,
            model.Call(callee=model.Name(name=name), arguments=(_,)),
            model.Function(body=(_,)) as function,
        ) if name in _SCHEDULING:
            rest = site.text(function).replace(site.text(statement), "", 1)
            return outer if _NOTHING.fullmatch(rest) else None
    return None


def _uses_this(node: model.Node) -> bool:
    waiting = [node]
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, (model.This, model.Super, model.Await, model.Yield)):
            return True
        waiting.extend(children(inner))
    return False


def _title(site: Site) -> str:
    name = _CALLEE_END.split(site.text(site.call), maxsplit=1)[0].strip()
    return f"Call `{name}` at the top level of the component's script"
