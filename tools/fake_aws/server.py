"""The server: one port on 127.0.0.1 for every API and file.

with FakeAws() as aws:
    aws.faults = [Fault(Kind.THROTTLED, share=0.5)]
    environment.update(aws.environment)
"""

from __future__ import annotations

from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Self

from tools.fake_aws import routes
from tools.fake_aws.answers import Answer, Refused, Request
from tools.fake_aws.connection import Server
from tools.fake_aws.faults import Fault, Kind
from tools.fake_aws.world import World

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

REFUSALS = {
    Kind.THROTTLED: Refused("ThrottlingException", "Rate exceeded"),
    Kind.ERROR: Refused("InternalErrorException", "An internal error has occurred. Retry your request.", 500),
    Kind.EXPIRED: Refused("ExpiredNextTokenException", "The pagination token expired. Try again without a token."),
    Kind.DENIED: Refused("AccessDeniedException", "User is not authorized to perform: {what}"),
}
"""What the APIs say."""

OF_FILES = {
    Kind.THROTTLED: Refused("SlowDown", "Please reduce your request rate.", 503),
    Kind.ERROR: Refused("InternalError", "We encountered an internal error. Please try again.", 500),
    Kind.DENIED: Refused("AccessDenied", "Access Denied", 403),
}
"""What is said of files."""


class FakeAws:
    """An AWS on loopback, from `__enter__` to `__exit__`."""

    def __init__(self, world: World | None = None, port: int = 0) -> None:
        self.world = world or World()
        self.calls: list[str] = []
        """Operations and files that were asked for, in order."""
        self._faults: tuple[Fault, ...] = ()
        self._seen: dict[Fault, int] = {}
        self._lock = Lock()
        self.closing = Event()
        self._server = Server(port, self)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def environment(self) -> dict[str, str]:
        """Variables that lead boto3 and the refresh here."""
        names = ("AWS_ENDPOINT_URL_PRICING", "AWS_ENDPOINT_URL_SAVINGSPLANS", "AWS_ENDPOINT_URL_EC2")
        found = dict.fromkeys((*names, "COSTMODEL_BULK_URL"), self.address)
        return found | {
            "AWS_ACCESS_KEY_ID": "fake",
            "AWS_SECRET_ACCESS_KEY": "fake",
            "AWS_EC2_METADATA_DISABLED": "true",
            "NO_PROXY": "127.0.0.1",
            "no_proxy": "127.0.0.1",
        }

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What goes wrong on the wire."""
        return self._faults

    @faults.setter
    def faults(self, faults: Sequence[Fault]) -> None:
        self._faults, self._seen = tuple(faults), {}

    def struck(self, request: Request) -> list[Fault]:
        """Note a call, and say which faults hit it."""
        with self._lock:
            self.calls.append(request.what)
            found = []
            for fault in self._faults:
                if fault.where in request.what and (fault.kind is not Kind.EXPIRED or paged(request)):
                    seen = self._seen.get(fault, 0)
                    self._seen[fault] = seen + 1
                    found += [fault] if fault.strikes(request.what, seen) else []
        return found

    def answer(self, request: Request, faults: Sequence[Fault]) -> Answer:
        """What is said; raises `Refused`."""
        for fault in faults:
            refusals = OF_FILES if request.what.startswith("/") else REFUSALS
            if fault.kind in refusals:
                error = refusals[fault.kind]
                raise Refused(error.code, error.message.format(what=request.what), error.status)
        return routes.answered(request, self.world, self.address)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)


def paged(request: Request) -> bool:
    """Whether a call goes on with a list."""
    return isinstance(request.body, dict) and bool(request.body.get("NextToken") or request.body.get("nextToken"))
