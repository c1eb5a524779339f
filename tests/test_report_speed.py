"""How long reports take, measured against papermill itself in the same run."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from report_toys import HEADING, RECORD, assert_whole, notebook, project

from clusterecon.report import ReportRequest, run_batch

pytestmark = pytest.mark.slow

LIBRARIES = "import pandas, statsmodels.api, matplotlib.pyplot as plt, seaborn"
CHARTS = """
for number in range(3):
    figure, axes = plt.subplots()
    axes.plot(range(50))
    figure.savefig(f"charts-{number}.png")
    figure.savefig(f"charts-{number}.svg")
    plt.close(figure)
"""
PAPERMILL = "import papermill, sys; papermill.execute_notebook(sys.argv[1], sys.argv[2], progress_bar=False)"
SINGLE = """
import sys
from pathlib import Path
from clusterecon.report import ReportRequest, run_report
run_report(ReportRequest(sys.argv[2]), Path(sys.argv[1]) / "single", Path(sys.argv[1]))
"""


@pytest.fixture
def root(tmp_path):
    bare = notebook(LIBRARIES, parameters="pass")
    bare["metadata"] = {"kernelspec": {"name": "python3", "display_name": "x", "language": "python"}}
    return project(tmp_path / "p", bare=bare, report=notebook(HEADING, LIBRARIES, CHARTS, RECORD))


def seconds(*command):
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", *map(str, command)], check=True, capture_output=True)
    return time.monotonic() - began


def best(times, *command):
    return min(seconds(*command) for _ in range(times))


def test_a_cold_report_against_papermill_importing_the_libraries(root):
    papermill = best(2, PAPERMILL, root / "notebooks" / "bare.ipynb", root / "out.ipynb")
    report = best(2, SINGLE, root, "report")
    assert report <= 1.5 * papermill, (report, papermill)


def test_a_batch_of_14_against_14_single_runs_and_the_cost_of_a_further_report(root):
    single = best(2, SINGLE, root, "report")
    requests = [ReportRequest("report", {"seed": n}, lang=lang) for n in range(7) for lang in ("vi", "en")]
    began = time.monotonic()
    result = run_batch(requests, root / "batch", root)
    batch = time.monotonic() - began
    assert result.exit_code == 0
    assert_whole_apart_from_charts(root / "batch")
    assert batch <= 14 * single / 2.5, (batch, single)


def test_a_further_report_costs_little_beyond_its_own_work(root):
    requests = [ReportRequest("toy", {"seed": n}) for n in range(8)]
    result = run_batch(requests, root / "batch", root, workers=1)
    assert_whole(root / "batch")
    further = sorted(row.seconds for row in result.rows[1:])
    assert further[len(further) // 2] < 0.7, further


def assert_whole_apart_from_charts(reports: Path):
    for path in reports.glob("*/charts-*"):
        path.unlink()
    assert_whole(reports)
    for record in reports.glob("*/run.json"):
        assert json.loads(record.read_text())["report"]["files"].count("charts-0.svg") == 1
