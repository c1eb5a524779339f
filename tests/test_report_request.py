import json

import pytest
from report_toys import notebook, project

from clusterecon.ground.errors import InputError
from clusterecon.report.request import ReportRequest, asked, prepare, scenario_label


@pytest.fixture
def root(tmp_path):
    one = notebook("pass", parameters="scenario: str = 'plan'\nlang: str = 'vi'")
    bare = notebook("pass", parameters="seed = 7")
    return project(tmp_path / "p", one=one, bare=bare)


def refused(root, *args, **kwargs):
    with pytest.raises(InputError) as caught:
        prepare(ReportRequest(*args, **kwargs), root)
    return caught.value.mistakes


def test_fields_and_parameters_are_joined(root):
    prepared = prepare(
        ReportRequest("toy", {"seed": 3}, ("plan", "track-record"), "en", ("html", "pdf")), root
    )
    assert prepared.parameters == {
        "scenarios": ["plan", "track-record"],
        "lang": "en",
        "documents": ["pdf"],
        "seed": 3,
    }
    assert prepared.kind == "toy_2-scenarios_en"


def test_no_scenario_named_leaves_the_notebook_its_own_choice(root):
    prepared = prepare(ReportRequest("toy"), root)
    assert "scenarios" not in prepared.parameters
    assert prepared.kind == "toy_all_vi"


def test_a_notebook_of_one_scenario_takes_one(root):
    assert prepare(ReportRequest("one", scenarios=("plan",)), root).parameters["scenario"] == "plan"
    assert refused(root, "one", scenarios=("plan", "reference")) == (
        "notebook one takes one scenario, not 2",
    )
    assert refused(root, "bare", scenarios=("plan",)) == ("notebook bare takes no scenario",)


def test_only_what_the_notebook_declares_is_handed_to_it(root):
    assert prepare(ReportRequest("bare"), root).parameters == {}
    assert refused(root, "bare", documents=("pdf",)) == ("notebook bare writes no documents besides html",)


@pytest.mark.parametrize(
    ("scenarios", "label"), [((), "all"), (("plan",), "plan"), (("plan", "reference"), "2-scenarios")]
)
def test_the_label_of_a_choice_of_scenarios(scenarios, label):
    assert scenario_label(scenarios) == label


def test_a_notebook_by_path(root, tmp_path):
    elsewhere = tmp_path / "mine.ipynb"
    elsewhere.write_text(json.dumps(notebook("pass")))
    assert prepare(ReportRequest(str(elsewhere)), root).name == "mine"
    assert prepare(ReportRequest("notebooks/toy.ipynb"), root).name == "toy"
    assert refused(root, str(tmp_path / "none.ipynb"))[0].startswith("no notebook ")


@pytest.mark.parametrize("name", ["mine.ipynb", "/there/mine.ipynb", "notebooks/mine.ipynb", "mine"])
def test_a_record_names_a_notebook_without_its_path(name):
    assert asked(ReportRequest(name))["notebook"] == "mine"


def test_an_unknown_notebook_is_told_with_the_nearest(root):
    assert refused(root, "toi") == ("no notebook 'toi'; did you mean 'toy'? (there are: bare, one, toy)",)


@pytest.mark.parametrize("name", ["../toy", "a/b", "/etc/passwd", "..", ".hidden", "toy\n", "", "tóy"])
def test_paths_in_names_are_refused(root, name):
    assert refused(root, name)[0].startswith("no notebook")
    assert refused(root, "toy", scenarios=(name,))


def test_an_odd_file_name_is_refused(root, tmp_path):
    odd = tmp_path / "my report_1.ipynb"
    odd.write_text(json.dumps(notebook("pass")))
    assert "may hold" in refused(root, str(odd))[0]


def test_scenarios_are_checked_against_the_folder(root):
    found = refused(root, "toy", scenarios=("plam", "plan", "plan", "base"))
    assert found[0] == "no scenario 'plam'; did you mean 'plan'? (there are: plan, reference, track-record)"
    assert "scenario 'plan' is named twice" in found
    assert found[-1].startswith("no scenario 'base'")


def test_a_folder_without_scenarios_leaves_names_to_the_notebook(root):
    for path in (root / "scenarios").iterdir():
        path.unlink()
    assert prepare(ReportRequest("toy", scenarios=("mine",)), root).scenario_label == "mine"


def test_everything_wrong_is_told_at_once(root):
    found = refused(
        root,
        "toy",
        parameters={"seed": "x", "sede": 1, "lang": "en"},
        scenarios=("nix",),
        lang="fr",
        documents=("doc", "pdf"),
        timeout=0,
        cell_timeout=-1,
        start_timeout=float("nan"),
    )
    for part in ("'seed' takes int", "no parameter 'sede'", "'lang' is not given", "no scenario 'nix'"):
        assert any(part in line for line in found), part
    for part in ("no language 'fr'", "no document 'doc'", "timeout must be", "cell_timeout", "start_timeout"):
        assert any(part in line for line in found), part


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "cannot be read as a notebook"),
        (b"\xff\xfe", "cannot be read as a notebook"),
        (b"[]", "not a notebook of format 4"),
        (b'{"nbformat": 3, "cells": []}', "not a notebook of format 4"),
        (b'{"nbformat": 4}', "not a notebook of format 4"),
        (b'{"nbformat": 4, "cells": [1]}', "cell 1 is not a cell"),
        (b'{"nbformat": 4, "cells": [{"cell_type": "code"}]}', "cell 1 is not a cell"),
        (b'{"nbformat": 4, "cells": [{"cell_type": "x", "source": ""}]}', "cell 1 is not a cell"),
        (b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": [1]}]}', "cell 1 is not a cell"),
        (b'{"nbformat": 4, "cells": [{"cell_type": "raw", "source": "", "metadata": 1}]}', "cell 1 is not"),
        (json.dumps(notebook(parameters="x = = 1")).encode(), "the parameters cell is not Python"),
    ],
)
def test_a_broken_notebook_is_an_input_error(root, content, message):
    (root / "notebooks" / "toy.ipynb").write_bytes(content)
    assert message in refused(root, "toy")[0]


def test_requests_cannot_be_changed(root):
    with pytest.raises(AttributeError):
        ReportRequest().lang = "en"


def test_a_report_is_named_by_the_scenario_its_notebook_takes_by_itself(tmp_path):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "scenarios").mkdir()
    for name, line, label in (
        ("one", 'scenario: str = "plan"', "plan"),
        ("two", 'scenarios: list = ["plan", "other"]', "2-scenarios"),
        ("any", "scenarios: list = []", "all"),
        ("made", 'scenario: str = str("plan")', "all"),
    ):
        cell = {
            "cell_type": "code",
            "metadata": {"tags": ["parameters"]},
            "source": line,
            "outputs": [],
            "execution_count": None,
        }
        content = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        (tmp_path / "notebooks" / f"{name}.ipynb").write_text(json.dumps(content))
        assert prepare(ReportRequest(name), tmp_path).scenario_label == label
