"""The rules of the house that no tool checks: sizes, what the code may not hold, the picture of the rooms."""

import ast
import re
import subprocess
import sys

from conftest import ROOT

PACKAGE = ROOT / "clusterecon"
TEXTS = {
    file.relative_to(PACKAGE).as_posix(): file.read_text(encoding="utf-8")
    for file in sorted(PACKAGE.rglob("*.py"))
}
TREES = {name: ast.parse(text) for name, text in TEXTS.items()}
HEAVY = (
    "pandas", "numpy", "scipy", "statsmodels", "matplotlib", "seaborn", "papermill", "pydantic", "nbconvert",
)  # fmt: skip
PLACES = r"hà nội|ha noi|hanoi|việt nam|viet nam|vietnam\b|đông anh|thường tín|thuong tin"


def lines_of(function):
    """Lines of a function besides its docstring and its decorators."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno - body[0].lineno + 1 if body else 0) + 1


def test_modules_are_short():
    counts = {name: len(text.splitlines()) for name, text in TEXTS.items()}
    assert {name: count for name, count in counts.items() if count > 400} == {}


def test_functions_are_short():
    counts = {
        f"{name}: {node.name}": lines_of(node)
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: count for name, count in counts.items() if count > 50} == {}


def test_no_place_is_named():
    assert {name: found for name, text in TEXTS.items() if (found := re.findall(PLACES, text.lower()))} == {}


def figures(tree):
    """The numbers a module holds, the parts of dates left out."""
    dates = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and ast.unparse(n.func).endswith("date")]
    fixed = {id(argument) for call in dates for argument in call.args}
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and type(node.value) in (int, float) and id(node) not in fixed
    }


def test_no_figure_of_the_world_is_in_the_code():
    """Published figures, targets, years of the study: all of that is data."""
    world = {6.95, 80_000, 60_000, 1_100, 1_686, 3_864, 189_000, 1_375, 100_000, *range(2013, 2036)}
    assert {name: found for name, tree in TREES.items() if (found := figures(tree) & world)} == {}


def test_no_scenario_is_named_but_the_reference():
    shipped = {file.stem for file in (ROOT / "scenarios").glob("*.yaml")} - {"reference", "base", "plan"}
    words = {
        name: {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
        for name, tree in TREES.items()
    }
    assert {name: found for name, texts in words.items() if (found := texts & shipped)} == {}


def test_no_error_is_suppressed_broadly():
    """Ruff sees a broad `except`, and not a broad `suppress`."""
    broad = re.compile(r"suppress\([^)]*\b(Base)?Exception\b")
    assert [name for name, text in TEXTS.items() if broad.search(text)] == []


def loaded_after(code):
    """The heavy libraries that are loaded after running some code."""
    script = f"{code}\nimport sys\nsys.stderr.write(' '.join(m for m in {HEAVY!r} if m in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True
    )
    return done.stderr.split()


def test_importing_the_library_loads_nothing_heavy():
    assert loaded_after("import clusterecon\nclusterecon.InputError, clusterecon.__version__") == []


def test_help_loads_nothing_heavy():
    code = (
        "import sys\nsys.argv = ['clusterecon', 'simulate', '--help']\n"
        "from clusterecon.__main__ import run\nrun()"
    )
    assert set(loaded_after(code)) <= {"pydantic"}


def test_the_picture_and_its_table_name_every_room_once():
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    picture = re.search(r"```text\n(.*?)```", text, re.DOTALL).group(1).split("\n\n")[0]
    drawn = [room for line in picture.splitlines() for room in line.split(" · ")]
    explained = re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (`[^|]+) \|", text, re.MULTILINE)))
    rooms = {name.split("/")[0].removesuffix(".py") for name in TEXTS} - {"__init__", "__main__"}
    assert sorted(drawn) == sorted(explained) == sorted(rooms)


def test_no_test_is_left_out_for_good():
    left_out = re.compile(r"pytest\.(mark\.)?(skip|xfail)\(")
    files = [file for file in (ROOT / "tests").glob("test_*.py") if file.name != "test_architecture.py"]
    assert [file.name for file in files if left_out.search(file.read_text(encoding="utf-8"))] == []
