"""The package as it is installed: requirements, lock, conda file, entry points, commands the texts quote."""

import os
import re
import shlex
import shutil
import subprocess
import tomllib
from importlib.metadata import entry_points, version
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, run_command
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from system_programs import need_dask

import clusterecon

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]
GROUPS = {**PROJECT["optional-dependencies"], **PYPROJECT["dependency-groups"]}
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
CONDA_NAMES = {"jupyter-client": "jupyter_client", "jupyter-core": "jupyter_core", "typst": "typst-py"}
"""What conda-forge calls a package otherwise than PyPI does."""


def key(name):
    """A package's name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned():
    """Versions of the lock by name; several where they depend on Python's version."""
    versions = {}
    for line in LOCK.splitlines():
        if line.strip() and not line.startswith("#"):
            name, _, rest = line.partition("==")
            versions.setdefault(key(name.split("[")[0]), set()).add(re.split(r"[ ;]", rest)[0])
    return versions


def wanted(*groups):
    """Requirements of the core and of some extras or groups by name."""
    lines = [*PROJECT["dependencies"], *(line for group in groups for line in GROUPS[group])]
    return {key(r.name): r.specifier for r in map(Requirement, lines)}


def sh_commands():
    """Every line of every ```sh block of README and docs, with its file."""
    found = []
    for file in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for block in re.findall(r"```sh\n(.*?)```", file.read_text(encoding="utf-8"), re.DOTALL):
            found += [(file.name, line.strip()) for line in block.splitlines() if line.strip()]
    return found


# ---------------------------------------------------------------- names and versions


def test_the_version_is_one():
    assert clusterecon.__version__ == PROJECT["version"] == version("clusterecon")
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert str(citation["version"]) == PROJECT["version"]
    assert citation["license"] == PROJECT["license"] == "MIT"
    assert "MIT License" in (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_python_is_the_range_of_the_design():
    assert SpecifierSet(PROJECT["requires-python"]) == SpecifierSet(">=3.11,<3.14")


def test_the_command_is_installed():
    (script,) = [e for e in entry_points(group="console_scripts") if e.name == "clusterecon"]
    assert script.value == "clusterecon.__main__:main"
    assert callable(script.load())


def test_every_requirement_has_a_least_and_a_next_version():
    for name, specifier in wanted(*GROUPS).items():
        assert {s.operator for s in specifier} == {">=", "<"}, name


def test_ranges_know_the_traps():
    """Matplotlib 3.11 draws text glyph by glyph; seaborn 0.13.2 needs pandas below 4."""
    ranges = wanted()
    assert "3.11" not in ranges["matplotlib"]
    assert "4.0" not in ranges["pandas"]
    assert "0.13.2" in ranges["seaborn"]


# ---------------------------------------------------------------- lock and conda file


def test_the_lock_names_no_index_and_no_address():
    assert not re.search(r"https?://|--index|--extra-index|--find-links|@ |file:", LOCK)
    assert not [line for line in LOCK.splitlines() if line.strip() and "==" not in line]


def test_the_lock_pins_every_requirement_within_its_range():
    versions = pinned()
    for name, specifier in wanted(*GROUPS).items():
        assert name in versions, f"{name} is not in requirements.lock"
        assert all(v in specifier for v in versions[name]), f"{name}: {versions[name]} is outside {specifier}"


def test_the_lock_is_of_exact_versions():
    assert all(re.fullmatch(r"[0-9][0-9A-Za-z.+!]*", v) for values in pinned().values() for v in values)


def test_conda_users_get_the_same_packages_in_the_same_ranges():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    *packages, last = environment["dependencies"]
    assert environment["channels"] == ["conda-forge"]
    assert last == {"pip": ["-e ."]}
    found = {}
    for package in packages:
        name, specifier = re.fullmatch(r"([A-Za-z0-9_-]+)(.*)", package).groups()
        found[name] = SpecifierSet(specifier)
    assert found.pop("python") == SpecifierSet(PROJECT["requires-python"])
    assert found.pop("pip") == SpecifierSet()
    expected = {CONDA_NAMES.get(n, n): s for n, s in wanted("lab", "office", "scale").items()}
    assert found == expected


# ---------------------------------------------------------------- the house


def test_make_helps_with_every_target():
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    (phony,) = re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert re.findall(r"^make ([a-z-]+) ", done.stdout, re.MULTILINE) == phony.split()[1:]


STAND_IN = """#!/bin/sh
case "$*" in
*" wheel "*) mkdir build && touch "$8/one.whl" ;;
*" venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" && cp "$0" "$3/bin/clusterecon" ;;
simulate*) [ -d study/data/raw ] ;;
esac
"""
"""Does the files' part of what pip, venv and the package do."""


def test_a_wheel_that_was_tried_leaves_nothing(tmp_path):
    place, temporary = tmp_path / "a place", tmp_path / "t"
    for folder in ("venv/bin", "scenarios", "notebooks", "data/raw"):
        (place / folder).mkdir(parents=True)
    temporary.mkdir()
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, place)
    (place / "venv" / "bin" / "python").write_text(STAND_IN)
    (place / "venv" / "bin" / "python").chmod(0o755)
    (place / "venv" / ".stamp-office").touch()
    before = sorted(place.iterdir())
    command, env = ["make", "wheel", "VENV=venv"], {**os.environ, "TMPDIR": str(temporary)}
    done = subprocess.run(command, cwd=place, env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert sorted(place.iterdir()) == before and list(temporary.iterdir()) == []


@pytest.mark.parametrize("folder", ["data/processed", "reports"])
def test_folders_of_results_are_explained_and_ignored(folder):
    assert (ROOT / folder / "README.md").read_text(encoding="utf-8").strip()
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8")
    assert f"{folder}/*" in ignored
    assert f"!{folder}/README.md" in ignored


def test_every_package_folder_is_a_package():
    folders = {file.parent for file in (ROOT / "clusterecon").rglob("*.py")}
    for folder in folders:
        assert (folder / "__init__.py").is_file(), folder.name


def test_no_file_of_the_library_is_left_out_of_a_wheel():
    """setuptools takes Python files, and what is named as data; all else would be missing once installed."""
    named = PYPROJECT["tool"]["setuptools"]["package-data"]["clusterecon"]
    data = {file for pattern in named for file in (ROOT / "clusterecon").glob(pattern)}
    others = [
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "clusterecon").rglob("*")
        if file.is_file() and file.suffix != ".py" and "__pycache__" not in file.parts and file not in data
    ]
    assert others == []


def test_files_that_shape_a_report_count_for_its_hash():
    """A record that says which code made a report means templates and styles too."""
    from clusterecon.ground.fingerprint import CODE

    named = PYPROJECT["tool"]["setuptools"]["package-data"]["clusterecon"]
    assert {Path(name).suffix for name in named} - {".typed", ""} <= set(CODE)


# ---------------------------------------------------------------- commands of README and docs


def test_readme_quotes_commands_of_every_kind():
    lines = [line for name, line in sh_commands() if name == "README.md"]
    assert "make report" in lines
    assert "make test" in lines
    assert any(line.startswith("clusterecon simulate") for line in lines)


@pytest.mark.parametrize(("file", "line"), sh_commands(), ids=[line for _, line in sh_commands()])
def test_every_quoted_command_is_one_we_have(file, line):
    words = shlex.split(line, comments=True)
    if words[0] == "make":
        makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
        assert all(re.search(rf"^{word}:", makefile, re.MULTILINE) for word in words[1:]), file
    elif words[0] == "clusterecon":
        result = run_command(words[1], "--help")
        assert result.code == 0, file
        options = [word.split("=")[0] for word in words if word.startswith("--")]
        assert all(option in result.out for option in options), file
    else:
        assert words[0] in (
            "git",
            "cd",
            "source",
            "crontab",
            "systemctl",
            "journalctl",
            "conda",
            "pip",
            "python",
        )


CHEAP = [
    line
    for _, line in sh_commands()
    if re.match(r"clusterecon (check|data|simulate|goal-seek|sweep)\b", line)
]


@pytest.mark.parametrize("line", dict.fromkeys(line for line in CHEAP if "--root" not in line))
def test_cheap_commands_of_the_documents_run(line, shipped, monkeypatch, study_copy):
    monkeypatch.chdir(study_copy)
    monkeypatch.delenv("CLUSTERECON_ROOT", raising=False)
    words = shlex.split(line)[1:]
    if "--scheduler" in words:
        need_dask()
    draws = (
        ["--draws", "64"] if words[0] in ("simulate", "goal-seek", "sweep") and "--draws" not in words else []
    )
    result = run_command(*words, *draws)
    assert result.code == 0, result.err
    assert result.out.strip() or (study_copy / words[words.index("--out") + 1]).is_file()
