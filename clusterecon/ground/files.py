"""The one writer of files: aside under a name that none can foresee, on the disk, then renamed.

Whoever reads meets the old file or the new one, whole. No link is followed, neither where a file is written
aside nor where it gets its name; rights follow the umask.
"""

import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from clusterecon.ground.errors import InputError, RunError

ASIDE = ".tmp-"
"""How the name of whatever is not finished begins."""
_OURS = re.compile(
    rf"{re.escape(ASIDE)}(?:(?:.+-)?[0-9a-f]{{16}}|\d+-[\w-]+_[\w-]+_(?:vi|en)-\d+)", re.DOTALL
)
"""Such a name, as :func:`aside` makes it; or of a process and the report it made, as versions before did."""


def aside(folder: Path, name: str = "") -> Path:
    """Return a path in a folder for what is not finished; none can foresee it, nothing stands there."""
    return folder / f"{ASIDE}{name}{'-' if name else ''}{secrets.token_hex(8)}"


@contextmanager
def written(path: Path, on_disk: bool = True) -> Iterator[BinaryIO]:
    """Give a file to write into; at the end of the block it gets its name, if nothing was raised.

    Parameters
    ----------
    path
        What it is called then; what stood there is replaced.
    on_disk
        Whether its content must outlive a power failure right after.
    """
    temporary = aside(path.parent)
    opened = temporary.open("xb")
    try:
        with opened as stream:
            yield stream
            if on_disk:
                stream.flush()
                os.fsync(stream.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def write_whole(path: Path, text: str) -> None:
    """Write one text file."""
    with written(path) as stream:
        stream.write(text.encode())


def write_link(path: Path, target: str) -> None:
    """Make a symbolic link, or point the one that stands there elsewhere, by one rename."""
    temporary = aside(path.parent)
    temporary.symlink_to(target)
    try:
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def write_files(folder: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write all files, or none: first into a folder aside, then each by rename.

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
        The disk is full, the folder cannot be written, a folder in it is a link.
    """
    names = {checked_path(name): content for name, content in files.items()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with folder_aside(folder, "export") as temporary:
            for name, content in names.items():
                (temporary / name).parent.mkdir(parents=True, exist_ok=True)
                with written(temporary / name) as stream:
                    stream.write(content)
            for name in names:
                if any((folder / parent).is_symlink() for parent in name.parents[:-1]):
                    raise RunError(f"cannot write into {folder.name or folder}: {name.parent} is a link")
            for name in names:
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (temporary / name).replace(folder / name)
    except OSError as error:
        raise RunError(f"cannot write into {folder.name or folder}: {error.strerror or error}") from error
    return tuple(folder / name for name in names)


@contextmanager
def folder_aside(place: Path, name: str) -> Iterator[Path]:
    """Give a new folder in a place, gone at the end of the block if it was not renamed."""
    folder = aside(place, name)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_aside(folder: Path, seconds: float = 0.0) -> list[str]:
    """Remove what dead writers left in a folder, older than so many seconds; return the names.

    What other programs left there stays. Of a link only the link goes; a folder that is a link is left alone.
    """
    removed = []
    for path in () if folder.is_symlink() else folder.glob(f"{ASIDE}*"):
        with suppress(FileNotFoundError):
            if not _OURS.fullmatch(path.name):
                continue
            if seconds and time.time() - path.lstat().st_mtime <= seconds:
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink()
            removed.append(path.name)
    return removed


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
