"""Fixtures that several test files share: the shipped study, a copy of it, and the command line."""

import contextlib
import io
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import former_values
import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]

settings.register_profile("clusterecon", deadline=None, max_examples=40, derandomize=True)
settings.load_profile("clusterecon")


@dataclass(frozen=True)
class Result:
    """What a command did: exit code, stdout, stderr."""

    code: int
    out: str
    err: str


def run_command(*arguments):
    """Run the command line in this process, as `clusterecon ARGUMENTS` would."""
    from clusterecon.__main__ import run

    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["clusterecon", *map(str, arguments)])
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run()
    return Result(code, out.getvalue(), err.getvalue())


def files_under(folder):
    """Every file below a folder with its content, caches of Python left out."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture(scope="session", autouse=True)
def compiled_first():
    """Compile the equations before any command is run: it would say so where a test looks at what it says."""
    from clusterecon.study.load import load_study

    load_study(ROOT).simulate(["reference"], draws=1)


@pytest.fixture(scope="session")
def root():
    """The folder of the shipped study."""
    return ROOT


@pytest.fixture(scope="session")
def shipped(root):
    """The shipped study, its forecast fitted (once for these readings, then read from data/processed)."""
    from clusterecon import load_study

    study = load_study(root)
    study.baseline()
    return study


@pytest.fixture(scope="session")
def central(shipped):
    """The central case of every shipped scenario."""
    return shipped.simulate(draws=0)


@pytest.fixture(scope="session")
def worked(shipped):
    """The central case of plan and track-record at the values of METHODS 13."""
    names = ("plan", "track-record")
    return shipped.simulate(
        [shipped.scenario(name).set(former_values.CENTRAL, name=name) for name in names], draws=0
    )


@pytest.fixture(scope="session")
def sampled(shipped):
    """A thousand draws of every shipped scenario."""
    return shipped.simulate(draws=1_000, seed=7)


@pytest.fixture
def study_copy(tmp_path, shipped):
    """A copy of the study that a test may spoil, with what is built from its data."""
    folder = tmp_path / "study"
    for name in ("scenarios", "notebooks", "data"):
        if (shipped.root / name).is_dir():
            shutil.copytree(
                shipped.root / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".tmp-*")
            )
    return folder


@pytest.fixture(scope="session")
def cli(root, shipped):
    """Run a command in this process on the shipped study, or on the one named by ``--root``."""

    def run(*arguments):
        own = () if "--root" in arguments else ("--root", root)
        return run_command(*arguments, *own)

    return run
