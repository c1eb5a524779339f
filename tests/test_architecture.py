"""The house rules of the code, read from its syntax: one-way imports, docstrings, sizes, no figures."""

import ast
import re
import subprocess
import sys

import pytest
from conftest import ROOT

PACKAGE = ROOT / "clusterecon"
FILES = sorted(PACKAGE.rglob("*.py"))
NAMES = [file.relative_to(PACKAGE).as_posix() for file in FILES]
TREES = {name: ast.parse(file.read_text(encoding="utf-8")) for name, file in zip(NAMES, FILES, strict=True)}
PURE = ("sampling", "expansion", "additionality", "leontief", "baseline", "appraisal", "wastewater")
HEAVY = (
    "pandas",
    "numpy",
    "scipy",
    "statsmodels",
    "matplotlib",
    "seaborn",
    "papermill",
    "pydantic",
    "nbconvert",
)
PLACES = r"hà nội|ha noi|hanoi|việt nam|viet nam|vietnam\b|đông anh|thường tín|thuong tin"
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
every_file = pytest.mark.parametrize("name", NAMES)


def picture():
    """The lines of the picture in docs/architecture.md, and the conveniences it names."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    block = re.search(r"```text\n(.*?)```", text, re.DOTALL).group(1)
    lines = [line.strip() for line in block.splitlines() if line.strip()]
    arrows = {tuple(line.split(" -> ")) for line in lines if "->" in line}
    return [line.split(" · ") for line in lines if "->" not in line], arrows


LINES, CONVENIENCES = picture()
PLACE = {module: i for i, line in enumerate(LINES) for module in line}


def imported(node):
    """The modules a statement imports, as dotted names."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports are absolute"
        if node.module == "clusterecon":
            return [f"clusterecon.{alias.name}" for alias in node.names]
        return [node.module or ""]
    return []


def imports(tree):
    """Every import that runs, as (module, whether inside a function); none for type checkers alone."""

    def walk(node, inside):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
                continue
            for module in imported(child):
                yield module, inside
            yield from walk(child, inside or isinstance(child, FUNCTION))

    yield from walk(tree, False)


def functions(tree):
    """Every function with its nesting: (node, inside another function)."""

    def walk(node, inside):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, FUNCTION):
                yield child, inside
            yield from walk(child, inside or isinstance(child, FUNCTION))

    yield from walk(tree, False)


def module_of(name):
    """The module or package a file belongs to."""
    return name.split("/")[0].removesuffix(".py")


# ---------------------------------------------------------------- imports


def test_the_picture_names_every_module_once():
    modules = [module for line in LINES for module in line]
    assert sorted(modules) == sorted({module_of(name) for name in NAMES} - {"__init__"})
    assert len(modules) == len(set(modules))


def test_the_conveniences_of_the_picture_are_few_and_real():
    assert len(CONVENIENCES) <= 3
    assert all(PLACE[one] < PLACE[other] for one, other in CONVENIENCES)


@every_file
def test_imports_go_one_way(name):
    own = module_of(name)
    if own == "__init__":
        return
    for module, inside in imports(TREES[name]):
        parts = module.split(".")
        if parts[0] != "clusterecon" or len(parts) == 1 or parts[1] in (own, "__version__"):
            continue
        if inside and (own, parts[1]) in CONVENIENCES:
            continue
        assert PLACE[parts[1]] < PLACE[own], f"{name} imports {module}, which stands below or beside it"


@pytest.mark.parametrize("name", [n for n in NAMES if module_of(n) in PURE])
def test_pure_modules_know_neither_files_nor_scenarios(name):
    found = {module for module, _ in imports(TREES[name])}
    tops = {module.split(".")[0] for module in found}
    assert not tops & {"pathlib", "os", "shutil", "tempfile", "yaml", "pydantic", "click", "rich"}
    for module in found:
        assert not module.startswith(("clusterecon.data", "clusterecon.scenario", "clusterecon.assumptions"))
    opened = [n for n in ast.walk(TREES[name]) if isinstance(n, ast.Call) and ast.unparse(n.func) == "open"]
    assert not opened


def test_the_data_do_not_know_the_scenarios():
    for name in NAMES:
        if module_of(name) == "data":
            assert not [m for m, _ in imports(TREES[name]) if m.startswith("clusterecon.scenario")]


def test_the_rule_would_see_a_wrong_import():
    """The walk finds imports at the top and inside functions, and skips those for type checkers."""
    text = (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from clusterecon.a import x\n"
        "from clusterecon import b\ndef f():\n    import clusterecon.c\n"
        "    def g():\n        from clusterecon.d import y"
    )
    found = list(imports(ast.parse(text)))
    assert found == [
        ("typing", False), ("clusterecon.b", False), ("clusterecon.c", True), ("clusterecon.d", True),
    ]  # fmt: skip


@every_file
def test_nothing_is_imported_wholesale(name):
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.ImportFrom):
            assert all(alias.name != "*" for alias in node.names)


def loaded_after(code):
    """The heavy libraries that are loaded after running some code."""
    script = f"{code}\nimport sys\nsys.stderr.write(' '.join(m for m in {HEAVY!r} if m in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True
    )
    return done.stderr.split()


def test_importing_the_library_loads_nothing_heavy():
    assert loaded_after("import clusterecon") == []


def test_errors_and_the_version_stay_cheap():
    assert loaded_after("import clusterecon\nclusterecon.InputError, clusterecon.__version__") == []


def test_help_loads_nothing_heavy():
    code = (
        "import sys\nsys.argv = ['clusterecon', 'simulate', '--help']\n"
        "from clusterecon.__main__ import run\nrun()"
    )
    assert set(loaded_after(code)) <= {"pydantic"}


# ---------------------------------------------------------------- sizes and docstrings


def body_lines(node):
    """Lines of a function besides its docstring and its decorators."""
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return (body[-1].end_lineno - body[0].lineno + 1 if body else 0) + 1


@every_file
def test_functions_are_short(name):
    long = {node.name: body_lines(node) for node, _ in functions(TREES[name]) if body_lines(node) > 50}
    assert not long


@every_file
def test_functions_take_few_arguments(name):
    for node, _ in functions(TREES[name]):
        arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        own = [a for a in arguments if a.arg not in ("self", "cls")]
        assert len(own) <= 7, f"{name}: {node.name}"


@every_file
def test_modules_are_short(name):
    count = len((PACKAGE / name).read_text(encoding="utf-8").splitlines())
    assert count <= 400, f"{name} has {count} lines; make it a package"


@every_file
def test_everything_public_is_documented(name):
    tree = TREES[name]
    assert ast.get_docstring(tree), f"{name} has no docstring"
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{name}: class {node.name}"
    private = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.name.startswith("_")
        for inner in ast.walk(node)
    }
    for node, inside in functions(tree):
        if not (inside or node.name.startswith("_") or id(node) in private):
            text = ast.get_docstring(node)
            assert text, f"{name}: {node.name}"
            assert text.strip().splitlines()[0].endswith((".", "?")), f"{name}: {node.name}"


@every_file
def test_public_functions_are_typed(name):
    for node, inside in functions(TREES[name]):
        if not inside and not node.name.startswith("_"):
            assert node.returns is not None, f"{name}: {node.name}"


# ---------------------------------------------------------------- what the code may not hold


@every_file
def test_nothing_is_printed(name):
    calls = [ast.unparse(n.func) for n in ast.walk(TREES[name]) if isinstance(n, ast.Call)]
    assert "print" not in calls


@every_file
def test_no_exception_is_swallowed_broadly(name):
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else "everything"
            assert not re.search(r"\b(everything|Exception|BaseException)\b", caught), f"{name}:{node.lineno}"


@every_file
def test_nothing_is_left_to_do(name):
    text = (PACKAGE / name).read_text(encoding="utf-8")
    assert not re.search(r"\b(TODO|FIXME|XXX|NotImplementedError)\b", text)


@every_file
def test_no_randomness_but_the_keyed_one(name):
    text = (PACKAGE / name).read_text(encoding="utf-8")
    assert not re.search(
        r"np\.random\.(seed|rand|randn|random|normal|uniform)\(|^import random", text, re.MULTILINE
    )


@every_file
def test_no_place_is_named(name):
    text = (PACKAGE / name).read_text(encoding="utf-8").lower()
    assert not re.findall(PLACES, text)


@every_file
def test_no_figure_of_the_world_is_in_the_code(name):
    """Published figures, targets, years of the study: all of that is data."""
    world = {6.95, 7.0, 80_000, 60_000, 1_100, 1_686, 3_864, 189_000, 1_375, 100_000, *range(2013, 2036)}
    dates = [
        n for n in ast.walk(TREES[name]) if isinstance(n, ast.Call) and ast.unparse(n.func).endswith("date")
    ]
    fixed = {id(argument) for call in dates for argument in call.args}
    found = {
        node.value
        for node in ast.walk(TREES[name])
        if isinstance(node, ast.Constant) and type(node.value) in (int, float) and id(node) not in fixed
    }
    assert not (found & world) - {7}


@every_file
def test_no_scenario_is_named_but_the_reference(name):
    shipped = {file.stem for file in (ROOT / "scenarios").glob("*.yaml")} - {"reference", "base", "plan"}
    found = {node.value for node in ast.walk(TREES[name]) if isinstance(node, ast.Constant)}
    assert not {text for text in found if isinstance(text, str)} & shipped


@pytest.mark.parametrize("file", sorted((ROOT / "tests").glob("test_*.py")), ids=lambda f: f.name)
def test_no_test_is_left_out_for_good(file):
    tree = ast.parse(file.read_text(encoding="utf-8"))
    calls = {ast.unparse(n) for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    assert not {"pytest.mark.skip", "pytest.mark.xfail", "pytest.xfail"} & calls
