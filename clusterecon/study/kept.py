"""What was read once in a process that others are forked from, for as long as its files stay as they were."""

from pathlib import Path

_FOLDERS = ("scenarios", "data/raw")
_kept: dict[Path, tuple[object, object]] = {}


def keep(root: Path, study: object) -> None:
    """Keep the study of a folder for this process and its forks."""
    _kept[root] = state_of(root), study


def kept(root: Path) -> object:
    """Return the study kept for a folder; None where there is none, or a file of it has changed since."""
    state, study = _kept.get(root, (None, None))
    return study if state is not None and state == state_of(root) else None


def state_of(root: Path) -> list[tuple[str, int, int]]:
    """Return name, size and time of every file that a study is read from."""
    files = [file for folder in _FOLDERS for file in sorted((root / folder).glob("*")) if file.exists()]
    return [(file.as_posix(), about.st_size, about.st_mtime_ns) for file in files if (about := file.stat())]
