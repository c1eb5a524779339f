"""One switch that ends a run from outside: a signal, a time limit."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from clusterecon.ground.errors import RunError


class Stop:
    """Holds why a run must end, and ends what was handed to it; safe to use from any thread."""

    def __init__(self) -> None:
        self.reason = ""
        self._enders: dict[int, Callable[[], None]] = {}

    def now(self, reason: str) -> None:
        """Give the order to end; the first reason stands."""
        self.reason = self.reason or reason
        for end in list(self._enders.values()):
            end()

    def check(self) -> None:
        """Raise a :class:`RunError` if the order was given."""
        if self.reason:
            raise RunError(self.reason)

    @contextmanager
    def ends(self, end: Callable[[], None]) -> Iterator[None]:
        """Call ``end`` if the order comes within this block (or came before it)."""
        self._enders[id(end)] = end
        try:
            if self.reason:
                end()
            yield
        finally:
            del self._enders[id(end)]


@contextmanager
def stopped_by_signals(stop: Stop) -> Iterator[None]:
    """Within the block, SIGINT, SIGTERM and SIGHUP give the order to stop; a second one acts as usual.

    Outside the main thread nothing is changed: Python allows handlers only there.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    former = {number: signal.getsignal(number) for number in numbers}
    former = {number: handler for number, handler in former.items() if handler not in (None, signal.SIG_IGN)}

    def handle(number: int, frame: FrameType | None) -> None:
        signal.signal(number, former[signal.Signals(number)])
        stop.now(f"stopped by {signal.Signals(number).name}")

    for number in former:
        signal.signal(number, handle)
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
