"""What the seven rules of the family say: what is shared, whose data reaches it, and what to do; and the way there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.engine.findings import Place, Related
from svelte_warden.flow.moments import Phase

if TYPE_CHECKING:
    from svelte_warden.flow.interpreter.values import Origin
    from svelte_warden.flow.sharing import StateKind, StateWrite

_WHAT: dict[StateKind, str] = {
    "variable": "the module variable",
    "object": "the module-level object",
    "store": "the module-level store",
    "rune-state": "the module-level state",
    "instance": "the shared instance",
    "cache": "the module-level cache",
    "global": "the global",
}
# How a sentence calls data that the analysis names by where it comes from.
_DATA = {
    "event.locals": "data of `event.locals`",
    "the request": "data of the request",
    "the request's URL": "data of the request's URL",
    "a fetch with the user's cookies": "what a fetch with the user's cookies returned",
    "a prop": "the value of a prop",
}
_OF_PACKAGE = " of "
_IN_A_REQUEST = "Return it from `load`, or keep it on `event.locals`."
_IN_A_COMPONENT = "Read it from `data`, put a new one into context, or write it only in the browser."
_HOW: dict[StateKind, str] = {
    "instance": "Create one for each request.",
    "cache": "Make the user part of the key, or keep it on `event.locals`.",
    "global": "Keep it on `event.locals`.",
}


def message(write: StateWrite) -> str:
    """Say what is shared, whose data reaches it, and what to do."""
    what = _what(write)
    sources = _listed([_named(origin) for origin in write.origins])
    how = _how(write)
    match write.concern:
        case "user-data":
            return f"This puts {sources} into {what}, which all users of the server share{_then_seen(write)}. {how}"
        case "given-data":
            return (
                f"This puts {sources} into {what} on the server, where all users share it: "
                f"if that is a user's data, the next request can see it. {how}"
            )
        case "kept-function":
            return (
                f"This keeps a function that remembers {sources} in {what}, which all users of the server share: "
                "it outlives the request, and gives that to whoever calls it. Make it for each request, or take it out "
                "again before the request ends."
            )
        case "user-choice" if sources:
            return (
                f"This changes {what}, which all users of the server share, depending on {sources}: "
                f"what one user does, the next one gets. {how}"
            )
        case "user-choice":
            return (
                f"This changes {what} for everybody, because all users of the server share it: "
                f"what one user does, the next one gets. {how}"
            )
        case "overwritten":
            return (
                f"This keeps {sources} in {what}, which all users of the server share. The next request overwrites it "
                f"before it reads it; with one `await` in between, users would see each other's. {how}"
            )
        case "put-back":
            return (
                f"This keeps {sources} in {what}, which all users of the server share, until it is put back; with one "
                f"`await` in between, users would see each other's. {how}"
            )
        case "survives":
            return (
                f"This changes {what} for everybody: all users of the server share it, and the next request finds "
                f"what this one left there. {how}"
            )
        case _:
            return f"This changes {what} on the server, where it outlives the request and all users share it."


def _then_seen(write: StateWrite) -> str:
    """Say who sees what is kept, and under which condition if it takes a package for that."""
    if write.may_keep_apart:
        return ": if it does not keep that apart for each request, the next one can see it"
    if write.in_doubt:
        return ", if that is what it is here: then the next request, whoever sends it, can see that"
    if write.called_by is not None:
        return f", if it {write.called_by.words}: then the next request, whoever sends it, can see that"
    return ": the next request, whoever sends it, can see that"


def _what(write: StateWrite) -> str:
    """Return how a sentence calls what is shared; a package's instance is written ``locale of svelte-i18n``."""
    name, is_packaged, package = write.name.partition(_OF_PACKAGE)
    if not name:
        return _WHAT[write.kind].replace("the ", "a ", 1)
    return f"{_WHAT[write.kind]} `{name}`" + (f" of {package}" if is_packaged else "")


def _named(origin: Origin) -> str:
    """Return how a sentence calls the data of an origin."""
    if origin.part:
        return f"the prop `{origin.part}`"
    return _DATA.get(origin.label, origin.label)


def _listed(labels: list[str]) -> str:
    """Return labels as words: ``a``, ``a and b``, ``a, b and c``."""
    return labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} and {labels[-1]}" if labels else ""


def _how(write: StateWrite) -> str:
    if _OF_PACKAGE in write.name:
        return "Hand what belongs to the user to each call, or make an instance for each request if the package can."
    if write.kind in _HOW:
        return _HOW[write.kind]
    if write.how == "test":
        return "Make the regular expression where it is used, or without the flag."
    if write.moment.cause == "outside":
        return "Hand it on as an argument."
    return _IN_A_REQUEST if write.moment.phase is Phase.REQUEST else _IN_A_COMPONENT


def related(write: StateWrite) -> list[Related]:
    """Return the declaration and the way to the write."""
    shown = []
    if write.declared_at is not None:
        at = write.declared_at
        shown.append(Related(Place(at.path, at.start, at.end), "declared here: one for the whole server process"))
    for step in write.steps:
        if step.place != write.place:
            words = f"this {step.words}" if step.kind == "moment" else step.words
            shown.append(Related(Place(step.place.path, step.place.start, step.place.end), words))
    if write.write != write.place:
        shown.append(Related(Place(write.write.path, write.write.start, write.write.end), "written here"))
    return shown
