"""The documents say what is true: figures, commands, links, packages, examples."""

import doctest
import importlib.util
import json
import os
import re
import shlex
import shutil
import subprocess
import tomllib
from datetime import date
from pathlib import Path

import click
import pytest
import yaml
from system_programs import need

from clusterecon.data.checks import vintages

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "clusterecon"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("*/README.md")])
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def fenced(text, language):
    """The blocks of a document in one language."""
    return [body for name, body in FENCE.findall(text) if name == language]


def shell_lines(text):
    """The commands of a document, one a line."""
    return [line for block in fenced(text, "sh") for line in block.splitlines() if line.strip()]


@pytest.fixture(scope="module")
def generate():
    """The script that writes the figures, as a module."""
    spec = importlib.util.spec_from_file_location("docs_generate", ROOT / "docs" / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# ------------------------------------------------------------------ examples in docstrings

EXAMPLES = sorted(file for file in PACKAGE.rglob("*.py") if ">>> " in file.read_text("utf-8"))


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_examples_in_docstrings(file):
    name = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    result = doctest.testmod(importlib.import_module(name))
    assert result.failed == 0
    assert result.attempted > 0


# ------------------------------------------------------------------ figures written by code


@pytest.mark.slow
def test_the_documents_quote_what_the_model_gives(generate, capsys):
    assert generate.main(["--check"]) == 0, capsys.readouterr().err


def test_documents_agree_where_only_the_last_digits_of_a_fit_differ(generate):
    said = "P = 48.1 %, NPV −1,736 and 0.024 points"
    assert generate.agree("P = 47.9 %, NPV −1,735 and 0.025 points", said)
    for other in (
        "P = 45.1 %, NPV −1,736 and 0.024 points",
        "P = 48.1 %, NPV 1,736 and 0.024 points",
        "P = 48.1 %, NPV −1,936 and 0.024 points",
        "P = 48.1 %, NPV −1,736 and 0.028 points",
        "P = 48.1 %, NPV −1,736 and 0.024 point",
    ):
        assert not generate.agree(other, said)


def test_the_worked_example_is_the_one_of_the_methods(generate):
    block = generate.worked_example()
    assert "= 491.4 gross jobs" in block
    for figure in (
        "413.8",
        "26,896.0",
        "10,110.7",
        "5,926.3",
        "35.8",
        "98.6",
        "6,409.8",
        "2,404.4",
        "1,412.4",
    ):
        assert f"| {figure} |" in block


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [(1234.5, 0, "1,234"), (-0.04, 1, "0.0"), (-1735.9, 0, "−1,736"), (0.0235, 3, "0.024"), (0, 0, "0")],
)
def test_numbers_for_people(generate, value, digits, shown):
    assert generate.number(value, digits) == shown


def spoiled_copy(folder, generate):
    """Documents of a made-up study with one block each, none of them up to date."""
    (folder / generate.SCHEMA).parent.mkdir()
    shutil.copy(ROOT / generate.SCHEMA, folder / generate.SCHEMA)
    for name in generate.FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(
            "before\n<!-- generated: one -->\nold\n<!-- end -->\nafter\n", encoding="utf-8"
        )


def test_a_stale_block_is_named_and_rewritten_once(generate, tmp_path, monkeypatch):
    monkeypatch.setattr(
        generate, "FILES", {"a.md": {"one": lambda: "new"}, "docs/b.md": {"one": lambda: "old"}}
    )
    spoiled_copy(tmp_path, generate)
    assert generate.stale(tmp_path) == ["a.md"]
    assert "old" in (tmp_path / "a.md").read_text(encoding="utf-8")
    assert generate.stale(tmp_path, write=True) == ["a.md"]
    text = (tmp_path / "a.md").read_text(encoding="utf-8")
    assert text == "before\n<!-- generated: one -->\nnew\n<!-- end -->\nafter\n"
    assert generate.stale(tmp_path, write=True) == []


def test_the_schema_is_written_anew_from_the_fields(generate, tmp_path, monkeypatch):
    shipped = (ROOT / generate.SCHEMA).read_text(encoding="utf-8")
    assert generate.schema() == shipped
    monkeypatch.setattr(generate, "FILES", {})
    spoiled_copy(tmp_path, generate)
    (tmp_path / generate.SCHEMA).write_text("{}", encoding="utf-8")
    assert generate.stale(tmp_path) == [generate.SCHEMA]
    assert (tmp_path / generate.SCHEMA).read_text(encoding="utf-8") == "{}"
    assert generate.stale(tmp_path, write=True) == [generate.SCHEMA]
    assert (tmp_path / generate.SCHEMA).read_text(encoding="utf-8") == shipped


def test_a_table_with_a_new_column_is_hashed_anew(generate, study_copy):
    """Docs/data.md: a column in the file and in the schema, then `make docs`; added rows need nothing."""
    raw = study_copy / "data" / "raw"
    rows = raw / "texts.csv"
    rows.write_text(rows.read_text("utf-8") + rows.read_text("utf-8").splitlines()[1] + "\n", "utf-8")
    assert generate.hashed(study_copy) == []
    register = raw / "clusters_register.csv"
    head, *lines = register.read_text("utf-8").splitlines()
    register.write_text("\n".join([f"{head},investor", *(f"{line}," for line in lines)]) + "\n", "utf-8")
    package = json.loads((raw / "datapackage.json").read_text("utf-8"))
    (table,) = (t for t in package["resources"] if t["name"] == "clusters_register")
    table["schema"]["fields"].append({"name": "investor", "type": "string", "description": "who builds it"})
    (raw / "datapackage.json").write_text(json.dumps(package), "utf-8")
    assert {v.table: v.state for v in vintages(study_copy)}["clusters_register"] == "changed"
    assert generate.hashed(study_copy) == [generate.TABLES]
    states = {v.table: v.state for v in vintages(study_copy)}
    assert (states["clusters_register"], states["texts"]) == ("as shipped", "rows added")
    assert generate.hashed(study_copy) == []


def test_an_empty_block_is_filled_and_ends_at_its_own_end(generate):
    text = "<!-- generated: one -->\n<!-- end -->\nkept\n<!-- generated: two -->\n<!-- end -->\n"
    filled = generate.rewritten(text, {"one": lambda: "1", "two": lambda: "2"}, "a.md")
    assert (
        filled == "<!-- generated: one -->\n1\n<!-- end -->\nkept\n<!-- generated: two -->\n2\n<!-- end -->\n"
    )


def test_a_lost_or_unknown_block_is_an_error(generate):
    text = "<!-- generated: one -->\nold\n<!-- end -->\n"
    for blocks in ({}, {"two": str}, {"one": str, "two": str}):
        with pytest.raises(ValueError, match=r"a\.md: has the blocks \['one'\]"):
            generate.rewritten(text, blocks, "a.md")


def test_the_exit_code_of_the_script(generate, monkeypatch, capsys):
    monkeypatch.setattr(generate, "stale", lambda write=False: ["README.md"])
    monkeypatch.setattr(generate, "hashed", list)
    assert generate.main(["--check"]) == 1
    assert "README.md: out of date" in capsys.readouterr().err
    assert generate.main([]) == 0
    assert generate.main(["--chekc"]) == 2


# ------------------------------------------------------------------ words, links, commands


def test_methods_are_numbered_as_the_code_cites_them():
    text = (ROOT / "docs" / "methods.md").read_text(encoding="utf-8")
    numbers = [int(n) for n in re.findall(r"^## (\d+)\. ", text, re.MULTILINE)]
    assert numbers == list(range(15))
    for file in PACKAGE.rglob("*.py"):
        for first, last in re.findall(
            r"docs/methods\.md, sections? (\d+)(?: (?:to|and) (\d+))?",
            " ".join(file.read_text("utf-8").split()),
        ):
            assert {int(first), int(last or first)} <= set(numbers), file.name


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(document):
    text = FENCE.sub("", document.read_text(encoding="utf-8"))
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if not re.match(r"[a-z]+:|#", link):
            assert (document.parent / link.split("#")[0]).exists(), link


def test_files_that_documents_name_are_there():
    named = {
        (document.name, file)
        for document in DOCUMENTS
        for file in re.findall(
            r"`((?:clusterecon|tests|docs|scenarios)/[\w./-]+)`", document.read_text("utf-8")
        )
    }
    assert {(name, file) for name, file in named if not (ROOT / file).exists()} == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_documents_speak_of_no_machine(document):
    text = document.read_text(encoding="utf-8")
    assert not re.search(r"(?<![\w.])/(work|tmp|home|root|Users)/", text)
    assert not re.search(r"pypi\.org|pythonhosted|127\.0\.0\.1", text)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_commands_exist_and_take_their_options(document):
    from clusterecon.__main__ import cli

    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    text = document.read_text(encoding="utf-8")
    for line in shell_lines(text):
        words = shlex.split(line, comments=True)
        if words[:1] == ["make"]:
            assert set(words[1:]) <= targets, line
        elif words[:1] == ["clusterecon"]:
            command = cli.commands.get(words[1])
            assert command is not None, line
            try:
                command.make_context(words[1], words[2:])
            except click.UsageError as error:
                raise AssertionError(f"{line}: {error.message}") from error
        elif words[:1] == [".venv/bin/python"]:
            assert (ROOT / words[1]).is_file(), line
    for command in re.findall(r"`(make [\w-]+|clusterecon [\w-]+)[^`]*`", FENCE.sub("", text)):
        program, name = command.split()
        assert name in targets if program == "make" else name in {*cli.commands, "--help"}, command


def test_the_commands_of_the_readme_are_all_commands():
    from clusterecon.__main__ import cli

    named = {
        line.split()[1]
        for line in shell_lines((ROOT / "README.md").read_text("utf-8"))
        if "clusterecon" in line
    }
    assert named == set(cli.commands)


def test_yaml_examples_are_taken(shipped, study_copy):
    """The scenario of docs/extending.md, put among the shipped ones, is a valid scenario."""
    from clusterecon import load_study

    scenario, target = fenced((ROOT / "docs" / "extending.md").read_text("utf-8"), "yaml")
    (study_copy / "scenarios" / "plan-25.yaml").write_text(scenario, encoding="utf-8")
    base = study_copy / "scenarios" / "base.yaml"
    entry = target.removeprefix("targets:\n")
    base.write_text(
        base.read_text("utf-8").replace("\ntargets:\n", f"\ntargets:\n{entry}", 1), encoding="utf-8"
    )
    study = load_study(study_copy)
    assert study.scenario("plan-25").assumptions.cohorts["new"].clusters.number == 25
    assert study.scenario("plan-25").assumptions.years_to_fill.number == 4
    assert study.scenario("plan-25").assumptions.targets["jobs_2027"].number == 85_000
    assert "jobs_2027" not in shipped.scenario("plan").assumptions.targets


@pytest.mark.parametrize("document", ["README.md", "docs/linkages.md", "docs/reading.md", "docs/scale.md"])
def test_python_of_the_documents_runs(document, shipped, monkeypatch):
    import clusterecon

    (code,) = fenced((ROOT / document).read_text("utf-8"), "python")
    monkeypatch.setattr(clusterecon, "load_study", lambda: shipped)
    names = {}
    exec(compile(code.replace("16_384", "64"), document, "exec"), names)
    if document == "README.md":
        assert names["run"].scenarios == ("reference", "plan", "plan-25")


def test_the_thread_to_read_is_as_long_as_it_says_and_in_the_order_of_the_methods():
    text = (ROOT / "docs" / "reading.md").read_text("utf-8")
    said = int(re.search(r"About ([\d,]+) lines", text)[1].replace(",", ""))
    thread = re.findall(r"^\| \d+ \| `(\S+)` \|.*\| (\d+)[^|]*\|$", text, re.MULTILINE)
    lines = sum(len((ROOT / file).read_text("utf-8").splitlines()) for file, _ in thread)
    assert lines == pytest.approx(said, rel=0.1)
    sections = [int(first) for _, first in thread]
    assert sections == sorted(sections)


# ------------------------------------------------------------------ packages, citation, CI


def test_citation_file_is_complete():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    known = {
        "cff-version",
        "message",
        "type",
        "title",
        "abstract",
        "authors",
        "version",
        "license",
        "keywords",
    }
    assert set(citation) == known
    assert citation["cff-version"] == "1.2.0"
    assert citation["type"] == "software"
    assert (citation["version"], citation["license"]) == (project["version"], project["license"])
    assert [a["name"] for a in citation["authors"]] == [a["name"] for a in project["authors"]]
    assert citation["keywords"] == project["keywords"]
    assert not any(isinstance(value, date) for value in citation.values())


def test_ci_runs_what_the_readme_says():
    script = ROOT / ".ci" / "run"
    lines = script.read_text("utf-8").splitlines()
    commands = [line for line in lines if line.startswith("make ")]
    assert commands == ["make report", "make lint", "make test-all", "make wheel"]
    assert "set -euo pipefail" in lines
    assert os.access(script, os.X_OK)


def ci_with_stubs(folder, apt_get):
    """Run .ci/run with `make` replaced, Debian's tools made up and nothing else installed."""
    bash = need("bash")[0]
    bin_folder = folder / "bin"
    bin_folder.mkdir()
    programs = {"make": 'echo "made $*"', "dpkg-query": "exit 1", "id": "echo 0", **apt_get}
    for name, body in programs.items():
        (bin_folder / name).write_text(f"#!{bash}\n{body}\n", encoding="utf-8")
        (bin_folder / name).chmod(0o755)
    for name in ("bash", "dirname", "grep", "env"):
        (bin_folder / name).symlink_to(shutil.which(name))
    (folder / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", folder / ".ci" / "run")
    return subprocess.run(
        [bash, str(folder / ".ci" / "run")],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": str(bin_folder)},
    )


@pytest.mark.parametrize(
    ("apt_get", "said"),
    [
        (
            {"apt-get": 'echo "asked $*" >&2'},
            "installing: poppler-utils chromium systemd libreoffice-impress",
        ),
        ({"apt-get": "exit 100"}, "could not be installed"),
        ({}, "no apt-get here"),
    ],
)
def test_ci_installs_what_is_missing_and_goes_on_where_it_cannot(tmp_path, apt_get, said):
    done = ci_with_stubs(tmp_path, apt_get)
    assert done.returncode == 0, done.stderr
    assert said in done.stdout
    made = [line for line in done.stdout.splitlines() if line.startswith("made")]
    assert made == ["made report", "made lint", "made test-all", "made wheel"]


def test_the_table_of_causes_adds_up(generate, monkeypatch):
    """Before, each formula, what is left, each assumption: together they are the figures of today."""
    before = dict.fromkeys(generate.BEFORE, (1.0, 2.0, 3.0, 4.0, 0.5))
    formula = generate.Cause("a", "a formula", recorded=dict.fromkeys(before, (1.0, 0.0, -1.0, 0.0, 0.1)))
    assumption = generate.Cause("b", "an assumption", former={"leakage": 0.3, "substitution": 0.2})
    monkeypatch.setattr(generate, "BEFORE", before)
    monkeypatch.setattr(generate, "CAUSES", (formula, assumption))
    told = generate.changes()
    assert [label for label, _ in told][1::2] == ["a formula · a", "an assumption · b"]
    today = generate.figures({})
    assert told[-1][1].equals(today)
    assert sum(frame for _, frame in told[:-1]).sub(today).abs().max().max() < 1e-6
    assert (told[3][1]["net jobs, 2030"] > 0).all()  # less substitution, more jobs
