"""Handlers that are assigned to a property: ``element.onclick = …``, ``socket.onmessage = …``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.flow import moments
from svelte_warden.flow.interpreter.values import BROWSER, UNKNOWN, Atom, Native, Object, Unknown, Value
from svelte_warden.flow.natives.registry import call_later, callables

if TYPE_CHECKING:
    from svelte_warden.facts import model
    from svelte_warden.flow.interpreter.machine import Machine

_EVENTS: Final = frozenset((
    # elements, the document and the window
    "click", "dblclick", "auxclick", "contextmenu", "mousedown", "mouseup", "mousemove", "mouseenter", "mouseleave",
    "mouseover", "mouseout", "wheel", "pointerdown", "pointerup", "pointermove", "pointerenter", "pointerleave",
    "pointerover", "pointerout", "pointercancel", "gotpointercapture", "lostpointercapture", "touchstart", "touchend",
    "touchmove", "touchcancel", "keydown", "keyup", "keypress", "focus", "blur", "input", "beforeinput", "change",
    "invalid", "submit", "reset", "formdata", "select", "selectstart", "selectionchange", "copy", "cut", "paste",
    "drag", "dragstart", "dragend", "dragenter", "dragleave", "dragover", "drop", "scroll", "scrollend", "resize",
    "toggle", "beforetoggle", "cancel", "close", "animationstart", "animationend", "animationiteration",
    "animationcancel", "transitionstart", "transitionend", "transitionrun", "transitioncancel", "fullscreenchange",
    "popstate", "hashchange", "beforeunload", "unload", "pagehide", "pageshow", "storage", "online", "offline",
    "visibilitychange", "readystatechange", "languagechange", "unhandledrejection", "rejectionhandled", "beforeprint",
    "afterprint", "orientationchange", "devicemotion", "deviceorientation",
    # what is loaded, played and recorded
    "load", "loadstart", "loadend", "progress", "error", "abort", "timeout", "play", "playing", "pause", "ended",
    "timeupdate", "volumechange", "ratechange", "durationchange", "seeking", "seeked", "waiting", "stalled", "suspend",
    "emptied", "canplay", "canplaythrough", "loadeddata", "loadedmetadata", "dataavailable", "start", "stop", "resume",
    # connections, workers, databases, animations
    "open", "message", "messageerror", "success", "complete", "blocked", "upgradeneeded", "versionchange",
    "controllerchange", "updatefound", "statechange", "finish", "remove", "show", "result", "end", "track",
    "icecandidate", "datachannel", "negotiationneeded", "connectionstatechange", "removetrack", "addtrack",
))  # fmt: skip
"""Events for which some object of the browser has a property; none of these is sent while it is assigned."""
_OF_THE_PLATFORM: Final = frozenset(("unknown", "emitter"))


def listen_by_property(machine: Machine, holder: Value, name: str, value: Value, node: model.Node) -> None:
    """Queue what is assigned to the handler property of something that is, or may be, an object of the browser.

    Args:
        machine: the run, at the assignment.
        holder: whose property is written.
        name: the property, beginning with ``on``.
        value: what is assigned.
        node: the assignment.
    """
    if name[2:] in _EVENTS and callables(value) and any(_may_dispatch(atom) for atom in holder.atoms):
        call_later(machine, value, [UNKNOWN], moments.handler(name[2:]), node, sides=BROWSER)


def _may_dispatch(atom: Atom) -> bool:
    if isinstance(atom, Object):
        return atom.kind in _OF_THE_PLATFORM
    return isinstance(atom, Unknown) or (isinstance(atom, Native) and atom.module == "global")
