"""Seconds of real reports: cold and further ones against plain Papermill, a batch of 14 against 14 alone.

Run by hand: ``python benchmarks/bench_reports.py [DRAWS]``. Everything is measured in the same run, on a copy
of the study, the forecast fitted before. Papermill runs a notebook that only imports pandas, statsmodels,
matplotlib and seaborn: what a report by hand costs before it does anything.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DRAWS = 16_384
TIMES = 3
BARE = "import pandas, statsmodels.api, matplotlib.pyplot, seaborn"
PAPERMILL = "import papermill, sys; papermill.execute_notebook(sys.argv[1], sys.argv[2], progress_bar=False)"
SCENARIOS = (
    "reference", "plan", "plan-15", "track-record", "catch-up-2026", "dense-tenants", "tight-labour",
    "wastewater-enforced",
)  # fmt: skip
LANGUAGES = ("vi", "en")


def prepared(folder):
    """Copy the study, fit its forecast, and write the bare notebook and the list of fourteen."""
    for name in ("scenarios", "notebooks", "data"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("reports", "single", "batch"):
        (folder / name).mkdir()
    command("data", "--root", folder)
    cell = {"id": "a", "cell_type": "code", "metadata": {}, "execution_count": None, "outputs": []}
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    bare = {"nbformat": 4, "nbformat_minor": 5, "metadata": kernel, "cells": [{**cell, "source": BARE}]}
    (folder / "bare.ipynb").write_text(json.dumps(bare))
    return folder


def batch_file(folder, draws):
    path = folder / "fourteen.yaml"
    entry = {
        "notebook": "scenario",
        "scenarios": list(SCENARIOS),
        "languages": list(LANGUAGES),
        "parameters": {"draws": draws},
    }
    path.write_text(json.dumps({"reports": [entry]}))  # JSON is YAML
    return path


def seconds(*arguments):
    began = time.perf_counter()
    subprocess.run([sys.executable, *map(str, arguments)], check=True, capture_output=True, cwd=ROOT)
    return time.perf_counter() - began


def command(*arguments):
    return seconds("-m", "clusterecon", *arguments)


def line(label, value, note=""):
    print(f"{label:<58}{value:>8.2f} s   {note}")


def cold(folder, draws):
    """Time a cold briefing against Papermill, turn by turn, so that both meet the same machine."""
    pairs = []
    for number in range(TIMES):
        bare = seconds("-c", PAPERMILL, folder / "bare.ipynb", folder / "out.ipynb")
        ours = command(
            "report", "briefing", "--lang", "en", "--draws", draws, "--root", folder, "--out",
            folder / "reports",
        )  # fmt: skip
        pairs.append((bare, ours))
        print(f"   {number + 1}: papermill {bare:.2f} s, briefing {ours:.2f} s")
    bare, ours = (min(column) for column in zip(*pairs, strict=True))
    line("Papermill, a notebook of four imports (best)", bare)
    line("cold briefing, 7 scenarios, HTML and charts (best)", ours, f"{ours / bare:.2f} times (bar: 1.5)")
    return bare


def further(folder, draws, bare):
    """Time the reports of a batch after its first, one at a time: what each costs beyond starting."""
    out = folder / "further"
    command("batch", batch_file(folder, draws), "--workers", "1", "--root", folder, "--out", out)
    records = [json.loads(path.read_text()) for path in out.glob("2*/run.json")]
    taken = [r["duration_seconds"] for r in sorted(records, key=lambda r: r["sequence"])[1:]]
    ours = statistics.median(taken)
    line("a further report of a batch (median)", ours, f"{ours / bare:.2f} times Papermill's (bar: 0.5)")


def fourteen(folder, draws):
    """Time a batch of fourteen reports against fourteen single ones."""
    singles = [
        command(
            "report", "scenario", "--scenario", scenario, "--lang", lang,
            "--draws", draws, "--root", folder, "--out", folder / "single",
        )
        for lang in LANGUAGES
        for scenario in SCENARIOS
    ]  # fmt: skip
    alone = sum(singles)
    together = command("batch", batch_file(folder, draws), "--root", folder, "--out", folder / "batch")
    made = len(list((folder / "batch").glob("2*/run.json")))
    line("a single report of one scenario (mean)", statistics.mean(singles), f"of {len(singles)}")
    line("14 single reports", alone)
    line(f"a batch of {made}", together, f"{alone / together:.2f} times faster (bar: 2.5)")
    line("a report of the batch", together / made)


def main():
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else DRAWS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "study"
        folder.mkdir()
        prepared(folder)
        print(f"{os.cpu_count()} processors, {draws:,} draws, load {os.getloadavg()[0]:.1f}")
        bare = cold(folder, draws)
        fourteen(folder, draws)
        further(folder, draws, bare)


if __name__ == "__main__":
    main()
