"""Programs that the system tier needs: their absence fails there, and is told elsewhere."""

import importlib.util
import os
import shutil
import subprocess

import pytest


def need(*programs):
    """Return the paths of programs.

    Where one is missing the test fails if ``CLUSTERECON_TEST_ALL=1`` (``make test-all``); else it is
    reported as not run, with the reason.
    """
    absent = [program for program in programs if shutil.which(program) is None]
    if absent:
        missing(f"not installed: {', '.join(absent)}")
    return [shutil.which(program) for program in programs]


def need_dask():
    """Ask for Dask, of the extra ``scale``, as for a program."""
    if importlib.util.find_spec("distributed") is None:
        missing("not installed: distributed")


def missing(reason):
    """Fail where all tests are run; else tell that this one is not, and why."""
    if os.environ.get("CLUSTERECON_TEST_ALL") == "1":
        pytest.fail(reason)
    raise pytest.skip.Exception(reason)


def run(*command, seconds=180):
    """Run a program to its end and return what it printed; its failure fails the test."""
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, timeout=seconds, check=False
    )
    assert done.returncode == 0, f"{command[0]} ended with {done.returncode}: {done.stderr[-800:]}"
    return done.stdout


def office_to_pdf(path, folder):
    """Turn a presentation or workbook into PDF with LibreOffice, in a profile of its own, and return it."""
    (program,) = need("soffice")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    run(program, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, path)
    result = folder / f"{path.stem}.pdf"
    assert result.is_file(), f"LibreOffice did not open {path.name}"
    return result
