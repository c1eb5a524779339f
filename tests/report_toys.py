"""Small projects for the tests of the runner: notebooks that leave a run.json as a real one would."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

RECORD = """
import hashlib, json, pathlib
run = {"seed": seed, "draws": 0, "as_of": "2025-02-03", "lang": lang}
run["scenarios"] = {"plan": {"completion_rate": rate}}
text = json.dumps(run, sort_keys=True, separators=(",", ":"))
row = {"scenario": "plan", "name": "jobs_2025", "measure": "probability", "unit": "1", "year": 2025}
row["value"] = rate
record = {"run": run, "hash": hashlib.sha256(text.encode()).hexdigest(), "headline": [row]}
pathlib.Path("charts").mkdir()
pathlib.Path("charts/one.csv").write_text("a,b\\n1,2\\n")
pathlib.Path("run.json").write_text(json.dumps(record))
"""
PARAMETERS = """
scenarios: list[str] = []
lang: str = "vi"
seed: int = 7
rate: float = 0.1
wait: float = 0.0
documents: list[str] = []
"""
TABLE = "<table><thead><tr><th>a</th></tr></thead><tbody><tr><th>b</th></tr></tbody></table>"
HEADING = f"from IPython.display import HTML, display\ndisplay(HTML('<h1>Toy</h1>{TABLE}'))"


def cell(source: str, index: int, tags: tuple[str, ...] = ()) -> dict:
    return {
        "id": f"cell-{index}",
        "cell_type": "code",
        "metadata": {"tags": list(tags)} if tags else {},
        "execution_count": None,
        "outputs": [],
        "source": source.strip(),
    }


def notebook(*sources: str, parameters: str = PARAMETERS) -> dict:
    """A notebook of a parameters cell and these cells."""
    cells = [cell(parameters, 0, ("parameters",)), *(cell(s, i) for i, s in enumerate(sources, 1))]
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}


def project(root: Path, **notebooks: dict) -> Path:
    """A project folder with notebooks by name, among them always the whole one, ``toy``."""
    (root / "notebooks").mkdir(parents=True)
    (root / "scenarios").mkdir()
    for name in ("base", "reference", "plan", "track-record"):
        (root / "scenarios" / f"{name}.yaml").write_text("title: x\n")
    for name, content in {"toy": notebook(HEADING, RECORD), **notebooks}.items():
        (root / "notebooks" / f"{name}.ipynb").write_text(json.dumps(content))
    return root


def report_folders(reports: Path) -> list[str]:
    return (
        sorted(p.name for p in reports.iterdir() if p.is_dir() and p.name[0].isdigit())
        if reports.is_dir()
        else []
    )


def assert_whole(reports: Path) -> None:
    """Every published report is whole, every link leads to one, and nothing else is there."""
    names = report_folders(reports)
    for name in names:
        record = json.loads((reports / name / "run.json").read_text())
        assert {"run", "hash", "report", "started", "duration_seconds", "sequence", "machine"} <= set(record)
        assert (reports / name / "report.html").read_text().endswith("</html>\n")
        assert json.loads((reports / name / "report.ipynb").read_text())["nbformat"] == 4
        assert (reports / name / "charts" / "one.csv").is_file()
    sequences = [json.loads((reports / name / "run.json").read_text())["sequence"] for name in names]
    assert len(set(sequences)) == len(sequences)
    links = list((reports / "latest").iterdir()) if (reports / "latest").is_dir() else []
    for link in links:
        assert link.is_symlink()
        assert not str(link.readlink()).startswith("/")
        assert (link / "run.json").is_file()
    others = {p.name for p in reports.iterdir()} - set(names) if reports.is_dir() else set()
    assert others <= {".lock", ".listed.json", "latest", "index.html", "history.csv"}, others


def left_in_tmp(sockets: Path) -> list[str]:
    return sorted(p.name for p in sockets.glob("clusterecon-*"))


def about(pid: int) -> str:
    """Command line, environment and working folder of a process; empty if it is gone or not ours to see."""
    folder = Path(f"/proc/{pid}")
    try:
        words = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
        return words.decode(errors="replace") + str((folder / "cwd").readlink())
    except OSError:
        return ""


def processes_naming(*texts: object) -> list[int]:
    """Ids of the processes, but for this one, that name any of the texts anywhere."""
    others = [int(p.name) for p in Path("/proc").iterdir() if p.name.isdigit() and int(p.name) != os.getpid()]
    return [pid for pid in others if any(str(text) in about(pid) for text in texts)]


def gone(*texts: object, seconds: float = 10.0) -> bool:
    """Wait until no process names any of the texts any more."""
    deadline = time.monotonic() + seconds
    while processes_naming(*texts):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


RUN = """
import logging, sys
from pathlib import Path
from clusterecon.ground.errors import InputError, LockedError, RunError
from clusterecon.report.request import ReportRequest
from clusterecon.report.runner import run_report
logging.basicConfig(level=logging.INFO, format="%(message)s")
root, reports = Path(sys.argv[1]), Path(sys.argv[2])
request = ReportRequest(sys.argv[3], parameters=eval(sys.argv[4]))
try:
    print(run_report(request, reports, root).name)
except (InputError, LockedError, RunError) as error:
    print(error, file=sys.stderr)
    sys.exit({InputError: 2, LockedError: 3, RunError: 1}[type(error)])
"""


def start(root: Path, reports: Path, name: str = "toy", tmp: Path | None = None, **parameters: object):
    """Start a report in a process of its own, with its sockets under ``tmp``."""
    env = {**os.environ, "TMPDIR": str(tmp)} if tmp else dict(os.environ)
    command = [sys.executable, "-c", RUN, str(root), str(reports), name, repr(parameters)]
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
