"""Files written aside and renamed: each is whole or not there."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from clusterecon.errors import InputError, RunError


def checked_path(name: str) -> PurePosixPath:
    """Return a relative file name that stays inside its folder.

    Parameters
    ----------
    name
        Such as ``briefing.pdf`` or ``charts/growth.svg``.

    Raises
    ------
    InputError
        The name is empty, absolute, hidden, goes upward, or holds a control character or backslash.
    """
    path = PurePosixPath(name)
    bad_part = any(part.startswith(".") or part != part.strip() for part in path.parts)
    bad_letter = any(letter in '\\:*?"<>|' or not letter.isprintable() for letter in name)
    if not path.parts or path.is_absolute() or bad_part or bad_letter:
        raise InputError(f"'{name}' is not a plain file name inside the folder")
    return path


def write_files(folder: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write all files, or none: first into a folder aside, then each by rename.

    A file of the same name is replaced in one step; whoever reads meets the old or the new one, never
    a part. An error while writing leaves the folder as it was.

    Parameters
    ----------
    folder
        Where they go; made where missing.
    files
        Relative names and contents.

    Raises
    ------
    InputError
        A name leads out of the folder.
    RunError
        The disk is full, the folder cannot be written.
    """
    names = {checked_path(name): content for name, content in files.items()}
    aside = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=".tmp-export-", dir=folder))
        for name, content in names.items():
            _write_through(aside / name, content)
        for name in names:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            os.replace(aside / name, folder / name)  # noqa: PTH105
    except OSError as error:
        raise RunError(f"cannot write into {folder.name or folder}: {error.strerror or error}") from error
    finally:
        if aside is not None:
            with contextlib.suppress(OSError):
                shutil.rmtree(aside)
    return tuple(folder / name for name in names)


def _write_through(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(0o644)
