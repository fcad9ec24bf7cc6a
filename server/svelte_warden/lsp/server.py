"""The server: its parts, its life, and the loop that runs it."""

from __future__ import annotations

import asyncio
import logging
import uuid
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from svelte_warden import __version__
from svelte_warden.lsp import (
    actions,
    commands,
    completion,
    configuration,
    diagnostics,
    folders,
    hover,
    lenses,
    navigation,
    synchronization,
    watching,
    workspace_diagnostics,
)
from svelte_warden.lsp.capabilities import capabilities
from svelte_warden.lsp.client import read_client
from svelte_warden.lsp.encoding import negotiate
from svelte_warden.lsp.framing import Garbage
from svelte_warden.lsp.logs import start_logging
from svelte_warden.lsp.memory import SHORTEST, Collector
from svelte_warden.lsp.parent import parent_died
from svelte_warden.lsp.protocol import Protocol
from svelte_warden.lsp.questions import Questions
from svelte_warden.lsp.scheduling import Agenda
from svelte_warden.lsp.session import Session
from svelte_warden.lsp.standard_streams import End, Inbox

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence

    from svelte_warden.engine.analysis import Analysis
    from svelte_warden.lsp.framing import Body
    from svelte_warden.lsp.standard_streams import Output

log = logging.getLogger(__name__)

NAME = "svelte-warden"
_FIRST_DOCUMENT = 0.1  # seconds in which an editor opens its first document; the workspace is not begun before
PATIENCE = 30.0  # seconds for the client to answer a request of ours
_FEATURES = (
    actions,
    commands,
    completion,
    configuration,
    diagnostics,
    folders,
    hover,
    lenses,
    navigation,
    synchronization,
    watching,
    workspace_diagnostics,
)


class Connection(LanguageServer):
    """pygls' server: features are registered with it, and messages to the client go through it."""

    protocol: Protocol

    def report_server_error(self, error: Exception, source: type[Exception]) -> None:
        """Log what went wrong in a handler; the client's request was answered with the error already."""
        del source
        if not isinstance(error, JsonRpcException) or error.data is not None:
            log.error("a message could not be handled: %s", type(error).__name__, exc_info=error)


class Server:
    """One server for one client.

    Args:
        make_analysis: Makes the analysis of some folders; called when it is first needed.
    """

    def __init__(self, make_analysis: Callable[[Sequence[str], Callable[[], bool]], Analysis]) -> None:
        self.connection = Connection(NAME, __version__, protocol_cls=Protocol)
        self.log_handler = start_logging(self.connection.window_log_message)
        self.session = Session(make_analysis)
        self.diagnostics = diagnostics.Diagnostics(self)
        self.agenda = Agenda(
            self.diagnostics.look,
            self.diagnostics.finish,
            self._open_paths,
            self._all_paths,
            self._settled,
        )
        self._inbox: Inbox | None = None
        self.questions = Questions(self.session, lambda: bool(self._inbox))
        self.lenses = lenses.Lenses(self)
        self._woken = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._collector = Collector()
        self._ready = False
        self._structure = 0
        self.settings_revision = 0  # tells an answer about settings from one that newer settings have overtaken
        self._initialization_settings: object = None
        self._register_life()
        for feature in _FEATURES:
            feature.register(self)

    # --- for the features ---------------------------------------------------------------------------------------------

    def edited(self, path: str) -> None:
        """Look at a document whose text changed, then at what that may have changed."""
        self.diagnostics.own_change(path)
        self.lenses.own_change(path)
        structure = self.session.analysis.structure
        if structure != self._structure:
            self._structure = structure
            self.agenda.files_changed()
        self.agenda.edited(path)

    def files_changed(self) -> None:
        """Look at everything again: files came, went or changed outside of the editor."""
        self._structure = self.session.analysis.structure
        self.agenda.files_changed()

    def everything_changed(self) -> None:
        """Look at everything again and answer anew: the settings changed."""
        self.agenda.files_changed()
        self.wake()

    def restart(self) -> None:
        """Forget everything that was found out."""
        self.session.restart()
        self.everything_changed()

    def wake(self) -> None:
        """Let the loop go around."""
        self._woken.set()

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Let something run beside the loop; what goes wrong in it is logged."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("work beside the loop failed", exc_info=error)

    async def request(self, method: str, parameters: object) -> object:
        """Ask the client and return its answer as plain JSON; None if it refuses, never answers or has said goodbye."""
        protocol = self.connection.protocol
        if protocol.is_ending:
            return None
        answer = protocol.send_request_async(method, parameters)
        await asyncio.wait([answer], timeout=PATIENCE)  # wait_for may lose a cancellation that comes with the answer
        if not answer.done():
            answer.cancel()
            log.info("%s: the client has not answered for %.0f seconds", method, PATIENCE)
            return None
        try:
            return answer.result()
        except JsonRpcException as error:
            log.info("%s: %s", method, error)
            return None

    async def tell(self, method: str, parameters: object) -> None:
        """Ask the client for something whose outcome does not matter."""
        await self.request(method, parameters)

    async def register_capability(self, method: str, options: object) -> None:
        """Ask the client to send notifications of one more kind."""
        registration = types.Registration(id=str(uuid.uuid4()), method=method, register_options=options)
        await self.request(types.CLIENT_REGISTER_CAPABILITY, types.RegistrationParams([registration]))

    def _settled(self) -> None:
        """Let the client know what has changed in documents that it did not change itself."""
        self.diagnostics.settled()
        self.lenses.settled()

    def _open_paths(self) -> list[str]:
        return [document.path for document in self.session.documents if document.path is not None]

    def _all_paths(self) -> list[str]:
        """All files of the workspace, and those that are gone but may still be shown with diagnostics."""
        return list(dict.fromkeys((*self.session.files(), *self.diagnostics.known_paths())))

    # --- life ---------------------------------------------------------------------------------------------------------

    def _register_life(self) -> None:
        @self.connection.feature(types.INITIALIZE)
        def initialize(parameters: dict[str, Any]) -> types.InitializeResult:
            return self._initialize(parameters)

        @self.connection.feature(types.INITIALIZED)
        def initialized(_parameters: types.InitializedParams) -> None:
            self._initialized()

    def _initialize(self, parameters: dict[str, Any]) -> types.InitializeResult:
        """Answer at once: nothing of the workspace is read yet."""
        session = self.session
        session.client = read_client(parameters)
        session.encoding = negotiate(session.client.encodings)
        session.roots = folders.read_roots(parameters)
        options = configuration.initialization_settings(parameters.get("initializationOptions"))
        settings, _ = configuration.read_settings(options)
        session.settings = settings
        self.log_handler.setLevel(settings.log_level)
        self._initialization_settings = options
        self._ready = True
        process = parameters.get("processId")
        if isinstance(process, int) and not isinstance(process, bool):
            self.start(self._end_with(process))
        return types.InitializeResult(
            capabilities(session.client, session.encoding), types.ServerInfo(NAME, __version__)
        )

    def _initialized(self) -> None:
        """Begin to work, and ask the client for what it only tells when it is asked."""
        session = self.session
        log.info(
            "svelte-warden %s for %s, %d folders, columns in %s, diagnostics are %s",
            __version__,
            session.client.name,
            len(session.roots),
            session.encoding,
            "pulled" if session.client.pull_mode else "pushed",
        )
        configuration.take_settings(self, self._initialization_settings)
        if not session.client.pull_mode:
            asyncio.get_running_loop().call_later(_FIRST_DOCUMENT, self._begin_background)
        self.start(watching.follow(self))
        self.start(configuration.follow(self))

    def _begin_background(self) -> None:
        self.agenda.background = True
        self.wake()

    async def _end_with(self, process: int) -> None:
        await parent_died(process)
        self.connection.protocol.stream_ended()
        self.wake()

    async def run(self, output: Output) -> int:
        """Serve the client on standard input until it ends the session or is gone.

        Args:
            output: Where messages to the client go.

        Returns:
            The status for the process to end with.
        """
        self._woken = asyncio.Event()
        self.connection.protocol.set_writer(output)
        self._inbox = output.inbox = inbox = Inbox(asyncio.get_running_loop(), self._woken)
        self._collector.start()
        protocol = self.connection.protocol
        while True:
            self._woken.clear()
            self._receive(inbox)
            if output.broken:
                protocol.stream_ended()
            if protocol.exit_code is not None:
                return protocol.exit_code
            worked = self._work(inbox)
            if not (inbox or self.agenda.has_foreground):
                self._collector.between()
            if worked or self._woken.is_set():
                await asyncio.sleep(0)  # what runs beside the loop gets its turn, whatever the client sends
            else:
                await self._rest()

    async def _rest(self) -> None:
        """Wait for something to do, and tidy up meanwhile."""
        if self._ready:
            self.diagnostics.work_done()
        self._tidy_after(SHORTEST, 0.0)
        await self._woken.wait()
        self._tidying.cancel()

    def _tidy_after(self, seconds: float, paused: float) -> None:
        """Tidy up when the pause, which has lasted some seconds, has lasted so many more."""

        def tidy() -> None:
            self.session.tidy()
            more = self._collector.paused(paused + seconds)
            if more is not None:
                self._tidy_after(more, paused + seconds)

        self._tidying = asyncio.get_running_loop().call_later(seconds, tidy)

    def _receive(self, inbox: Inbox) -> None:
        """Handle all that is waiting, so that only the newest text is looked at afterwards."""
        bodies: list[Body] = []
        ended = False
        for item in inbox.take():
            if isinstance(item, End):
                ended = True
            elif isinstance(item, Garbage):
                log.warning("%d bytes that belong to no message are passed over", item.size)
            else:
                bodies.append(item)
        self.connection.protocol.receive_all(bodies)
        if ended:
            self.connection.protocol.stream_ended()

    def _work(self, inbox: Inbox) -> bool:
        """Do one step of work; false if there is none."""
        if not self._ready:
            return False

        def interrupted() -> bool:
            return bool(inbox)

        try:
            if self.agenda.has_foreground:
                self.agenda.step_foreground()
                return True
            with self.session.interruption.when(interrupted):
                return self.agenda.step_background(interrupted)
        except Exception:  # a mistake of ours; the next message finds the server alive
            log.exception("work in the background failed")
            return False
