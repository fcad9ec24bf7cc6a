"""Two users and a guest ask one server, one after the other and at the same time; do they see each other's secrets?"""

from __future__ import annotations

import http.client
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from tests.oracle.observed import Leak

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.oracle.visits import Visit

# How much later the other one asks, in seconds: at once, and while the first waits for the world outside.
_DELAYS = (0.0, 0.02)
_TIMEOUT_SECONDS = 20


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who asks.

    Attributes:
        name: For reports.
        secret: A word that stands in everything this user sends, and in nothing else; `""` for a guest.
    """

    name: str
    secret: str


ALICE = User("Alice", "secret-of-alice-5f3a9c")
BOB = User("Bob", "secret-of-bob-77c2e1")
GUEST = User("a guest", "")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said.

    Attributes:
        visit: What was asked.
        user: Who asked.
        status: HTTP status.
        text: Headers and body.
    """

    visit: Visit
    user: User
    status: int
    text: str


@dataclass(frozen=True, slots=True)
class Server:
    """A server that was started.

    Attributes:
        port: Where it listens on 127.0.0.1.
        cookies: The names of the cookies that users send, each with their secret.
    """

    port: int
    cookies: tuple[str, ...] = ()


def ask_everything(server: Server, visits: Sequence[Visit], rounds: int) -> tuple[list[Answer], list[Leak]]:
    """Let the users ask for everything, and return all answers, and every secret that reached somebody else.

    Args:
        server: Whom they ask.
        visits: What they ask for.
        rounds: How often they ask at the same time at most, as long as nobody has seen anything yet.
    """
    answers, found = list[Answer](), list[Leak]()
    for user in (ALICE, GUEST, BOB):
        for visit in visits:
            answer = _ask(server, user, visit)
            answers.append(answer)
            found += leaks(answer, "afterwards")
    together = product(range(rounds), visits, ((ALICE, BOB), (BOB, ALICE)), _DELAYS)
    for turn, visit, users, delay in together:
        if turn and found:
            break
        for answer in _ask_both(server, users, visit, delay):
            answers.append(answer)
            found += leaks(answer, "at the same time")
    return answers, list(dict.fromkeys(found))


def _ask_both(server: Server, users: tuple[User, User], visit: Visit, delay: float) -> list[Answer]:
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(_ask, server, users[0], visit)
        time.sleep(delay)
        second = pool.submit(_ask, server, users[1], visit)
        return [first.result(), second.result()]


def _ask(server: Server, user: User, visit: Visit) -> Answer:
    accept = "text/html" if visit.method == "GET" else "application/json"
    headers = {"accept": accept, "x-forwarded-proto": "http"}
    body = None
    if user.secret:
        headers["cookie"] = "; ".join(f"{name}={user.secret}" for name in ("user", *server.cookies))
    if visit.method != "GET":
        headers |= {"content-type": "application/x-www-form-urlencoded", "origin": f"http://127.0.0.1:{server.port}"}
        body = urlencode(dict.fromkeys(visit.fields, user.secret or "nothing"))
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=_TIMEOUT_SECONDS)
    try:
        connection.request(visit.method, visit.path, body, headers)
        response = connection.getresponse()
        text = f"{response.headers}\n{response.read().decode(errors='replace')}"
    finally:
        connection.close()
    return Answer(visit, user, response.status, text)


def leaks(answer: Answer, how: str) -> Iterator[Leak]:
    """Yield the secrets of other users in an answer; `how` says when it was given."""
    text = answer.text.lower()
    for owner in (ALICE, BOB):
        if owner != answer.user and owner.secret in text:
            yield Leak(owner.name, answer.user.name, f"{answer.visit} {how}")
