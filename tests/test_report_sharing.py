"""Reports of a batch that rest on one run: which they are, and what becomes of the run that is left."""

import json

import pytest
from report_toys import HEADING, RECORD, assert_whole, left_in_tmp, notebook, project

from clusterecon.report.batch import run_batch
from clusterecon.report.request import ReportRequest, prepare
from clusterecon.report.sharing import SharedRuns, sharing

LOOK = """
import json, os, pathlib
runs = json.loads(os.environ["CLUSTERECON_REPORT"])["runs"]
seen = sorted(path.name for path in pathlib.Path(runs).iterdir()) if runs else None
pathlib.Path("seen.json").write_text(json.dumps([runs, seen]))
if runs:
    pathlib.Path(runs, lang).touch()
"""


@pytest.fixture
def root(tmp_path):
    return project(
        tmp_path / "p",
        look=notebook(HEADING, LOOK, RECORD),
        failing=notebook(HEADING, LOOK, "raise ValueError('no luck')", RECORD),
    )


def test_reports_that_differ_in_how_they_are_told_share_a_run(root):
    requests = [
        ReportRequest("toy", {"seed": 1}),
        ReportRequest("toy", {"seed": 2}),
        ReportRequest("toy", {"seed": 1}, lang="en", documents=("html", "pdf")),
        ReportRequest("look", {"seed": 1}, lang="en"),
        ReportRequest("toy", {"seed": 1}, scenarios=("plan",), lang="en"),
        ReportRequest("toy", {"seed": 2}, lang="en", timeout=5.0),
    ]
    assert sharing([prepare(request, root) for request in requests]) == [[0, 2], [1, 5], [3], [4]]


def test_the_folder_is_gone_after_the_last_report(tmp_path):
    alone = SharedRuns(tmp_path / "alone", 1)
    assert alone.folder is None
    alone.done()
    shared = SharedRuns(tmp_path / "runs", 2)
    (shared.folder / "run").touch()
    assert shared.folder.stat().st_mode & 0o077 == 0
    shared.done()
    assert shared.folder.is_dir()
    shared.done()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_leaves_each_report_to_itself(tmp_path):
    shared = SharedRuns(tmp_path / "no" / "such" / "place", 2)
    assert shared.folder is None
    shared.done()
    shared.done()


def test_kernels_of_a_batch_find_what_those_of_their_group_left(root, tmp_path, monkeypatch):
    sockets = tmp_path / "t"
    sockets.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(sockets))
    requests = [ReportRequest("look", {"seed": n}, lang=lang) for lang in ("vi", "en") for n in (1, 2)]
    result = run_batch([*requests, ReportRequest("look")], root / "reports", root, workers=1)
    assert result.exit_code == 0
    assert [row.lang for row in result.rows] == ["vi", "vi", "en", "en", "vi"]
    seen = [json.loads((row.folder / "seen.json").read_text()) for row in result.rows]
    assert [names for _, names in seen] == [[], [], ["vi"], ["vi"], None]
    assert seen[0][0] == seen[2][0] != seen[1][0] == seen[3][0]
    assert left_in_tmp(sockets) == []
    assert_whole(root / "reports")


def test_a_report_that_fails_leaves_its_group_to_itself(root, tmp_path, monkeypatch):
    sockets = tmp_path / "t"
    sockets.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(sockets))
    requests = [ReportRequest("failing"), ReportRequest("failing", lang="en"), ReportRequest("toy")]
    result = run_batch(requests, root / "reports", root, workers=1)
    assert [row.folder is not None for row in result.rows] == [False, False, True]
    assert left_in_tmp(sockets) == []
