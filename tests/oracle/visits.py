"""What users ask a SvelteKit project for: every page, its data and actions, and every endpoint."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_GROUP = re.compile(r"/\([^/)]+\)")
_OPTIONAL = re.compile(r"/\[\[[^\]]+\]\]")
_PARAMETER = re.compile(r"\[(?:\.\.\.)?[^\]]+\]")
_ROUTE_FILE = re.compile(r"src/routes(?P<route>(?:/[^/]+)*)/\+(?P<kind>page|server|layout|error)[@.].*")
_ACTIONS = re.compile(r"\bactions\b[^=]*=\s*\{")
_ACTION = re.compile(r"^\s*(?:async\s+)?(\w+)\s*(?::|\()", re.MULTILINE)
_METHOD = re.compile(r"export\s+(?:const|let|(?:async\s+)?function)\s+(GET|POST|PUT|PATCH|DELETE)\b")
_FIELD = re.compile(r"""\.get\(\s*['"]([\w-]+)['"]""")

# Any value will do for a parameter; this one passes the usual matchers.
_ANY_PARAMETER = "1"


@dataclass(frozen=True, slots=True)
class Visit:
    """One request.

    Attributes:
        method: HTTP method.
        path: Path and query.
        fields: Names of the form fields that are sent, each with what belongs to the user.
    """

    method: str
    path: str
    fields: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Write the request as its first line says it."""
        return f"{self.method} {self.path}"


def visits(files: Mapping[str, str]) -> tuple[Visit, ...]:
    """Return every request that a project answers, those that send something first.

    Args:
        files: Path → content of the project.
    """
    found = dict.fromkeys(visit for path, text in files.items() for visit in _visits_of(path, text))
    return tuple(sorted(found, key=lambda visit: visit.method == "GET"))


def cookies(files: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names that a project asks a collection for with `get`, since any may be a cookie."""
    return tuple(dict.fromkeys(name for text in files.values() for name in _FIELD.findall(text)))


def _visits_of(path: str, text: str) -> Iterator[Visit]:
    route = _ROUTE_FILE.fullmatch(path)
    if route is None:
        return
    address = _address(route["route"])
    fields = tuple(dict.fromkeys(_FIELD.findall(text)))
    match route["kind"]:
        case "server":
            yield from (Visit(method, address, fields if method != "GET" else ()) for method in _METHOD.findall(text))
        case "page":
            yield Visit("GET", address)
            yield Visit("GET", f"{address.rstrip('/')}/__data.json")
            if ".server." in path:
                for name in _actions(text):
                    yield Visit("POST", address if name == "default" else f"{address}?/{name}", fields)
        case "error":
            yield Visit("GET", f"{address.rstrip('/')}/nowhere-to-be-found")


def _address(route: str) -> str:
    without_groups = _OPTIONAL.sub("", _GROUP.sub("", route))
    return _PARAMETER.sub(_ANY_PARAMETER, without_groups) or "/"


def _actions(text: str) -> Iterator[str]:
    start = _ACTIONS.search(text)
    if start is None:
        return
    depth, end = 1, start.end()
    own = list[str]()
    while depth and end < len(text):
        depth += {"{": 1, "}": -1}.get(text[end], 0)
        if depth == 1:
            own.append(text[end])
        end += 1
    separated = "".join(own).replace(",", "\n").replace("}", "\n")
    yield from _ACTION.findall(separated)
