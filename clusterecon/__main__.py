"""The command line; exit code 0 done, 1 the run failed, 2 the input is wrong, 3 the lock is held."""

import contextlib
import io
import os
import sys
from typing import NoReturn

import click

from clusterecon import __version__
from clusterecon.command_line.commands import COMMANDS
from clusterecon.ground.errors import ClustereconError, InputError, LockedError, RunError


@click.group(
    commands=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Start with: clusterecon check · clusterecon simulate --draws 0 · clusterecon report",
)
@click.version_option(__version__)
def cli() -> None:
    """Economic impact of industrial clusters, and the probability of meeting targets."""


def main() -> NoReturn:
    """Run the command line and end with its code, at once.

    Every file is closed and every process waited for by then; to take the libraries apart as well would cost
    a third of a second.
    """
    # draws have a thread on every processor; more for each product of matrices would only be in their way
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    code = run()
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.flush()
    os._exit(code)


def run() -> int:
    """Run the command line and return its exit code; all that was printed has been written."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    try:
        code = cli.main(standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        code = 2 if isinstance(error, click.UsageError) else 1
    except (click.Abort, BrokenPipeError):
        code = 1
    except InputError as error:
        code = _complain(
            "wrong input" if len(error.mistakes) == 1 else f"{len(error.mistakes)} mistakes", error
        )
    except LockedError as error:
        code = _complain("locked", error, 3)
    except ClustereconError as error:
        code = _complain("failed", error, 1)
    except OSError as error:
        what = f"{error.filename or 'the output'}: {error.strerror or error}"
        code = _complain("failed", RunError(what), 1)
    return code or 0


def _complain(what: str, error: ClustereconError, code: int = 2) -> int:
    click.echo(f"clusterecon: {what}:", err=True)
    for line in getattr(error, "mistakes", None) or [str(error)]:
        click.echo(f"  {line}", err=True)
    return code


if __name__ == "__main__":
    main()
