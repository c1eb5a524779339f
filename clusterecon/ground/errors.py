"""What can go wrong, by whose fault: the input's, another run's, or ours."""

import errno
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path


class ClustereconError(Exception):
    """Base of every error raised by clusterecon."""


class InputError(ClustereconError, ValueError):
    """The input is wrong.

    Parameters
    ----------
    mistakes
        Every mistake found, one line each: where (file, line, key), what, what is allowed.
    """

    def __init__(self, mistakes: str | Iterable[str]) -> None:
        self.mistakes: tuple[str, ...] = (mistakes,) if isinstance(mistakes, str) else tuple(mistakes)
        super().__init__("\n".join(self.mistakes))


class LockedError(ClustereconError):
    """Another run holds the lock of the reports folder."""


class RunError(ClustereconError):
    """A run failed though its input was right: a notebook raised, a kernel died, time ran out."""


class StoppedError(RunError):
    """Ctrl-C; the message says what was done by then."""


def nearest(name: str, allowed: Iterable[str]) -> str:
    """Return a hint ``; did you mean 'x'?`` naming the nearest valid name, or ``""`` where none is near.

    Parameters
    ----------
    name
        What was written.
    allowed
        The valid names.
    """
    names = sorted(allowed)
    close = get_close_matches(name, names, n=1, cutoff=0.5)
    if not close:
        tails = {n.rsplit(".", 1)[-1]: n for n in names}
        close = [tails[t] for t in get_close_matches(name.rsplit(".", 1)[-1], tails, n=1, cutoff=0.6)]
    return f"; did you mean '{close[0]}'?" if close else ""


@contextmanager
def disk_errors(place: Path, outcome: str = "nothing was published") -> Iterator[None]:
    """Turn what the disk refuses (full, read-only, no right, no folder) into one clear :class:`RunError`."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise RunError(f"the disk of {place} is full; {outcome}") from error
        if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            raise RunError(f"{place} cannot be written to: {error.strerror}; {outcome}") from error
        raise RunError(f"{place}: {error.strerror or error}; {outcome}") from error
