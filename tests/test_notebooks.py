"""The shipped notebooks: no outputs, a parameters cell first, no logic; each runs wherever it is copied."""

import ast
import json
import shutil

import pytest

from clusterecon.briefing.sections import KINDS
from clusterecon.report.parameters import declared_parameters

SHIPPED = ("briefing", "compare", "scenario", "target")
LOGIC = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.AsyncFor, ast.While, ast.If,
    ast.IfExp, ast.Try, ast.With, ast.Match, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp,
    ast.BinOp, ast.Compare, ast.BoolOp,
)  # fmt: skip
COMMON = {"lang": "vi", "documents": ["html"], "draws": 16_384, "seed": 7, "as_of": None, "changes": {}}


@pytest.fixture(params=SHIPPED)
def name(request):
    return request.param


@pytest.fixture
def notebook(root, name):
    return json.loads((root / "notebooks" / f"{name}.ipynb").read_text("utf-8"))


def sources(notebook):
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]


def logic(source):
    """Names of what a cell of a notebook should not hold."""
    tree = ast.parse(source)
    plain = [node for node in ast.walk(tree) if isinstance(node, LOGIC)]
    # `str | None` in a parameter's type is no arithmetic
    typed = {
        id(part) for n in ast.walk(tree) if isinstance(n, ast.AnnAssign) for part in ast.walk(n.annotation)
    }
    return [type(node).__name__ for node in plain if id(node) not in typed]


def test_these_are_all_the_notebooks(root):
    assert sorted(path.stem for path in (root / "notebooks").glob("*.ipynb")) == sorted(SHIPPED)


def test_a_notebook_holds_no_outputs(notebook):
    assert notebook["nbformat"] == 4
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == [] and cell["execution_count"] is None
        assert set(cell["metadata"]) <= {"tags"}
    assert "widgets" not in notebook["metadata"] and "papermill" not in notebook["metadata"]


def test_a_notebook_keeps_the_kernel_that_schedulers_need(notebook):
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"


def test_cells_have_names_of_their_own(notebook):
    names = [cell["id"] for cell in notebook["cells"]]
    assert len(set(names)) == len(names)


def test_the_first_cell_is_that_of_the_parameters(notebook, name):
    tagged = [i for i, c in enumerate(notebook["cells"]) if "parameters" in c["metadata"].get("tags", [])]
    assert tagged == [0]
    cell = {}
    exec("".join(notebook["cells"][0]["source"]), cell)
    given = {key: value for key, value in cell.items() if not key.startswith("__")}
    assert {key: given[key] for key in COMMON} == COMMON
    own = {"scenario": {"scenario"}, "target": {"scenarios", "dates_year"}}.get(name, {"scenarios"})
    assert set(given) == {*COMMON, *own} == set(declared_parameters(notebook))


def test_parameters_are_plain_values(notebook):
    for line in ast.parse("".join(notebook["cells"][0]["source"])).body:
        assert isinstance(line, ast.AnnAssign), "with a type"
        ast.literal_eval(line.value)


def test_a_notebook_holds_no_logic(notebook):
    for source in sources(notebook):
        assert logic(source) == [], source


@pytest.mark.parametrize(
    "source",
    ["def f(): pass", "x = [i for i in y]", "for i in x: pass", "a if b else c", "f(lambda: 1)", "1 + 1"],
)
def test_logic_would_be_seen(source):
    assert logic(source)
    assert logic("as_of: str | None = None\nce.tell(run, lang)['a']") == []


def test_a_notebook_imports_the_library_alone(notebook):
    imported = [
        (node.names[0].name, node.names[0].asname)
        for source in sources(notebook)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert imported == [("clusterecon", "ce")]


def test_a_notebook_shows_every_section_of_its_kind_in_order(notebook, name):
    shown = [
        node.slice.value
        for source in sources(notebook)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant)
    ]
    assert tuple(shown) == KINDS[name]


def test_the_last_cell_exports_the_page_of_the_notebooks_kind(notebook, name):
    told = [
        node
        for source in sources(notebook)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "ce.tell"
    ]
    assert [ast.unparse(call.args[2]) for call in told] == [repr(name)]
    assert sources(notebook)[-1].splitlines() == ['page.export(".", documents)', "None"]


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_notebook_runs_where_a_scheduler_copied_it(root, shipped, name, lang, tmp_path, monkeypatch):
    """As JupyterLab's scheduler and Airflow do: the file alone, in an empty folder, the study by its name."""
    import papermill

    folder = tmp_path / "job 1"
    folder.mkdir()
    shutil.copy(root / "notebooks" / f"{name}.ipynb", folder)
    monkeypatch.setenv("CLUSTERECON_ROOT", str(root))
    monkeypatch.delenv("CLUSTERECON_REPORT", raising=False)
    monkeypatch.chdir(tmp_path)
    papermill.execute_notebook(
        folder / f"{name}.ipynb",
        folder / "out.ipynb",
        parameters={"draws": 100, "lang": lang},
        cwd=folder,
        progress_bar=False,
    )
    assert {"charts", "tables", "run.json", "report.html", "out.ipynb", f"{name}.ipynb"} == {
        p.name for p in folder.iterdir()
    }
    record = json.loads((folder / "run.json").read_text("utf-8"))
    assert record["run"]["draws"] == 100 and record["run"]["lang"] == lang
    assert record["run"]["notebook"] == name
    executed = json.loads((folder / "out.ipynb").read_text("utf-8"))
    outputs = [output for cell in executed["cells"] for output in cell.get("outputs", [])]
    assert not [output for output in outputs if output["output_type"] in ("error", "stream")]
    assert sum("text/html" in output.get("data", {}) for output in outputs) >= 6
    assert list((root / "reports").glob(".tmp-*")) == []


@pytest.mark.slow
def test_without_a_study_a_notebook_says_what_is_missing(root, tmp_path, monkeypatch):
    import papermill

    monkeypatch.delenv("CLUSTERECON_ROOT", raising=False)
    with pytest.raises(papermill.PapermillExecutionError, match="no study found"):
        papermill.execute_notebook(
            root / "notebooks" / "scenario.ipynb",
            tmp_path / "out.ipynb",
            parameters={"draws": 0},
            cwd=tmp_path,
            progress_bar=False,
        )
