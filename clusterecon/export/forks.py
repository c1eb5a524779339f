"""Work shared with forks of this process: the pictures of a report, drawn on every processor.

What a picture is drawn from (draws, tables, words) is far too much to send to another process, and a fork
has it already. Each task is taken from a pipe, by a fork or by this process while it waits; what a fork did
not deliver, because it died or failed, is done here. So the results are those of this process alone, sooner.
"""

import gc
import os
import pickle
import select
import struct
import sys
import threading
import warnings
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Generic, NoReturn, TypeVar

Key = TypeVar("Key", bound=Hashable)
Result = TypeVar("Result")
_TOKEN = struct.Struct("=H")
_PLACE = struct.Struct("=HQQ")
"""Number of a task, where its result stands in its fork's store, and its length."""


class Shared(Generic[Key, Result]):
    """Tasks done by this process and its forks, each once, begun in their order; results are picklable."""

    def __init__(self, tasks: Mapping[Key, Callable[[], Result]], forks: int) -> None:
        self._work = list(tasks.values())
        self._numbers = {key: number for number, key in enumerate(tasks)}
        self._done: dict[int, Result] = {}
        self._tokens = _filled(len(tasks))
        self._stores: dict[int, tuple[int, int]] = {}
        """By the pipe that a fork tells its results through: its process, and the file they stand in."""
        for _ in range(min(forks, len(tasks))):
            self._fork()

    def result(self, key: Key) -> Result:
        """Return the result of a task; until it is there, do tasks that nobody has begun."""
        number = self._numbers[key]
        while number not in self._done:
            if self._collect(wait=False) and number in self._done:
                break
            token = os.read(self._tokens, _TOKEN.size)
            if token:
                (begun,) = _TOKEN.unpack(token)
                self._done[begun] = self._work[begun]()
            elif not self._collect(wait=True):  # every fork has ended, and none has done it
                self._done[number] = self._work[number]()
        return self._done[number]

    def close(self) -> None:
        """Begin nothing more, and wait for the forks to end."""
        while os.read(self._tokens, 1 << 12):
            pass
        while self._collect(wait=True):
            pass
        os.close(self._tokens)

    def _fork(self) -> None:
        store = os.memfd_create("clusterecon")
        told, telling = os.pipe()
        with warnings.catch_warnings():  # whoever asks for forks has looked at the threads
            warnings.filterwarnings("ignore", message=".*multi-threaded.*", category=DeprecationWarning)
            process = os.fork()
        if process == 0:
            _serve(self._work, self._tokens, store, telling)
        os.close(telling)
        self._stores[told] = process, store

    def _collect(self, *, wait: bool) -> bool:
        """Take the results that forks have told of; False where no fork is left."""
        if not self._stores:
            return False
        ready, _, _ = select.select(list(self._stores), [], [], None if wait else 0)
        for told in ready:
            process, store = self._stores[told]
            message = os.read(told, _PLACE.size)  # written in one piece
            if message:
                number, place, length = _PLACE.unpack(message)
                self._done[number] = pickle.loads(os.pread(store, length, place))
                continue
            os.waitpid(process, 0)
            del self._stores[told]
            for descriptor in (told, store):
                os.close(descriptor)
        return True


def harmless_forks() -> int:
    """Return how many forks this process can make without harm: none beside other threads, or off Linux."""
    alone = sys.platform.startswith("linux") and threading.active_count() == 1
    return (os.cpu_count() or 1) - 1 if alone else 0


def _filled(count: int) -> int:
    """Return a pipe that holds the number of every task and ends after the last."""
    tokens, filling = os.pipe()
    os.write(filling, b"".join(_TOKEN.pack(number) for number in range(count)))
    os.close(filling)
    return tokens


def _serve(work: Sequence[Callable[[], object]], tokens: int, store: int, telling: int) -> NoReturn:
    """Do tasks until none is left, and end without a trace of the process this is a fork of."""
    try:
        gc.disable()
        place = 0
        while token := os.read(tokens, _TOKEN.size):
            (number,) = _TOKEN.unpack(token)
            content = pickle.dumps(work[number]())
            with os.fdopen(os.dup(store), "ab") as file:
                file.write(content)
            os.write(telling, _PLACE.pack(number, place, len(content)))
            place += len(content)
    finally:
        os._exit(0)
