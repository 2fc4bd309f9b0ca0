"""HTTP: one request after another on a connection, each answered or broken as the faults say."""

from __future__ import annotations

import socket
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Protocol

from tools.fake_aws import routes
from tools.fake_aws.answers import Answer, Refused, Request, refusal
from tools.fake_aws.faults import Fault, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from threading import Event

LONGEST = 1 << 20
"""A request may not be longer. [byte]"""

IDLE_S = 60
"""A connection on which nothing comes is closed. [s]"""


class Answering(Protocol):
    """Who knows the answers."""

    closing: Event

    def struck(self, request: Request) -> list[Fault]:
        """Note a call, and say which faults hit it."""

    def answer(self, request: Request, faults: Sequence[Fault]) -> Answer:
        """What is said; raises `Refused`."""


class Server(ThreadingHTTPServer):
    """A thread for each connection, none of which holds up the end. Only this machine can reach it."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, port: int, aws: Answering) -> None:
        self.aws = aws
        super().__init__(("127.0.0.1", port), Connection)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - the types of the library
        """Say nothing of clients that hang up: that is what the faults are for."""


class Connection(BaseHTTPRequestHandler):
    """One connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    timeout = IDLE_S
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Send a file."""
        self.serve(lambda: Request(self.path, None, ""))

    def do_POST(self) -> None:
        """Answer a call."""
        length = int(self.headers.get("Content-Length", 0))
        content = self.rfile.read(min(length, LONGEST))
        self.serve(lambda: routes.posted(self.path, dict(self.headers), content))

    def serve(self, asked: Callable[[], Request]) -> None:
        """Answer, unless a fault says otherwise."""
        faults: list[Fault] = []
        try:
            request = asked()
            faults = self.server.aws.struck(request)
            answer = self.server.aws.answer(request, faults)
        except Refused as error:
            faults = []  # one fault a call: what is refused is refused in full
            answer = refusal(error, xml="urlencoded" in self.headers.get("Content-Type", ""))
        with suppress(ConnectionError):
            self.send(answer, {fault.kind: fault for fault in faults})

    def send(self, answer: Answer, faults: dict[Kind, Fault]) -> None:
        """The answer, or the half of it that the faults leave."""
        half, whole = answer.length // 2, answer.length
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(half if Kind.TRUNCATED in faults else whole))
        self.end_headers()
        broken = faults.keys() & {Kind.TRUNCATED, Kind.CUT, Kind.STALLED}
        for chunk in answer.chunks(half if broken else whole):
            self.wfile.write(chunk)
        if Kind.STALLED in faults:
            self.server.aws.closing.wait(faults[Kind.STALLED].seconds)
        if broken - {Kind.TRUNCATED}:
            self.hang_up()

    def hang_up(self) -> None:
        """Close the connection with the answer half sent."""
        self.close_connection = True
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_: object) -> None:
        """Keep quiet: `FakeAws.calls` says what was asked."""
