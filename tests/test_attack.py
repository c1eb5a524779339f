"""Hostile use: what a careless or ill-meaning user does gets one clear message, and nothing is half-done."""

import json
import os

import pytest

from clusterecon.errors import InputError
from clusterecon.rerun import read_request
from clusterecon.study import load_study

HEADER = "title: {vi: a, en: b}\nreason: {vi: a, en: b}\nknown_since: 2025-02-03\n"
BASE = "scenarios/base.yaml"
RECORD = {
    "hash": "0" * 64,
    "run": {"as_of": "2025-02-28"},
    "request": {"notebook": "briefing", "parameters": {}, "scenarios": [], "lang": "vi", "documents": []},
}


def mistakes_of(function, *arguments, **named):
    """The mistakes a call complains of."""
    with pytest.raises(InputError) as caught:
        function(*arguments, **named)
    return caught.value.mistakes


def edit(study, old, new, file=BASE):
    """Change one place of a file of a study."""
    path = study / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# ------------------------------------------------------------------ files that are no files
def test_a_scenario_that_is_a_pipe_or_a_device_is_refused_not_waited_for(study_copy):
    os.mkfifo(study_copy / "scenarios" / "pipe.yaml")
    (study_copy / "scenarios" / "zero.yaml").symlink_to("/dev/zero")
    assert mistakes_of(load_study, study_copy) == (
        "scenarios/pipe.yaml: cannot be read (a device or a pipe, not a file)",
        "scenarios/zero.yaml: cannot be read (a device or a pipe, not a file)",
    )


@pytest.mark.parametrize("name", ["hanoi_iip.csv", "datapackage.json"])
def test_a_table_that_is_a_pipe_is_refused_not_waited_for(study_copy, name):
    path = study_copy / "data" / "raw" / name
    path.unlink()
    os.mkfifo(path)
    found = mistakes_of(lambda: load_study(study_copy).tables)
    assert found == (f"data/raw/{name}: cannot be read (a device or a pipe, not a file)",)


# ------------------------------------------------------------------ a record edited by hand
@pytest.mark.parametrize(
    ("part", "key", "value", "complaint"),
    [
        (None, "hash", None, "'hash' is missing or not text"),
        ("run", "as_of", None, "'run.as_of' is missing or not a date"),
        ("run", "as_of", 5, "'run.as_of' is missing or not a date"),
        ("request", "notebook", None, "'request.notebook' is missing or not text"),
        ("request", "notebook", 5, "'request.notebook' is missing or not text"),
        ("request", "lang", None, "'request.lang' is missing or not text"),
        ("request", "parameters", [1], "'request.parameters' is missing or not values by name"),
        ("request", "scenarios", 5, "'request.scenarios' is missing or not a list of names"),
        ("request", "scenarios", "plan", "'request.scenarios' is missing or not a list of names"),
        ("request", "documents", [1], "'request.documents' is missing or not a list of names"),
    ],
)
def test_a_record_edited_by_hand_is_refused_before_anything_runs(tmp_path, part, key, value, complaint):
    record = json.loads(json.dumps(RECORD))
    place = record[part] if part else record
    if value is None:
        del place[key]
    else:
        place[key] = value
    file = tmp_path / "run.json"
    file.write_text(json.dumps(record), encoding="utf-8")
    assert mistakes_of(read_request, file) == (f"run.json: {complaint}",)


def test_every_mistake_of_a_record_is_told_at_once_and_a_whole_one_is_read(tmp_path):
    file = tmp_path / "run.json"
    file.write_text(json.dumps({"run": {}, "request": {}}), encoding="utf-8")
    assert len(mistakes_of(read_request, file)) == 4
    file.write_text("[" * 100_000, encoding="utf-8")
    assert mistakes_of(read_request, file) == ("run.json: not JSON",)
    file.write_text(json.dumps(RECORD), encoding="utf-8")
    assert read_request(file) == (RECORD, RECORD["request"])


# ------------------------------------------------------------------ readings known before they could be
def test_a_reading_released_before_its_period_begins_is_refused(study_copy):
    path = study_copy / "data" / "raw" / "hanoi_iip.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if ",2014-M01..M04," in line)
    lines[at] = lines[at].replace("2014-04-29", "2013-12-31")
    path.write_text("".join(lines), encoding="utf-8")
    (found,) = mistakes_of(lambda: load_study(study_copy).tables)
    assert found == (
        f"data/raw/hanoi_iip.csv, line {at + 1}, column release_date: 2013-12-31 is before 2014-M01..M04 "
        "begins; only what has one of the statuses target, forecast, rule, judgement is known ahead"
    )
    lines[at] = lines[at].replace("2013-12-31", "2014-01-01").replace(",estimate,", ",first estimate,")
    path.write_text("".join(lines), encoding="utf-8")
    assert load_study(study_copy).tables.frames["hanoi_iip"].shape[0] == len(lines) - 1
