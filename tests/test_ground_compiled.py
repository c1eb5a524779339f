"""Compiled code: where it lies, when it is made anew, and that it gives what its equations give."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from clusterecon.ground import compiled as ground

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "clusterecon"
SAID = "clusterecon: compiling the equations, once ..."


@pytest.fixture
def homes(tmp_path, monkeypatch):
    """A package of one equation and one other file, and a user's cache, both empty."""
    package, user = tmp_path / "package", tmp_path / "user"
    package.mkdir()
    (package / "equations.py").write_text("import a\n\n\n@equation\ndef one(): ...\n", "utf-8")
    (package / "words.py").write_text("TITLE = 'one'\n", "utf-8")
    monkeypatch.setattr(ground, "PACKAGE", package)
    monkeypatch.setenv("XDG_CACHE_HOME", str(user))
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    return package, user


def closed(monkeypatch, *folders):
    """Nothing can be written in some folders."""
    monkeypatch.setattr(
        ground.os, "access", lambda path, mode: not any(f in [path, *path.parents] for f in folders)
    )


def test_compiled_code_lies_beside_the_package(homes):
    assert ground.cache_folder().parent == homes[0] / "__pycache__"


def test_of_a_package_that_cannot_be_written_it_lies_in_the_users_cache(homes, monkeypatch):
    closed(monkeypatch, homes[0])
    assert ground.cache_folder().parent == homes[1] / "clusterecon"


def test_where_neither_can_be_written_it_is_temporary(homes, monkeypatch):
    closed(monkeypatch, *homes)
    assert ground.cache_folder().parent == Path(tempfile.gettempdir())


def test_a_place_that_was_named_goes_first(homes, monkeypatch, tmp_path):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "named"))
    assert ground.cache_folder().parent == tmp_path / "named"


def test_it_is_made_anew_when_an_equation_changes_and_then_alone(homes):
    package, _ = homes
    first = ground.cache_folder()
    first.mkdir(parents=True)
    (package / "words.py").write_text("TITLE = 'two'\n", "utf-8")
    assert ground.cache_folder() == first
    (package / "equations.py").write_text("import a\n\n\n@equation\ndef one(): return 1\n", "utf-8")
    second = ground.cache_folder()
    assert second != first
    assert not first.exists(), "what an older text left is removed"


def run(code, **environment):
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )
    return done.stdout.split(), done.stderr


def test_the_folder_is_the_same_whatever_was_imported(tmp_path):
    code = "import clusterecon.{}; from clusterecon.ground.compiled import cache_folder as f; print(f())"
    few, many = (run(code.format(name))[0] for name in ("model.sampling", "model.simulate"))
    assert few == many


def test_equations_may_be_imported_after_the_first_was_compiled(shipped):
    """A column drawn by itself, then a whole run, as a notebook might do."""
    code = (
        "from clusterecon.model.sampling import uniforms; print(uniforms(['a'], 7, 0, 1)['a'][0])\n"
        "import clusterecon as ce\n"
        "print(ce.load_study().simulate(['plan'], draws=64).values('plan', 'jobs_net')[2030])"
    )
    (drawn, jobs), _ = run(code)
    assert 0 < float(drawn) < 1
    assert float(jobs) == shipped.simulate(["plan"], draws=64).values("plan", "jobs_net")[2030]


def test_the_first_compilation_is_told_on_stderr(tmp_path):
    code = "from clusterecon.model.sampling import uniforms; print(uniforms(['a'], 7, 0, 1)['a'][0])"
    first, second = (run(code, NUMBA_CACHE_DIR=str(tmp_path / "cache")) for _ in range(2))
    assert SAID in first[1]
    assert SAID not in second[1]
    assert first[0] == second[0]
    assert list((tmp_path / "cache").rglob("*.nbc"))


def test_a_run_gives_the_same_as_its_equations_as_they_stand(shipped):
    code = (
        "import clusterecon as ce\n"
        "run = ce.load_study().simulate(['plan'], draws=16)\n"
        "print(*run.table()['value'], *run.appraisal(headline=True)['value'])"
    )
    plain, said = run(code, NUMBA_DISABLE_JIT="1")
    assert SAID not in said
    compiled = run(code)[0]
    assert [float(x) for x in plain] == pytest.approx([float(x) for x in compiled], rel=1e-9, nan_ok=True)
    assert len(plain) > 50
