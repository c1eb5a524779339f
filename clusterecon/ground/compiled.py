"""Equations are plain Python functions of numbers; what runs them for many draws is compiled from them.

An equation marked with `equation` stays what it is: it can be called, read and tested as it stands. A
function marked with `compiled` is turned into machine code by Numba the first time it is called, equations
and all, and kept on disk. With ``NUMBA_DISABLE_JIT=1`` it runs as it is written.
"""

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from functools import cache, update_wrapper
from pathlib import Path
from shutil import rmtree
from threading import Lock
from typing import Any, Generic, ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Value = TypeVar("Value")
Function = TypeVar("Function", bound=Callable[..., Any])

_equations: list[Callable[..., Any]] = []
_unknown: list[Callable[..., Any]] = []
"""Equations that Numba does not know yet."""
_lock = Lock()
_FOLDER = "compiled-"
PACKAGE = Path(__file__).parent.parent


def equation(function: Function) -> Function:
    """Mark a function of numbers or records as part of what is compiled; it stays as it is."""
    _equations.append(function)
    _unknown.append(function)
    return function


class compiled(Generic[Arguments, Value]):  # noqa: N801 - a decorator
    """Mark a function that runs equations for many draws; compiled when it is first called.

    It lets go of the interpreter's lock, so that threads run side by side. No shortcut is taken in floating
    point: the same bytes on any number of workers.
    """

    def __init__(self, function: Callable[Arguments, Value]) -> None:
        self.function = function
        self._made: Callable[Arguments, Value] | None = None
        update_wrapper(self, function)

    def __call__(self, *arguments: Arguments.args, **named: Arguments.kwargs) -> Value:
        """Run the function, compiled."""
        with _lock:
            if self._made is None:
                self._made = self._compile()
        return self._made(*arguments, **named)

    def __reduce__(self) -> str:
        """Pickle by name."""
        return self.function.__qualname__

    def _compile(self) -> Callable[Arguments, Value]:
        import numba
        from numba.core import config
        from numba.extending import register_jitable

        if config.DISABLE_JIT:  # type: ignore[attr-defined]
            return self.function
        config.CACHE_DIR = str(_prepared_folder())  # type: ignore[attr-defined]
        while _unknown:
            register_jitable(_unknown.pop())
        made: Callable[Arguments, Value] = numba.njit(
            cache=True, nogil=True, error_model="numpy", fastmath=False
        )(self.function)
        return made


@cache
def _prepared_folder() -> Path:
    """Return where compiled code is kept; say so where there is none yet."""
    folder = cache_folder()
    if not folder.exists():
        sys.stderr.write("clusterecon: compiling the equations, once ...\n")
    return folder


def cache_folder() -> Path:
    """Return where compiled code is kept: a folder named after the text of every equation.

    Code compiled from an older text is never used, even where only a function that another calls has changed.
    It lies beside the package where that can be written, else in the user's cache, else in a temporary
    folder; or in ``NUMBA_CACHE_DIR``.
    """
    text = hashlib.sha256(f"{sys.version_info}".encode())
    for file in sorted(PACKAGE.rglob("*.py")):
        content = file.read_bytes()
        if b"\n@equation\n" in content or file == Path(__file__):
            text.update(content)
    name = f"{_FOLDER}{text.hexdigest()[:16]}"
    for home in _homes():
        if (home / name).exists() and os.access(home / name, os.W_OK):
            return home / name
        try:
            home.mkdir(parents=True, exist_ok=True)
            writable = os.access(home, os.W_OK)
        except OSError:
            continue
        if writable:
            _forget(home)
            return home / name
    return Path(tempfile.gettempdir()) / name


def _homes() -> list[Path]:
    given = os.environ.get("NUMBA_CACHE_DIR")
    user = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "clusterecon"
    return [Path(given)] if given else [PACKAGE / "__pycache__", user]


def _forget(home: Path) -> None:
    """Remove what older texts of the equations left."""
    for old in home.glob(f"{_FOLDER}*"):
        rmtree(old, ignore_errors=True)
