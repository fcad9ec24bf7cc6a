"""What the application's own endpoints answer: ``GET = () => json(countries)`` knows no user, so all get the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.facts import model
from svelte_warden.flow.names import functions_declared

if TYPE_CHECKING:
    from svelte_warden.flow.program import Program

_OF_NOBODY: Final = frozenset(("params", "url", "route", "setHeaders", "platform", "isDataRequest", "isSubRequest"))
"""What an endpoint may take from its event without learning who asks; what it is asked for is in the address."""
_EVENT_ELSEWHERE: Final = "getRequestEvent"


def answers_all_alike(program: Program, path: str, address: str) -> bool:
    """Whether an address leads to an endpoint of the project that gives every user the same.

    Args:
        program: the program.
        path: a file of the project.
        address: what is fetched, such as ``/api/countries?sorted``.
    """
    asked = address.partition("#")[0].partition("?")[0].rstrip("/")
    endpoint = program.query(endpoints_by_address, program.project(path).root).get(asked)
    return endpoint is not None and program.query(knows_no_user, endpoint)


def endpoints_by_address(program: Program, root: str) -> dict[str, str]:
    """Return the endpoints of the project at ``root`` by their addresses, the first of several at one."""
    tree = program.routes(f"{root}/package.json")
    return {_address_of(endpoint, tree.root): endpoint for endpoint in reversed(tree.endpoints)}


def _address_of(endpoint: str, root: str) -> str:
    """Return the address at which an endpoint answers; groups of routes, ``(api)``, are no part of it."""
    folders = endpoint.removeprefix(root).split("/")[1:-1]
    return "".join(f"/{folder}" for folder in folders if not (folder.startswith("(") and folder.endswith(")")))


def knows_no_user(program: Program, endpoint: str) -> bool:
    """Whether the ``GET`` of an endpoint takes nothing from its event that tells users apart."""
    facts = program.facts(endpoint)
    if facts is None or any(_EVENT_ELSEWHERE in placed.item.names for placed in facts.module):
        return False
    statements = (statement for placed in facts.module for statement in placed.item.statements)
    declared = dict(each for statement in statements for each in functions_declared(statement))
    match declared.get("GET"):
        case model.Function(parameters=()):
            return True
        case model.Function(parameters=(model.ObjectPattern(properties=taken, rest=None),)):
            return all(item.key in _OF_NOBODY for item in taken)
        case _:
            return False
