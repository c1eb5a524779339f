"""Where draws are worked out: threads, processes, or a Dask cluster."""

import logging
import multiprocessing
import os
import signal
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import (
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from contextlib import ExitStack, contextmanager
from multiprocessing import resource_tracker
from multiprocessing.process import BaseProcess
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from clusterecon.ground.errors import InputError, RunError
from clusterecon.ground.fingerprint import package_hash
from clusterecon.model.simulate import Task

Value = TypeVar("Value")

LOCAL = "local:"
WRITTEN = "write it as local:4 or tcp://host:8786"
LAST_WORDS = 2
"""Seconds that workers which were killed are waited for: one may have died holding a lock of the others."""
PATIENCE = 10
"""Seconds until a scheduler must have answered, and have a worker."""


@contextmanager
def executor_of(
    workers: int | None = None, scheduler: str | None = None, *, processes: bool = False
) -> Iterator[Executor | None]:
    """Give what runs the tasks of a simulation, for as long as the block lasts.

    Parameters
    ----------
    workers
        How many at a time; a thread for each processor where left out.
    scheduler
        Address of a Dask scheduler (``tcp://host:8786``), or ``local:N`` for N worker processes on this
        machine, started for the block. A worker that dies has its tasks run again by another.
    processes
        Whether the workers are processes; threads otherwise, for the equations let go of the interpreter's
        lock.

    Raises
    ------
    InputError
        Workers that are none; a scheduler beside workers; an address that is none; Dask is not installed.
    RunError
        The scheduler cannot be reached, has no workers, or they run another version; workers died.
    """
    mistakes = []
    if workers is not None and workers < 1:
        mistakes.append(f"workers: {workers} is not allowed; it must be at least 1")
    if scheduler is not None and (workers is not None or processes):
        mistakes.append("scheduler: give either a scheduler or workers; a scheduler has workers of its own")
    if mistakes:
        raise InputError(mistakes)
    if scheduler is not None:
        with _dask(scheduler) as executor:
            yield executor
    elif processes:
        with _processes(workers) as executor:
            yield executor
    elif workers is not None:
        with _ended(ThreadPoolExecutor(workers)) as executor:
            yield executor
    else:
        yield None


@contextmanager
def _ended(pool: Executor) -> Iterator[Executor]:
    """Give workers; where something is raised, nobody waits for what they are at."""
    whole = False
    try:
        yield pool
        whole = True
    finally:
        pool.shutdown(wait=whole, cancel_futures=not whole)


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """Start processes and threads that Ctrl-C does not reach; this one still ends at it, and they with it."""
    resource_tracker.ensure_running()  # else started on the way, and it would let the signal in again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _processes(workers: int | None) -> Iterator[Executor]:
    count, others = workers or os.cpu_count() or 1, multiprocessing.active_children()
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(count, mp_context=context, initializer=_end_with_parent)
    whole = False
    try:
        with _no_interrupts():
            for _ in range(count):
                pool.submit(int)  # starts a process
        yield pool
        whole = True
    except BrokenExecutor:
        raise RunError("a worker process died; the memory may have been too small") from None
    finally:
        if not whole:
            _kill_all_but(others)
        last = Thread(target=pool.shutdown, kwargs={"cancel_futures": True}, daemon=True)
        last.start()
        last.join(None if whole else LAST_WORDS)


def _kill_all_but(others: Collection[BaseProcess]) -> None:
    for process in multiprocessing.active_children():
        if process not in others:
            process.kill()


def _end_with_parent() -> None:
    """End this process when the one that started it is gone, however that ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
        os._exit(1)

    Thread(target=watch, daemon=True).start()


@contextmanager
def _dask(scheduler: str) -> Iterator[Executor]:
    """Give a Dask cluster's workers."""
    try:
        import distributed
    except ImportError:
        raise InputError(
            f"scheduler: {scheduler} needs Dask, which is not installed: pip install 'clusterecon[scale]'"
        ) from None
    dask: Any = distributed
    with ExitStack() as stack:
        if scheduler.startswith(LOCAL):
            client = _of_its_own(dask, scheduler, stack)
        else:
            client = _reached(dask, scheduler)
        stack.enter_context(client)
        executor = _Cluster(client)
        try:
            yield executor
        except (BrokenExecutor, CancelledError, dask.scheduler.KilledWorker) as error:
            raise RunError(f"the workers of {scheduler} died: {error}") from None
        finally:
            executor.shutdown(cancel_futures=True)


def _of_its_own(dask: Any, scheduler: str, stack: ExitStack) -> Any:  # noqa: ANN401
    """Return a client of workers started on this machine; they end with the stack."""
    count = scheduler.removeprefix(LOCAL)
    if not (count.isascii() and count.isdecimal()) or int(count) < 1:
        raise InputError(f"scheduler: '{scheduler}' is not allowed; {WRITTEN}")
    folder = stack.enter_context(TemporaryDirectory(prefix="clusterecon-", ignore_cleanup_errors=True))
    others = multiprocessing.active_children()
    stack.enter_context(dask.dask.config.set({"temporary-directory": folder}))
    with _no_interrupts():
        cluster = dask.LocalCluster(
            n_workers=int(count),
            threads_per_worker=1,
            dashboard_address="127.0.0.1:0",  # any port that is free
            silence_logs=logging.CRITICAL,
        )
        stack.enter_context(cluster)
        stack.callback(_kill_all_but, others)  # to ask them to end takes seconds
        return dask.Client(cluster)


def _reached(dask: Any, scheduler: str) -> Any:  # noqa: ANN401
    """Return a client of a scheduler whose workers run what this process runs."""
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        client = dask.Client(scheduler, timeout=PATIENCE)
    except (ValueError, TypeError, ImportError) as error:
        raise InputError(f"scheduler: '{scheduler}' is not an address ({error}); {WRITTEN}") from None
    except OSError as error:
        raise RunError(f"the scheduler {scheduler} cannot be reached: {error}") from None
    with ExitStack() as stack:
        stack.enter_context(client)
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
            others = {worker for worker, code in client.run(package_hash).items() if code != package_hash()}
        except TimeoutError:
            raise RunError(f"the scheduler {scheduler} has no workers") from None
        except ImportError as error:
            raise RunError(f"clusterecon is not installed on the workers of {scheduler}: {error}") from None
        if others:
            raise RunError(f"another version of clusterecon runs on workers of {scheduler}: {min(others)}")
        stack.pop_all()
    return client


class _Cluster(Executor):
    """Workers of a Dask client; a scenario that many tasks share is sent once."""

    def __init__(self, client: Any) -> None:  # noqa: ANN401
        self._client, self._executor = client, client.get_executor(pure=False)
        self._sent: WeakKeyDictionary[Task, Any] = WeakKeyDictionary()

    def submit(self, fn: "Callable[..., Value]", /, *arguments: Any, **named: Any) -> "Future[Value]":  # noqa: ANN401
        """Run a function on some worker."""
        future: Future[Value] = self._executor.submit(fn, *map(self._once, arguments), **named)
        return future

    def _once(self, argument: Any) -> Any:  # noqa: ANN401
        """Return what stands for an argument; of a task, what any worker gets from another."""
        if not isinstance(argument, Task):
            return argument
        if argument not in self._sent:
            self._sent[argument] = self._client.submit(_same, argument, pure=False)
        return self._sent[argument]

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Wait for what is not done, or drop it."""
        self._sent.clear()
        self._executor.shutdown(wait=wait and not cancel_futures)


def _same(task: Task) -> Task:
    return task
