"""The runner's side of warm kernels: start the process they are forked from, and speak with it."""

import ast
import contextlib
import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from clusterecon.ground.context import ROOT
from clusterecon.ground.errors import RunError

_SERVER = Path(__file__).with_name("forkserver.py")
"""Run as a file: its package would cost the first kernel a tenth of a second."""
_GONE = "the process that warm kernels are forked from has ended"
_SCIENTIFIC = ("numpy", "pandas", "scipy", "statsmodels", "matplotlib", "seaborn", "clusterecon")
_PARTS = {
    "scipy": ("scipy.stats", "scipy.optimize", "scipy.special"),
    "statsmodels": ("statsmodels.api",),
    "matplotlib": ("matplotlib.pyplot", "matplotlib.backends.backend_agg", "matplotlib.backends.backend_svg"),
}


def modules_of(notebooks: Iterable[Mapping[str, Any]], own: Iterable[str] = ()) -> tuple[str, ...]:
    """Return what to import once for these notebooks: the known libraries that they import themselves.

    Where one of them imports clusterecon, ``own`` modules are wanted besides.
    """
    named = {name for notebook in notebooks for name in _imported(notebook)}
    wanted: list[str] = []
    for name in _SCIENTIFIC:
        if name in named:
            wanted += [name, *_PARTS.get(name, ()), *(own if name == "clusterecon" else ())]
    return tuple(dict.fromkeys(wanted))


class ForkedKernel:
    """A kernel forked elsewhere, with the manners of :class:`subprocess.Popen` that Jupyter relies on."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._code: int | None = None
        self._ended = threading.Event()

    def end(self, code: int) -> None:
        """Note that it has ended."""
        self._code = code
        self._ended.set()

    def poll(self) -> int | None:
        """Return the exit code, or None while it runs."""
        return self._code

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait for its end."""
        self._ended.wait(timeout)
        return self._code

    def send_signal(self, number: int) -> None:
        """Send a signal to it alone."""
        if self._code is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Kill it."""
        self.send_signal(signal.SIGKILL)


class Warm:
    """The process that warm kernels are forked from; see :mod:`clusterecon.report.forkserver`.

    It imports the modules before the first fork, and removes the folder when this process ends or dies.
    """

    def __init__(self, modules: Iterable[str], folder: Path, root: str | None = None) -> None:
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-P", str(_SERVER), str(folder), *modules]
        with contextlib.ExitStack() as stack:
            stack.callback(ours.close)
            with theirs:
                self._process = subprocess.Popen(
                    command,
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,
                    env=dict(os.environ) | ({ROOT: root} if root else {}),
                    start_new_session=True,
                )
            stack.pop_all()
        self._socket = ours
        self._lock = threading.Lock()
        self._orders = 0
        self._answers: dict[int, queue.SimpleQueue[ForkedKernel | str]] = {}
        self._kernels: dict[int, ForkedKernel] = {}
        self._alive = True
        self._reader = threading.Thread(target=self._read, name="warm-kernels", daemon=True)
        self._reader.start()

    @property
    def alive(self) -> bool:
        """Whether it can still be asked for kernels."""
        return self._alive

    def fork(
        self, arguments: list[str], cwd: str, env: Mapping[str, str], log: str, patience: float = 60.0
    ) -> ForkedKernel:
        """Fork a kernel that writes what is outside its cells to ``log``; its whole environment is ``env``.

        Modules may still be on their way in; ``patience`` is how many seconds to wait.

        Raises
        ------
        RunError
            The process is gone, could not fork, or did not answer in time.
        """
        answer: queue.SimpleQueue[ForkedKernel | str] = queue.SimpleQueue()
        order = {"arguments": arguments, "cwd": cwd, "env": dict(env), "log": log}
        with self._lock:
            self._orders += 1
            self._answers[self._orders] = answer
            if not self._alive:
                raise RunError(_GONE)
            try:
                self._socket.sendall(json.dumps({"id": self._orders, **order}).encode() + b"\n")
            except OSError as error:
                raise RunError(_GONE) from error
        try:
            kernel = answer.get(timeout=patience)
        except queue.Empty as error:
            raise RunError(f"no warm kernel was forked within {patience:g} s") from error
        if isinstance(kernel, str):
            raise RunError(kernel)
        return kernel

    def load(self, modules: Iterable[str]) -> None:
        """Have more imported before the next fork."""
        with self._lock, contextlib.suppress(OSError):  # where it is gone, the next fork says so
            self._socket.sendall(json.dumps({"modules": list(modules)}).encode() + b"\n")

    def close(self) -> None:
        """End it, and with it every kernel still running; at once where it was never asked for one."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        if not self._orders:
            self._process.kill()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join()
        self._socket.close()

    def _read(self) -> None:
        with contextlib.suppress(OSError), self._socket.makefile("rb") as lines:
            for line in lines:
                self._take(json.loads(line))
        with self._lock:
            self._alive = False
            for kernel in self._kernels.values():
                kernel.end(-signal.SIGKILL)
            for waiting in self._answers.values():
                waiting.put(_GONE)

    def _take(self, answer: dict[str, Any]) -> None:
        with self._lock:
            if "code" in answer:
                self._kernels.pop(answer["pid"]).end(answer["code"])
                return
            waiting = self._answers.pop(answer["id"])
            if "error" in answer:
                waiting.put(f"a warm kernel could not be forked: {answer['error']}")
                return
            kernel = self._kernels[answer["pid"]] = ForkedKernel(answer["pid"])
            waiting.put(kernel)


def _imported(notebook: Mapping[str, Any]) -> set[str]:
    names: set[str] = set()
    for cell in notebook.get("cells", ()):
        source = cell.get("source", "")
        try:
            tree = ast.parse(source if isinstance(source, str) else "".join(source))
        except SyntaxError:
            continue
        if cell.get("cell_type") != "code":
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names.update(alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
    return names
