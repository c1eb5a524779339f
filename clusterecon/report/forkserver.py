"""The process warm kernels are forked from: ``python -P forkserver.py FOLDER MODULE…``.

It imports the modules once, then takes orders over the socket on its standard input, one JSON object a
line: ``{"id", "arguments", "cwd", "env", "log"}`` forks a kernel and is answered by ``{"id", "pid"}``; a
kernel's end is told as ``{"pid", "code"}``; ``{"modules"}`` imports more before the next fork. It has no
thread of its own, holds no lock and only forks, so that each kernel starts with the modules and nothing
else. When the socket closes, because the runner is done or dead, it kills every kernel with its process
group, removes FOLDER and ends.
"""

import contextlib
import gc
import importlib
import json
import os
import selectors
import shutil
import signal
import socket
import sys
import traceback
from collections.abc import Iterable
from types import FrameType
from typing import Any, NoReturn

_USED = ("IPython.core.completerlib", "IPython.core.oinspect", "IPython.extensions.storemagic")
KERNEL_MODULES = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.zmqshell",
    "ipykernel.debugger",
    *_USED,
)


def main(arguments: list[str]) -> int:
    """Import, then serve until the socket closes."""
    folder, modules = arguments[0], arguments[1:]
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")  # or it warns at every start
    control = socket.socket(fileno=os.dup(0))
    _point(os.devnull, 0, os.O_RDONLY)
    server = Server(control)
    try:
        sys.modules["debugpy"] = None  # type: ignore[assignment]  # nobody steps through a report
        whole = _load([*KERNEL_MODULES, *modules], control)
        del sys.modules["debugpy"]
        if whole:
            server.serve()
    finally:
        server.kill_all()
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def _load(modules: Iterable[str], control: socket.socket) -> bool:
    """Import modules, those that there are, and call ``module:function``; False where the runner is gone."""
    gc.disable()  # what modules make is kept
    for module in modules:
        if _hung_up(control):
            return False
        name, _, function = module.partition(":")
        with contextlib.suppress(ImportError):
            loaded = importlib.import_module(name)
            if function:
                getattr(loaded, function)()
    gc.freeze()
    gc.enable()
    return True


class Server:
    """Takes orders from one socket and looks after the kernels it has forked."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._pending = b""
        self._kernels: set[int] = set()
        self._woken, self._wake = socket.socketpair()
        for end in (self._woken, self._wake):
            end.setblocking(False)
        signal.set_wakeup_fd(self._wake.fileno())
        signal.signal(signal.SIGCHLD, _note)
        signal.signal(signal.SIGTERM, _end)
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def serve(self) -> None:
        """Answer orders until the other end closes."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._control, selectors.EVENT_READ)
            selector.register(self._woken, selectors.EVENT_READ)
            while True:
                ready = {key.fileobj for key, _ in selector.select()}
                if self._woken in ready:
                    with contextlib.suppress(BlockingIOError):
                        self._woken.recv(4096)
                    self._bury()
                if self._control in ready and not self._receive():
                    return

    def kill_all(self) -> None:
        """Kill every kernel left, with its process group, and wait for it."""
        for pid in self._kernels:
            _kill_group(pid)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)
        self._kernels.clear()

    def _receive(self) -> bool:
        try:
            data = self._control.recv(1 << 16)
        except ConnectionError:
            return False
        self._pending += data
        *lines, self._pending = self._pending.split(b"\n")
        for line in lines:
            order = json.loads(line)
            if "modules" in order:
                _load(order["modules"], self._control)
                continue
            try:
                pid = self._fork(order)
            except OSError as error:
                self._tell({"id": order["id"], "error": error.strerror})
            else:
                self._tell({"id": order["id"], "pid": pid})
        return bool(data)

    def _fork(self, order: dict[str, Any]) -> int:
        leading, following = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.setsid()
            os.close(leading)
            os.close(following)
            signal.set_wakeup_fd(-1)
            for end in (self._control, self._woken, self._wake):
                end.close()
            _become_kernel(order)
        os.close(following)
        os.read(leading, 1)  # until the child leads a process group of its own
        os.close(leading)
        self._kernels.add(pid)
        return pid

    def _bury(self) -> None:
        """Tell of kernels that have ended; the rest of their groups goes before their ids are given back."""
        for pid in sorted(self._kernels):
            if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
                continue
            _kill_group(pid)
            _, status = os.waitpid(pid, 0)
            self._kernels.discard(pid)
            self._tell({"pid": pid, "code": os.waitstatus_to_exitcode(status)})

    def _tell(self, answer: dict[str, object]) -> None:
        with contextlib.suppress(ConnectionError):
            self._control.sendall(json.dumps(answer).encode() + b"\n")


def _become_kernel(order: dict[str, Any]) -> NoReturn:
    """Turn this fresh fork into the kernel that was ordered; never returns into the server's loop."""
    code = 1
    try:
        for number in (signal.SIGCHLD, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.environ.clear()
        os.environ.update(order["env"])
        os.chdir(order["cwd"])
        for descriptor in (1, 2):
            _point(order["log"], descriptor, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        if "numpy" in sys.modules:
            sys.modules["numpy"].random.seed()
        sys.argv = ["ipykernel_launcher", *order["arguments"]]
        from ipykernel.kernelapp import IPKernelApp

        parent = f"--IPKernelApp.parent_handle={os.getppid()}"
        IPKernelApp.launch_instance(argv=[*order["arguments"], parent])
        code = 0
    finally:
        if code:
            traceback.print_exc(file=sys.__stderr__)
        os._exit(code)


def _hung_up(control: socket.socket) -> bool:
    """Whether the runner has closed its end, or is gone."""
    try:
        return control.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False
    except ConnectionError:
        return True


def _point(path: str, descriptor: int, flags: int) -> None:
    opened = os.open(path, flags, 0o600)
    os.dup2(opened, descriptor)
    os.close(opened)


def _kill_group(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _note(number: int, frame: FrameType | None) -> None:
    """Let the signal wake the loop."""


def _end(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)


if __name__ == "__main__":
    os._exit(main(sys.argv[1:]))  # at once: the runner waits, and there is nothing left to tidy up
