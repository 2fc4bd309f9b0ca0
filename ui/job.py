"""Work in the background that can be watched and stopped: a refresh takes longer than a page may wait."""

from __future__ import annotations

from threading import Event, Thread
from typing import TYPE_CHECKING, Generic, TypeVar

from pricing_data.aws.faults import Cancelled

if TYPE_CHECKING:
    from collections.abc import Callable

    from pricing_data.aws.source import Progress

T = TypeVar("T")


class Job(Generic[T]):
    """One piece of work in a thread of its own."""

    def __init__(self, work: Callable[[Progress], T]) -> None:
        self.what = ""
        self.done = 0
        self.total: int | None = None
        self.result: T | None = None
        self.error: Exception | None = None
        self._stop = Event()
        self._thread = Thread(target=self._run, args=(work,), daemon=True)
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether there is neither a result nor an error yet."""
        return self._thread.is_alive()

    def cancel(self) -> None:
        """Ask it to stop at the next sign of progress."""
        self._stop.set()

    def wait(self) -> None:
        """Return when it has ended."""
        self._thread.join()

    def _run(self, work: Callable[[Progress], T]) -> None:
        try:
            self.result = work(self._progress)
        except Exception as error:  # noqa: BLE001 - told on the page, where the job was asked for
            self.error = error

    def _progress(self, what: str, done: int, total: int | None) -> None:
        self.what, self.done, self.total = what, done, total
        if self._stop.is_set():
            raise Cancelled
