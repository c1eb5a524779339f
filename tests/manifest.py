"""Digests of everything the product writes that is byte-stable: written before a move, compared after it.

``python tests/manifest.py write FILE`` before, ``python tests/manifest.py compare FILE`` after, on one
machine and in one environment. The hash of the code, which stands in every footer, is held constant; clocks
and temporary folders in what commands print are replaced. ``--keep FOLDER`` leaves the files, to see what
differs.
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STUDY = ("scenarios", "data/raw", "notebooks")
NOTEBOOKS = {
    "briefing": "all",
    "scenario": "track-record",
    "target": "all",
    "compare": "[plan, track-record]",
}
DRAWS = "1024"
COMMANDS = {
    "data": ["data"],
    "check-vi": ["check"],
    "check-en": ["check", "--lang", "en"],
    "check-json": ["check", "--format", "json"],
    "central": ["simulate", "--draws", "0", "--format", "json"],
    "simulate": ["simulate", "plan", "track-record", "--draws", DRAWS, "--format", "json"],
    "simulate-csv": ["simulate", "--draws", DRAWS, "--format", "csv"],
    "simulate-vi": ["simulate", "--draws", DRAWS],
    "simulate-en": ["simulate", "--draws", DRAWS, "--lang", "en"],
    "set": ["simulate", "plan", "--draws", DRAWS, "--set", "cohorts.new.clusters=25", "--lang", "en"],
    "target-vi": ["target", "--as-of", "2025-02-03"],
    "target-en": ["target", "--as-of", "2025-02-03", "--lang", "en"],
    "target-json": ["target", "--format", "json"],
    "goal-seek-json": [
        "goal-seek", "completion_rate", "--scenario", "track-record", "--target", "jobs_2030",
        "--probability", "0.5", "--bounds", "0", "1", "--draws", DRAWS, "--format", "json",
    ],
    "goal-seek-en": [
        "goal-seek", "completion_rate", "--scenario", "track-record", "--target", "jobs_2030",
        "--probability", "0.5", "--bounds", "0", "1", "--draws", DRAWS, "--lang", "en",
    ],
    "charts-vi": ["charts", "--draws", DRAWS, "--out", "charts-vi"],
    "charts-en": ["charts", "--draws", DRAWS, "--out", "charts-en", "--lang", "en"],
    "single": [
        "report", "scenario", "--draws", DRAWS, "--out", "single", "--set", "workers_per_leased_ha=120",
    ],
    "batch": ["batch", "list.yaml", "--workers", "1", "--out", "batch"],
    "rerun": ["rerun", "single/latest/scenario_track-record_vi/run.json", "--out", "rerun"],
    "refused": ["simulate", "plam", "--set", "completion_rat=1", "--draws", "-1"],
}  # fmt: skip
LIST = "reports:\n" + "\n".join(
    f"  - {{notebook: {notebook}, scenarios: [{scenarios}], languages: [vi, en], "
    f"documents: [html, pdf, pptx, xlsx], parameters: {{draws: {DRAWS}}}}}"
    for notebook, scenarios in NOTEBOOKS.items()
)
HOLD_CODE_CONSTANT = """
import importlib.abc
import importlib.machinery
import sys


class Held(importlib.abc.Loader):
    def __init__(self, loader):
        self.loader = loader

    def __getattr__(self, name):
        return getattr(self.loader, name)

    def create_module(self, spec):
        return self.loader.create_module(spec)

    def exec_module(self, module):
        self.loader.exec_module(module)
        if getattr(vars(module).get("package_hash"), "__module__", "") == module.__name__:
            module.package_hash = lambda part="": "0" * 64


class Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if not name.startswith("clusterecon."):
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        if spec is not None and spec.loader is not None:
            spec.loader = Held(spec.loader)
        return spec


sys.meta_path.insert(0, Finder())
"""
CLOCKS = (
    (rb"\d{8}T\d{6}Z", b"<time>"),
    (rb"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|\+00:00)?", b"<time>"),
    (rb"seconds=[\d.]+", b"seconds=<n>"),
    (rb"[\d.]+ (s|gi\xc3\xa2y)\b", b"<n> s"),
    (rb"for [\d.]+ s", b"for <n> s"),
    (rb"\d\d/\d\d/\d{4} \d\d:\d\d", b"<time>"),
    (rb'<td class="n">[\d.,]+</td>', b"<td><n></td>"),
    (rb"(?<=\S) {2,}(?=\S)", b"  "),
)


def make(folder: Path) -> None:
    """Run every command on a copy of the study, its output beside what it writes."""
    for name in STUDY:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    (folder / "list.yaml").write_text(LIST + "\n", "utf-8")
    with tempfile.TemporaryDirectory() as hook:
        Path(hook, "sitecustomize.py").write_text(HOLD_CODE_CONSTANT, "utf-8")
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([hook, str(ROOT)])}
        environment.pop("CLUSTERECON_ROOT", None)
        for name, arguments in COMMANDS.items():
            command = [sys.executable, "-m", "clusterecon", *arguments]
            done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
            out = folder / "printed" / name
            out.parent.mkdir(exist_ok=True)
            out.with_suffix(".out").write_bytes(done.stdout + f"\nexit {done.returncode}\n".encode())
            out.with_suffix(".err").write_bytes(done.stderr)
            if done.returncode != (2 if name == "refused" else 0):
                raise SystemExit(f"{name}: exit {done.returncode}\n{done.stderr.decode()}")


def steady(content: bytes, folder: Path) -> bytes:
    """What stays of some text when clocks and the place it was made in are replaced."""
    content = content.replace(str(folder).encode(), b"<folder>")
    for pattern, instead in CLOCKS:
        content = re.sub(pattern, instead, content)
    return content


def parts(path: Path, folder: Path) -> dict[str, bytes]:
    """The byte-stable parts of one file, by name: members of office files, outputs of notebooks."""
    content = path.read_bytes()
    if path.suffix in (".pptx", ".xlsx"):
        with zipfile.ZipFile(path) as archive:
            return {f"!{name}": archive.read(name) for name in archive.namelist()}
    if path.suffix == ".ipynb":
        outputs = [cell.get("outputs") for cell in json.loads(content)["cells"]]
        return {"": json.dumps(outputs, sort_keys=True).encode()}
    if path.name == "run.json":
        record = {k: v for k, v in json.loads(content).items() if k in ("run", "hash", "figures", "headline")}
        return {"": json.dumps(record, sort_keys=True).encode()}
    if path.suffix in (".html", ".csv", ".out", ".err", ""):
        return {"": steady(content, folder)}
    return {"": content}


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of each stable part of each file that the commands wrote."""
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        written = name.split("/")[0] in ("printed", "charts-vi", "charts-en", "single", "batch", "rerun")
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not written or hidden or "latest" in path.parts or not path.is_file():
            continue
        for part, content in parts(path, folder).items():
            found[re.sub(r"\d{8}T\d{6}Z", "<time>", name) + part] = hashlib.sha256(content).hexdigest()
    return found


def main() -> int:
    """Write or compare; 1 where something differs."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("action", choices=("write", "compare"))
    options.add_argument("file", type=Path)
    options.add_argument("--keep", type=Path, help="a new folder for the files themselves")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = (given.keep or Path(folder) / "made").resolve()
        place.mkdir(parents=True)
        make(place)
        now = digests(place)
    if given.action == "write":
        given.file.write_text(json.dumps(now, indent=1, sort_keys=True) + "\n", "utf-8")
        sys.stdout.write(f"{len(now)} digests written to {given.file}\n")
        return 0
    before = json.loads(given.file.read_text("utf-8"))
    differing = sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))
    for name in differing:
        what = "differs" if name in before and name in now else "is gone" if name in before else "is new"
        sys.stdout.write(f"{name} {what}\n")
    sys.stdout.write(f"{len(now)} digests, {len(differing)} unequal\n")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
