"""Copies of the shipped study that a test may change as a user would: a row in a table, a line in a file."""

import csv
import io
import shutil
from pathlib import Path

WORKING = ("scenarios", "notebooks", "data")


def copied(root: Path, folder: Path) -> Path:
    """Copy a study with what is built from its data, and the list of the night; return its folder."""
    for name in WORKING:
        shutil.copytree(
            root / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".tmp-*", ".ipynb_*")
        )
    (folder / "reports").mkdir()
    shutil.copy(root / "reports" / "schedule.yaml", folder / "reports")
    return folder


def table_rows(folder: Path, table: str) -> list[dict[str, str]]:
    """Read a raw table as it is written."""
    text = (folder / "data" / "raw" / f"{table}.csv").read_text("utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def add_rows(folder: Path, table: str, *rows: dict[str, str]) -> None:
    """Put rows at the end of a raw table; columns left out are empty."""
    path = folder / "data" / "raw" / f"{table}.csv"
    text = path.read_text("utf-8")
    assert text.endswith("\n")
    names = next(csv.reader(io.StringIO(text)))
    out = io.StringIO()
    csv.DictWriter(out, names, restval="", lineterminator="\n").writerows(rows)
    path.write_text(text + out.getvalue(), "utf-8")


def reading(series: str, period: str, value: float, released: str) -> dict[str, str]:
    """Return a row of a table of readings as a user would type it."""
    return {
        "series": series,
        "period": period,
        "value": str(value),
        "unit": "% yoy constant prices",
        "release_date": released,
        "release_date_basis": "published",
        "status": "first estimate",
        "source_title": "Tình hình kinh tế - xã hội",
        "publisher": "Statistics office",
        "url": "https://example.org/2025",
    }


def replaced(path: Path, old: str, new: str) -> None:
    """Change one passage of a text file; it must stand there once."""
    text = path.read_text("utf-8")
    assert text.count(old) == 1, (path.name, old, text.count(old))
    path.write_text(text.replace(old, new), "utf-8")
