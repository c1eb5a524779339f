"""Milliseconds to load the tables of a study: kept, checked anew, and read plainly by pandas.

Run by hand: ``python benchmarks/bench_data.py``. Every call of clusterecon first looks whether a table has
changed. The floor is Python's own reading of the kept file.
"""

import json
import os
import shutil
import tempfile
import time
from pathlib import Path

import pandas as pd

from clusterecon.data.processed import build_processed, load_processed

ROOT = Path(__file__).resolve().parents[1]
TIMES = 5


def best(function, *arguments):
    """Milliseconds of the fastest of some calls, and what the last returned."""
    taken = []
    for _ in range(TIMES):
        began = time.perf_counter()
        result = function(*arguments)
        taken.append(time.perf_counter() - began)
    return 1000 * min(taken), result


def plainly(raw):
    """Read every table as pandas does, nothing checked."""
    return [pd.read_csv(file) for file in sorted(raw.glob("*.csv"))]


def floor(kept):
    """Read the kept file, nothing looked at."""
    return [json.loads(line) for line in kept.read_text("utf-8").splitlines()]


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw")
        anew, file = best(build_processed, folder)
        kept, loaded = best(load_processed, folder)
        bare, _ = best(floor, file)
        pandas, frames = best(plainly, folder / "data" / "raw")
    rows = sum(len(frame) for frame in frames)
    assert sum(len(frame) for frame in loaded.frames.values()) == rows
    print(f"{len(frames)} tables, {rows:,} rows, load {os.getloadavg()[0]:.1f}")
    print(f"pandas.read_csv, nothing checked      {pandas:8.1f} ms")
    print(f"checked anew and written              {anew:8.1f} ms   {anew / pandas:.2f} times pandas")
    print(f"kept, sources looked at               {kept:8.1f} ms   {kept / pandas:.2f} times pandas (bar: 2)")
    print(f"floor: the kept file as JSON          {bare:8.1f} ms   {kept / bare:.2f} times the floor")


if __name__ == "__main__":
    main()
