"""Reaching the request from a function of the server: its ``locals``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from svelte_warden.engine.editing.occurrences import outer_function
from svelte_warden.engine.editing.style import ended, indent_at
from svelte_warden.engine.editing.versions import has_request_event
from svelte_warden.facts import model
from svelte_warden.project.roles import Role

if TYPE_CHECKING:
    from svelte_warden.engine.editing.draft import Draft, FileDraft
    from svelte_warden.engine.editing.site import Site
    from svelte_warden_rules.shared_state.fixes.case import Case

_GIVEN_THE_EVENT: Final = frozenset((Role.SERVER_LOAD, Role.ENDPOINT))
_LOCALS_TYPE: Final = re.compile(
    rb"^(?P<indent>[ \t]*)interface\s+Locals\s*\{(?P<body>(?:[^{}]|\{[^{}]*\})*)\}", re.MULTILINE
)
_LOCALS_COMMENT: Final = re.compile(rb"^(?P<indent>[ \t]*)//[ \t]*interface\s+Locals\s*\{\s*\}[ \t]*$", re.MULTILINE)


def locals_at(file: FileDraft, site: Site) -> str | None:
    """Return the expression for ``event.locals`` at a place of a server file, and make it available there.

    ``None`` if the event cannot be had there: outside of functions, or in a helper where there is no
    ``getRequestEvent``.
    """
    function = outer_function(site)
    if function is None:
        return None
    role = file.outline.program.role(file.outline.path)
    if role in _GIVEN_THE_EVENT and _is_entry(site, function):
        return _property_of(file, site, function, "locals")
    if role is Role.HOOKS_SERVER and (_is_entry(site, function) or is_handle(function)):
        event = _property_of(file, site, function, "event")
        return None if event is None else f"{event}.locals"
    if not has_request_event(file.project):
        return None
    given = file.import_name("$app/server", "getRequestEvent", around=site.local_names)
    return None if given in site.local_names else f"{given}().locals"


def is_handle(function: model.Function) -> bool:
    """Whether a function of the server's hooks is given a request to resolve, alone or as one of a ``sequence``."""
    parameter = function.parameters[0] if function.parameters else None
    return isinstance(parameter, model.ObjectPattern) and any(item.key == "resolve" for item in parameter.properties)


def _is_entry(site: Site, function: model.Function) -> bool:
    """Whether the framework calls a function itself: it is exported, alone or within ``actions``."""
    outside = site.way[: next(index for index, node in enumerate(site.way) if node is function)]
    return isinstance(outside[0], model.ExportDeclaration) and not any(
        isinstance(node, (model.Call, model.New)) for node in outside
    )


def _property_of(file: FileDraft, site: Site, function: model.Function, name: str) -> str | None:
    """Return the expression for a property of the first parameter, which is taken apart further if need be."""
    if not function.parameters:
        return _new_parameter(file, site, function, name)
    parameter = function.parameters[0]
    if isinstance(parameter, model.DefaultPattern):
        parameter = parameter.target
    match parameter:
        case model.Name(name=whole):
            return f"{whole}.{name}"
        case model.ObjectPattern(properties=properties, rest=rest):
            for item in properties:
                if item.key == name:
                    return item.target.name if isinstance(item.target, model.Name) else None
            if name in site.local_names:
                return None
            at = site.piece.offset + (properties[-1].end if properties else parameter.start + 1)
            text = f", {name}" if properties else f" {name} " if rest is None else f" {name},"
            file.insert_once(at, text)
            return name
    return None


def _new_parameter(file: FileDraft, site: Site, function: model.Function, name: str) -> str | None:
    start, _ = site.span(function)
    at = file.outline.data.find(b"()", start)
    if at < 0 or name in site.local_names:
        return None
    file.insert_once(at + 1, f"{{ {name} }}")
    return name


def is_declared_local(case: Case, name: str) -> bool:
    """Whether the project's ``App.Locals`` has a property."""
    written = _LOCALS_TYPE.search(case.program.source(_types_of(case)).data)
    return written is not None and _has_property(written["body"], name)


def _types_of(case: Case) -> str:
    return f"{case.project.source}/app.d.ts"


def _has_property(body: bytes, name: str) -> bool:
    return re.search(rb"(?<![\w$.])" + re.escape(name.encode()) + rb"\??\s*:", body) is not None


def declare_local(draft: Draft, case: Case, name: str, type_: str) -> None:
    """Add a property to ``App.Locals`` where the project declares its types."""
    path = _types_of(case)
    data = case.program.source(path).data
    style = draft.file(path).outline.style
    line = ended(f"{name}: {type_}", style)
    written = _LOCALS_TYPE.search(data)
    if written is not None and not _has_property(written["body"], name):
        outer = written["indent"].decode()
        body = written["body"].decode().rstrip()
        inner = _indent_of(body) or outer + style.indent
        text = f"{body}{style.newline}{inner}{line}{style.newline}{outer}"
        draft.file(path).replace(written.start("body"), written.end("body"), text)
    comment = _LOCALS_COMMENT.search(data)
    if written is None and comment is not None:
        outer = indent_at(data, comment.end("indent"))
        text = f"{outer}interface Locals {{{style.newline}{outer}{style.indent}{line}{style.newline}{outer}}}"
        draft.file(path).replace(comment.start(), comment.end(), text)


def _indent_of(body: str) -> str:
    first = next((text for text in body.split("\n") if text.strip()), "")
    return first[: len(first) - len(first.lstrip())]
