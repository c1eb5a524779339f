"""What can go wrong, by whose fault: the input's, another run's, or ours."""

from collections.abc import Iterable
from difflib import get_close_matches


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
