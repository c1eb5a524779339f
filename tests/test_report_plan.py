import re
from pathlib import Path

import pytest
from report_toys import notebook, project

from clusterecon.ground.errors import InputError
from clusterecon.report.plan import prepare_all, read_plan
from clusterecon.report.request import ReportRequest

HOME = Path(__file__).parents[1]


def plan(tmp_path, text):
    path = tmp_path / "schedule.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def refused(tmp_path, text):
    with pytest.raises(InputError) as caught:
        read_plan(plan(tmp_path, text))
    return caught.value.mistakes


def test_scenarios_are_crossed_with_languages(tmp_path):
    found = read_plan(
        plan(
            tmp_path,
            """
reports:
  - notebook: briefing
    scenarios: [plan, all, [plan, reference]]
    languages: [vi, en]
    documents: [html, pdf]
    parameters: {draws: 100}
    timeout: 60
    cell_timeout: 30
  - notebook: scenario
""",
        )
    )
    assert [(r.notebook, r.scenarios, r.lang) for r in found] == [
        ("briefing", ("plan",), "vi"),
        ("briefing", ("plan",), "en"),
        ("briefing", (), "vi"),
        ("briefing", (), "en"),
        ("briefing", ("plan", "reference"), "vi"),
        ("briefing", ("plan", "reference"), "en"),
        ("scenario", (), "vi"),
    ]
    first = found[0]
    assert (first.documents, first.parameters) == (("html", "pdf"), {"draws": 100})
    assert (first.timeout, first.cell_timeout) == (60, 30)
    assert found[-1] == ReportRequest("scenario")


@pytest.mark.parametrize(
    "text",
    ["[]", "x: 1", "reports: []", "reports: {}", "reports: [{notebook: a}]\nmore: 1", "text", "reports:"],
)
def test_a_file_of_another_form_is_refused(tmp_path, text):
    assert "must hold one key, 'reports'" in refused(tmp_path, text)[0]


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("briefing", "an entry must be a mapping"),
        ("{}", "'notebook' must be the name"),
        ("{notebook: 7}", "'notebook' must be the name"),
        ("{notebook: a, language: [vi]}", "no key 'language'; did you mean 'languages'?"),
        ("{notebook: a, languages: vi}", "'languages' must be a list"),
        ("{notebook: a, languages: []}", "'languages' must be a list"),
        ("{notebook: a, documents: [1]}", "'documents' must be a list"),
        ("{notebook: a, scenarios: plan}", "'scenarios' must be a list"),
        ("{notebook: a, scenarios: []}", "'scenarios' must be a list"),
        ("{notebook: a, scenarios: [[]]}", "'scenarios' must be a list"),
        ("{notebook: a, scenarios: [1]}", "'scenarios' must be a list"),
        ("{notebook: a, parameters: [x]}", "'parameters' must be a mapping"),
        ("{notebook: a, timeout: soon}", "'timeout' must be a number"),
        ("{notebook: a, cell_timeout: true}", "'cell_timeout' must be a number"),
    ],
)
def test_a_wrong_entry_is_named_by_its_line(tmp_path, entry, message):
    (line,) = refused(tmp_path, f"reports:\n  - notebook: fine\n  - {entry}\n")
    assert line.startswith("schedule.yaml, line 3: ")
    assert message in line


def test_mistakes_of_all_entries_come_at_once(tmp_path):
    assert len(refused(tmp_path, "reports:\n  - {}\n  - {notebook: a, languages: vi, scenarios: 3}\n")) == 3


@pytest.mark.parametrize("text", ["reports: [", "reports: !!python/object:os.system {}", "a: 1\na: 2", ""])
def test_yaml_is_read_strictly(tmp_path, text):
    assert refused(tmp_path, text)


def test_a_missing_file_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match=r"none\.yaml"):
        read_plan(tmp_path / "none.yaml")


def test_every_request_is_checked_before_any_runs(tmp_path):
    root = project(tmp_path / "p")
    requests = (
        ReportRequest("toy"),
        ReportRequest("toi"),
        ReportRequest("toy", {"seeed": 1}),
        ReportRequest("toy", {"seeed": 1}, lang="en"),
    )
    with pytest.raises(InputError) as caught:
        prepare_all(requests, root)
    assert len(caught.value.mistakes) == 2
    assert "did you mean 'toy'?" in caught.value.mistakes[0]
    assert "did you mean 'seed'?" in caught.value.mistakes[1]


def test_the_same_report_twice_is_a_mistake_but_other_parameters_are_not(tmp_path):
    root = project(tmp_path / "p", other=notebook("pass"))
    with pytest.raises(InputError, match="toy_all_vi is listed twice"):
        prepare_all((ReportRequest("toy"), ReportRequest("toy")), root)
    assert len(prepare_all((ReportRequest("toy"), ReportRequest("toy", {"seed": 8})), root)) == 2


def test_an_empty_batch_is_a_mistake(tmp_path):
    with pytest.raises(InputError, match="lists no report"):
        prepare_all((), tmp_path)


def test_the_shipped_list_fits_the_shipped_notebooks_and_scenarios():
    found = read_plan(HOME / "reports" / "schedule.yaml")
    assert len(prepare_all(found, HOME)) >= 4
    assert {request.lang for request in found} == {"vi", "en"}


def test_the_list_in_the_documentation_can_be_read(tmp_path):
    text = (HOME / "docs" / "scheduling.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    found = read_plan(plan(tmp_path, example))
    assert [(r.notebook, r.scenarios, r.lang) for r in found] == [
        ("briefing", (), "vi"),
        ("briefing", (), "en"),
        ("scenario", ("plan",), "vi"),
        ("scenario", ("track-record",), "vi"),
        ("scenario", ("plan", "reference"), "vi"),
    ]
    assert found[0].parameters == {"draws": 20000}
