import getpass
import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from report_toys import (
    HEADING,
    RECORD,
    assert_whole,
    left_in_tmp,
    notebook,
    project,
    report_folders,
)

from clusterecon.ground.errors import InputError, LockedError, RunError
from clusterecon.report import kernel_source as source_module
from clusterecon.report.batch import run_batch
from clusterecon.report.lock import ReportsLock
from clusterecon.report.request import ReportRequest
from clusterecon.report.runner import run_report, utc_now

SEEN = """
import json, os, pathlib
seen = {"cwd": os.getcwd(), "env": dict(os.environ), "pid": os.getpid(), "group": os.getpgid(0)}
pathlib.Path(os.environ["CLUSTERECON_ROOT"], "seen.json").write_text(json.dumps(seen))
"""
FIGURE = """
import matplotlib, matplotlib.pyplot as plt
figure, axes = plt.subplots()
axes.plot([1, 2])
print(matplotlib.get_backend())
"""
WARNING = "import sys; print('to' + ' read', file=sys.stderr); print('to' + ' keep')"


@pytest.fixture
def short_tmp(monkeypatch):
    """A folder for the sockets that nobody else uses, with a short path."""
    folder = Path(tempfile.mkdtemp(prefix="t"))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert left_in_tmp(folder) == []
    folder.rmdir()


@pytest.fixture
def root(tmp_path, short_tmp):
    return project(
        tmp_path / "p",
        seen=notebook(HEADING, SEEN, RECORD),
        warning=notebook(HEADING, WARNING, RECORD),
        none=notebook(HEADING),
        figure=notebook(HEADING, FIGURE, RECORD),
        raising=notebook(HEADING, "1/0", RECORD),
        refusing=notebook(
            "import clusterecon as ce\nraise ce.InputError(['first: bad', 'second: worse'])",
            RECORD,
        ),
        network=notebook(
            'from IPython.display import HTML, display\ndisplay(HTML(\'<img alt="a" src="https://x/y.png">\'))',
            RECORD,
        ),
    )


def run(root, name="toy", **kwargs):
    now = kwargs.pop("now", utc_now)
    return run_report(ReportRequest(name, **kwargs), root / "reports", root, now)


def failed(root, kind, *args, **kwargs):
    with pytest.raises(kind) as caught:
        run(root, *args, **kwargs)
    assert report_folders(root / "reports") == []
    if (root / "reports").is_dir():
        assert_whole(root / "reports")
    return str(caught.value)


def test_a_report_is_published_whole(root):
    night = datetime(2025, 2, 3, 2, 15, tzinfo=UTC)
    folder = run(root, scenarios=("plan",), lang="en", parameters={"seed": 3}, now=lambda: night)
    assert folder == root / "reports" / "20250203T021500Z_toy_plan_en"
    assert_whole(root / "reports")
    assert str((root / "reports" / "latest" / "toy_plan_en").readlink()) == f"../{folder.name}"
    assert '<html lang="en">' in (folder / "report.html").read_text()
    assert folder.name in (root / "reports" / "index.html").read_text()
    assert folder.name in (root / "reports" / "history.csv").read_text()


def test_the_record_has_its_parts_and_no_path_and_no_name(root):
    folder = run(root, parameters={"seed": 3})
    text = (folder / "run.json").read_text()
    record = json.loads(text)
    assert record["run"]["seed"] == 3
    assert record["report"] == {
        "notebook": "toy",
        "scenario": "all",
        "lang": "vi",
        "files": ["report.html", "report.ipynb", "run.json"],
    }
    assert record["sequence"] == 1
    assert 0 < record["duration_seconds"] < 60
    assert record["started"].endswith("Z")
    for secret in (str(root), str(Path.home()), sys.prefix, tempfile.gettempdir()):
        assert secret not in text
    assert f'"{getpass.getuser()}"' not in text


def test_the_published_notebook_holds_no_path_no_time_and_no_warning(root, caplog):
    with caplog.at_level(logging.INFO, "clusterecon.report"):
        folder = run(root, "warning", parameters={"seed": 3})
    text = (folder / "report.ipynb").read_text()
    for word in ("papermill", "start_time", "duration", 'execution"', str(root), "to read"):
        assert word not in text
    assert "to keep" in text
    assert "seed = 3" in text
    assert "to read" not in (folder / "report.html").read_text()
    assert 'event=stderr notebook=warning text="to read"' in caplog.messages


def test_the_same_run_twice_gives_the_same_notebook_page_and_hash(root):
    one, two = run(root, parameters={"seed": 3}), run(root, parameters={"seed": 3})
    for name in ("report.ipynb", "report.html"):
        assert (one / name).read_bytes() == (two / name).read_bytes()
    first, second = (json.loads((f / "run.json").read_text()) for f in (one, two))
    assert first["hash"] == second["hash"]
    assert second["changes"] == {"since": one.name, "causes": [], "moves": [], "reasons": []}


def test_what_changed_since_the_last_of_its_kind_stands_in_the_record(root):
    first = run(root, parameters={"rate": 0.1})
    run(root, lang="en", parameters={"rate": 0.9})
    changed = json.loads((run(root, parameters={"rate": 0.3}) / "run.json").read_text())["changes"]
    assert changed["since"] == first.name
    assert changed["causes"] == ["assumption"]
    assert [(m["name"], m["before"], m["after"]) for m in changed["moves"]] == [("jobs_2025", 0.1, 0.3)]
    assert changed["reasons"][0]["what"] == "scenarios.plan.completion_rate"


def test_the_notebook_runs_in_the_temporary_folder_and_finds_the_project(root, monkeypatch):
    monkeypatch.setenv("OF_THE_CALLER", "yes")
    earlier = run(root, "seen")
    run(root, "seen")
    seen = json.loads((root / "seen.json").read_text())
    assert Path(seen["cwd"]).parent == root / "reports"
    assert Path(seen["cwd"]).name.startswith(".tmp-")
    assert seen["env"]["CLUSTERECON_ROOT"] == str(root.resolve())
    assert json.loads(seen["env"]["CLUSTERECON_REPORT"]) == {
        "notebook": "seen",
        "forks": (os.cpu_count() or 1) - 1,
        "runs": None,
        "previous": str(earlier / "run.json"),
    }
    assert {name for name in set(seen["env"]) - set(os.environ) if name.startswith("CLUSTERECON_")} == {
        "CLUSTERECON_ROOT",
        "CLUSTERECON_REPORT",
    }
    assert seen["env"]["OF_THE_CALLER"] == "yes"
    assert seen["env"]["IPYTHONDIR"].startswith(tempfile.gettempdir())
    assert seen["pid"] == seen["group"] != os.getpgid(0)


def test_the_working_folder_of_the_caller_does_not_change(root, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    run_report(ReportRequest("toy"), Path("out"), root)
    assert Path.cwd() == tmp_path
    assert_whole(tmp_path / "out")


def test_the_order_of_reports_does_not_hang_on_the_clock(root):
    years = iter((2030, 2024, 2027))

    def broken_clock():
        return datetime(next(years), 1, 1, tzinfo=UTC)

    folders = [run(root, now=broken_clock) for _ in range(3)]
    assert [json.loads((f / "run.json").read_text())["sequence"] for f in folders] == [1, 2, 3]
    assert (root / "reports" / "latest" / "toy_all_vi").resolve() == folders[-1]
    index = (root / "reports" / "index.html").read_text()
    assert index.index(folders[2].name) < index.index(folders[1].name) < index.index(folders[0].name)


def test_two_reports_of_one_second_stand_side_by_side(root):
    night = datetime(2025, 2, 3, 2, 15, tzinfo=UTC)
    one, two = run(root, now=lambda: night), run(root, now=lambda: night)
    assert two.name == f"{one.name}-2"
    assert_whole(root / "reports")


def test_wrong_input_starts_and_writes_nothing(root):
    assert "did you mean 'seed'?" in failed(root, InputError, parameters={"sede": 1})
    assert "takes int" in failed(root, InputError, parameters={"seed": "1"})
    assert not (root / "reports").exists()


def test_a_notebook_that_raises_publishes_nothing(root):
    assert (
        failed(root, RunError, "raising") == "notebook raising, cell 3: ZeroDivisionError: division by zero"
    )


def test_wrong_input_found_by_the_notebook_is_an_input_error_with_every_line(root):
    assert failed(root, InputError, "refusing") == "first: bad\nsecond: worse"


def test_a_notebook_without_record_publishes_nothing(root):
    assert "left no run.json" in failed(root, RunError, "none")


def test_a_page_that_needs_the_network_is_not_published(root):
    assert "<img src> from the network" in failed(root, RunError, "network")


def test_no_clock_of_a_run_goes_on_after_it(root):
    run(root, timeout=500.0)
    assert not [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)]


def test_a_second_run_is_told_that_the_folder_is_locked(root):
    (root / "reports").mkdir()
    with ReportsLock(root / "reports"), pytest.raises(LockedError, match=str(os.getpid())):
        run(root)
    run(root)
    assert_whole(root / "reports")


def test_leftovers_of_a_dead_run_go_with_the_next_and_its_sockets_too(root, short_tmp, caplog):
    reports = root / "reports"
    (reports / ".tmp-999-toy_all_vi-1" / "charts").mkdir(parents=True)
    (short_tmp / "clusterecon-dead").mkdir(mode=0o700)
    (short_tmp / "clusterecon-dead" / "c.json").write_text("{}")
    (short_tmp / "clusterecon-dead" / "reports").write_text(str(reports.resolve()))
    (reports / ".lock").write_text(f"process=999\nsockets={short_tmp}/clusterecon-dead\n")
    run(root)
    assert_whole(reports)
    assert "event=removed leftover=.tmp-999-toy_all_vi-1" in caplog.messages


@pytest.mark.parametrize(
    "name",
    [
        *("others", "clusterecon-open", "deep/clusterecon-own", "clusterecon-link", "clusterecon-private"),
        *("clusterecon-busy", ""),
    ],
)
def test_a_folder_of_the_users_that_a_lock_names_is_kept(root, short_tmp, tmp_path, name):
    """Whatever a lock says, only what a run of these reports made is removed.

    It is told by name, place, owner and mode, is no link, and says itself for which reports it is used: a
    user's own folder may have all of the former, and so has that of a run of other reports at this moment.
    """
    mine = tmp_path / "mine"
    mine.mkdir(mode=0o700)
    (mine / "work.txt").write_text("years")
    folder = short_tmp / name
    if name == "clusterecon-link":
        folder.symlink_to(mine)
    elif name:
        folder.mkdir(mode=0o755 if name == "clusterecon-open" else 0o700, parents=True)
        (folder / "work.txt").write_text("years")
    if name == "clusterecon-busy":
        (folder / "reports").write_text(str(tmp_path / "elsewhere"))
    (root / "reports").mkdir()
    (root / "reports" / ".lock").write_text(f"process=999\nsockets={folder}\n")
    run(root)
    assert_whole(root / "reports")
    assert (mine / "work.txt").read_text() == "years"
    assert not name or (folder / "work.txt").read_text() == "years"
    for left in short_tmp.iterdir():
        left.unlink() if left.is_symlink() else shutil.rmtree(left)


def test_a_lock_that_is_a_link_ends_the_run_with_nothing_changed(root, tmp_path):
    precious = tmp_path / "precious.txt"
    precious.write_text("years of work")
    (root / "reports").mkdir()
    (root / "reports" / ".lock").symlink_to(precious)
    assert "is a link, not the lock of a run" in failed(root, RunError, "toy")
    assert precious.read_text() == "years of work"


def test_a_folder_of_the_latest_that_is_a_link_is_not_followed(root, tmp_path):
    mine = tmp_path / "mine"
    (mine / ".tmp-1-work_all_vi-1").mkdir(parents=True)
    (mine / "dead").symlink_to("nowhere")
    (root / "reports").mkdir()
    (root / "reports" / "latest").symlink_to(mine)
    with pytest.raises(RunError, match="latest is a link, not a folder of links; the report stands"):
        run(root)
    assert sorted(path.name for path in mine.iterdir()) == [".tmp-1-work_all_vi-1", "dead"]


def test_steps_are_logged_for_a_journal(root, caplog):
    with caplog.at_level(logging.INFO, "clusterecon.report"):
        folder = run(root)
    assert caplog.messages[0] == "event=started notebook=toy scenario=all lang=vi"
    assert caplog.messages[-1].startswith(
        f"event=published notebook=toy scenario=all lang=vi folder={folder.name} seconds="
    )


def test_a_reports_path_that_is_a_file_is_said_clearly(root):
    (root / "reports").write_text("in the way")
    with pytest.raises(RunError, match="reports: File exists; nothing was published"):
        run(root)
    assert (root / "reports").read_text() == "in the way"


def test_lists_that_cannot_be_written_do_not_take_the_report_back(root):
    (root / "reports" / "index.html").mkdir(parents=True)
    with pytest.raises(RunError, match="the report stands, but links, index or history"):
        run(root)
    (root / "reports" / "index.html").rmdir()
    assert len(report_folders(root / "reports")) == 1
    run(root)
    assert_whole(root / "reports")


@pytest.mark.parametrize("system", ["linux", "darwin"])
def test_figures_are_shown_as_in_a_kernel_of_its_own(root, monkeypatch, system):
    """Matplotlib is imported before the fork, and still draws into the notebook."""
    monkeypatch.setattr(source_module.sys, "platform", system)
    folder = run(root, "figure")
    monkeypatch.undo()
    page = (folder / "report.html").read_text()
    assert page.count("data:image/png;base64,") == 1
    assert "module://matplotlib_inline.backend_inline" in page


def test_importing_the_runner_loads_nothing_heavy():
    code = (
        "import sys, clusterecon.report\n"
        "heavy = ('papermill', 'nbconvert', 'zmq', 'pandas', 'nbformat', 'yaml')\n"
        "print([m for m in heavy if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_kernel_draws_with_the_processors_that_no_other_report_uses(root, monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    for at_once, forks in ((1, 7), (2, 3), (8, 0)):
        run_batch(
            [ReportRequest("seen", {"seed": n}) for n in range(at_once)],
            root / "reports",
            root,
            workers=at_once,
        )
        seen = json.loads((root / "seen.json").read_text())
        assert json.loads(seen["env"]["CLUSTERECON_REPORT"])["forks"] == forks
