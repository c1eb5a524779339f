import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from report_toys import HEADING, RECORD, assert_whole, notebook, project, report_folders

from clusterecon.ground.errors import InputError, LockedError
from clusterecon.report.batch import BatchResult, BatchRow, run_batch
from clusterecon.report.lock import ReportsLock
from clusterecon.report.request import ReportRequest

SLEEP = "import time; time.sleep(wait)"


@pytest.fixture
def root(tmp_path):
    return project(
        tmp_path / "p",
        raising=notebook(HEADING, "raise ValueError('no luck')", RECORD),
        dying=notebook(HEADING, "import os; os.kill(os.getpid(), 9)", RECORD),
        slow=notebook(HEADING, SLEEP, RECORD),
    )


def test_a_batch_goes_on_after_one_fails_and_publishes_nothing_of_it(root):
    requests = [
        ReportRequest("toy"),
        ReportRequest("raising"),
        ReportRequest("dying"),
        ReportRequest("toy", lang="en"),
    ]
    result = run_batch(requests, root / "reports", root, workers=2)
    assert [(r.notebook, r.lang, r.folder is not None) for r in result.rows] == [
        ("toy", "vi", True),
        ("raising", "vi", False),
        ("dying", "vi", False),
        ("toy", "en", True),
    ]
    assert result.exit_code == 1
    assert [r.notebook for r in result.failed] == ["raising", "dying"]
    assert result.rows[1].message == "notebook raising, cell 3: ValueError: no luck"
    assert "its kernel died (signal SIGKILL) in cell 3" in result.rows[2].message
    assert all(row.seconds > 0 for row in result.rows)
    assert len(report_folders(root / "reports")) == 2
    assert_whole(root / "reports")


def test_a_batch_file_is_run(root, tmp_path):
    plan = tmp_path / "nightly.yaml"
    plan.write_text("reports:\n  - {notebook: toy, scenarios: [plan, all], languages: [vi, en]}\n")
    result = run_batch(plan, root / "reports", root, now=lambda: datetime(2025, 2, 3, 2, 15, tzinfo=UTC))
    assert result.exit_code == 0
    assert sorted(r.folder.name for r in result.rows) == [
        "20250203T021500Z_toy_all_en",
        "20250203T021500Z_toy_all_vi",
        "20250203T021500Z_toy_plan_en",
        "20250203T021500Z_toy_plan_vi",
    ]
    assert len(list((root / "reports" / "latest").iterdir())) == 4
    assert (root / "reports" / "history.csv").read_text().count("\n") == 5


def test_nothing_runs_if_anything_is_wrong(root):
    with pytest.raises(InputError):
        run_batch([ReportRequest("toy"), ReportRequest("toi")], root / "reports", root)
    with pytest.raises(InputError, match="at least 1"):
        run_batch([ReportRequest("toy")], root / "reports", root, workers=0)
    assert not (root / "reports").exists()


def test_the_lock_is_held_for_the_whole_batch(root):
    (root / "reports").mkdir()
    with ReportsLock(root / "reports"), pytest.raises(LockedError):
        run_batch([ReportRequest("toy")], root / "reports", root)


def test_reports_of_a_batch_run_side_by_side(root, tmp_path):
    meeting = f"""
import pathlib, time
place = pathlib.Path({str(tmp_path)!r})
(place / f"here-{{seed}}").touch()
for _ in range(600):
    if len(list(place.glob("here-*"))) == 4:
        break
    time.sleep(0.05)
else:
    raise TimeoutError("the others have not begun")
"""
    (root / "notebooks" / "meeting.ipynb").write_text(json.dumps(notebook(HEADING, meeting, RECORD)))
    requests = [ReportRequest("meeting", {"seed": n}) for n in range(4)]
    result = run_batch(requests, root / "reports", root, workers=4)
    assert [row.message for row in result.rows] == [""] * 4


def test_a_time_limit_ends_one_report_and_not_its_neighbours(root):
    requests = [
        ReportRequest("slow", {"wait": 60.0}, timeout=2),
        ReportRequest("slow", {"wait": 60.0}, lang="en", cell_timeout=1),
        ReportRequest("slow", {"wait": 3.0}, scenarios=("plan",)),
    ]
    result = run_batch(requests, root / "reports", root, workers=3)
    assert [r.message for r in result.rows] == [
        "notebook slow: stopped after 2 s, its time limit, in cell 3",
        "notebook slow: cell 3 ran past its time limit, 1 s",
        "",
    ]
    assert_whole(root / "reports")


def test_an_error_that_is_not_ours_is_a_failed_row(root, monkeypatch):
    from clusterecon.report import runner

    def broken(*_):
        raise KeyError("surprise")

    monkeypatch.setattr(runner, "notebook_record", broken)
    (row,) = run_batch([ReportRequest("toy")], root / "reports", root).rows
    assert row.message == "KeyError: 'surprise'"
    assert_whole(root / "reports")


def test_the_exit_code_is_1_if_any_failed():
    good = BatchRow("a", "all", "vi", Path("x"), 1.0, "")
    bad = BatchRow("a", "all", "vi", None, 1.0, "why")
    assert BatchResult((good,)).exit_code == 0
    assert BatchResult((good, bad)).exit_code == 1
    assert BatchResult(()).exit_code == 0


@pytest.mark.slow
def test_24_reports_4_at_a_time_are_24_whole(root):
    requests = [ReportRequest("toy", {"seed": n}, lang=lang) for n in range(12) for lang in ("vi", "en")]
    result = run_batch(requests, root / "reports", root, workers=4)
    assert result.exit_code == 0
    assert len(report_folders(root / "reports")) == 24
    assert_whole(root / "reports")
    seeds = [json.loads((r.folder / "run.json").read_text())["run"]["seed"] for r in result.rows]
    assert seeds == [n for n in range(12) for _ in range(2)]
