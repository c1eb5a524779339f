"""Kernels over private sockets: started cold or forked warm, gone with their children when a run ends."""

import contextlib
import math
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from queue import Empty
from typing import Any, cast

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from jupyter_core.utils import run_sync

from clusterecon.report.warm_kernels import Warm

_SPEC = KernelSpec(
    argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
    display_name="Python 3",
    language="python",
)


_QUIET = {"PYDEVD_DISABLE_FILE_VALIDATION": "1"}
"""Keeps the debugger that ipykernel imports from writing a warning at every start."""
_SOCKET = "k"
_CHANNELS = 5


class Provisioner(LocalProvisioner):
    """Starts one kernel: as a fork of a process that holds the heavy libraries, or as a fresh Python."""

    warm: Warm | None = None
    log = ""
    patience = 60.0

    async def launch_kernel(self, cmd: list[str], **kwargs: object) -> KernelConnectionInfo:
        """Start it; what it writes outside its cells goes to the log."""
        if self.warm is None:
            with open(self.log, "ab") as log:  # noqa: PTH123
                return await super().launch_kernel(cmd, stdout=log, stderr=log, **kwargs)
        arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
        env = cast("dict[str, str]", kwargs["env"])
        process = self.warm.fork(arguments, str(kwargs["cwd"]), env, self.log, self.patience)
        self.process = cast("Any", process)
        self.pid = self.pgid = process.pid
        return self.connection_info


class Client(AsyncKernelClient):
    """A client that is ready as soon as the kernel has answered on both channels, whatever the clock does."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait for the first answer.

        Raises
        ------
        RuntimeError
            The kernel died, or kept silent for ``timeout`` seconds.
        """
        deadline = time.monotonic() + (math.inf if timeout is None else timeout)
        while True:
            self.kernel_info()
            with contextlib.suppress(Empty):
                answer = await self.shell_channel.get_msg(timeout=1)
                if answer["msg_type"] == "kernel_info_reply":
                    await self.iopub_channel.get_msg(timeout=1)
                    return
            if not await self.is_alive():
                raise RuntimeError("the kernel died before it answered")
            if time.monotonic() > deadline:
                raise RuntimeError(f"the kernel did not answer within {timeout} s")


class Kernel:
    """One kernel for one notebook, over sockets in a folder of its own, forked from ``warm`` or started cold.

    The folder's path must be short (a socket's may have 103 bytes). ``patience`` is how many seconds to wait
    for a fork, and for the kernel's sockets before a client is made all the same.
    """

    def __init__(
        self,
        sockets: Path,
        cwd: Path,
        variables: Mapping[str, str],
        warm: Warm | None,
        patience: float = 60.0,
    ) -> None:
        self._patience = time.monotonic() + patience
        sockets.mkdir(mode=0o700)
        self.log = sockets / "log"
        self._sockets = sockets
        self._clients: list[Client] = []
        env = {**os.environ, **_QUIET, "IPYTHONDIR": str(sockets / "ipython"), **variables}
        self.manager = _manager(sockets, self._new_client)
        provisioner = Provisioner(kernel_id="report", kernel_spec=_SPEC, parent=self.manager)
        provisioner.warm, provisioner.log, provisioner.patience = warm, str(self.log), patience
        self.manager.provisioner = provisioner
        run_sync(self.manager.start_kernel)(cwd=str(cwd), env=env)
        self._process = cast("Any", provisioner.process)

    def _new_client(self, make: Callable[[], Client]) -> Client:
        """Make a client once the kernel has bound its sockets; one that comes early waits for longer."""
        while len(list(self._sockets.glob(f"{_SOCKET}-*"))) < _CHANNELS and self.exit_code is None:
            if time.monotonic() > self._patience:
                break
            time.sleep(0.005)
        self._clients.append(make())
        return self._clients[-1]

    @property
    def pid(self) -> int:
        """Process id, which is also the id of its process group."""
        return int(self._process.pid)

    def kill(self) -> None:
        """Kill the kernel and every process of its group; may be called from any thread, and twice."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)

    def close(self) -> None:
        """Kill it, wait until it is gone, and give back sockets and threads."""
        self.kill()
        deadline = time.monotonic() + 10
        while self.exit_code is None and time.monotonic() < deadline:
            time.sleep(0.005)
        for client in self._clients:
            client.stop_channels()
        run_sync(self.manager.cleanup_resources)()

    @property
    def exit_code(self) -> int | None:
        """Its exit code, negative for a signal; None while it runs."""
        code = self._process.poll()
        return None if code is None else int(code)

    def last_words(self) -> str:
        """Return the end of what the kernel wrote outside its cells, for the message when it died."""
        text = self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""
        return " | ".join(line.strip() for line in text.splitlines()[-3:] if line.strip())


def _manager(sockets: Path, new_client: Callable[[Callable[[], Client]], Client]) -> AsyncKernelManager:
    class Manager(AsyncKernelManager):
        """A manager that knows no kernel specification but ours, and hands its clients over."""

        @property
        def kernel_spec(self) -> KernelSpec:
            return _SPEC

        def client(self, **kwargs: object) -> Client:  # type: ignore[override]
            return new_client(lambda: cast("Client", super(Manager, self).client(**kwargs)))

    return Manager(
        kernel_name="python3",
        transport="ipc",
        ip=str(sockets / _SOCKET),
        connection_file=str(sockets / "c.json"),
        client_factory=Client,
    )
