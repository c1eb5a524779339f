import errno
import json
import os
import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest

from clusterecon.ground.errors import RunError, disk_errors
from clusterecon.ground.files import folder_aside
from clusterecon.report import publish as publish_module
from clusterecon.report.publish import (
    Published,
    link_latest,
    listed,
    notebook_record,
    publish,
    published_reports,
    read_record,
    remember,
    remove_leftovers,
    write_record,
)

NIGHT = datetime(2025, 2, 3, 2, 15, tzinfo=UTC)


def report(reports, folder, sequence, notebook="toy", scenario="all", lang="vi", **more):
    record = {
        "run": {},
        "hash": "ab",
        "report": {"notebook": notebook, "scenario": scenario, "lang": lang},
        "sequence": sequence,
        **more,
    }
    (reports / folder).mkdir(parents=True)
    (reports / folder / "run.json").write_text(json.dumps(record))
    return Published(folder, record)


def test_reports_are_read_newest_first_by_sequence_not_by_name(tmp_path):
    for folder, sequence in (("2025_b", 1), ("2024_a", 3), ("2026_c", 2)):
        report(tmp_path, folder, sequence)
    assert [r.folder for r in published_reports(tmp_path)] == ["2024_a", "2026_c", "2025_b"]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"sequence": 1}',
        '{"sequence": "1", "report": {}}',
        '{"sequence": 1, "report": {"lang": "vi"}}',
    ],
)
def test_what_is_no_report_of_ours_is_passed_over(tmp_path, content):
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "run.json").write_text(content)
    report(tmp_path, ".tmp-1", 7)
    report(tmp_path, "latest", 8)
    assert published_reports(tmp_path) == []


def test_what_was_read_before_is_not_read_again_until_it_changes(tmp_path, monkeypatch):
    report(tmp_path, "a", 1)
    report(tmp_path, "b", 2)
    before = published_reports(tmp_path)
    remember(tmp_path, before)
    read = []
    monkeypatch.setattr(publish_module, "read_record", lambda folder: read.append(folder.name))
    assert published_reports(tmp_path) == before
    assert read == []
    (tmp_path / "b" / "run.json").write_text("{}")
    assert [r.folder for r in published_reports(tmp_path)] == ["a"]
    assert read == ["b"]


def test_what_is_gone_is_not_remembered(tmp_path):
    report(tmp_path, "a", 1)
    remember(tmp_path, [*published_reports(tmp_path), Published("b", {"sequence": 9})])
    assert [r.folder for r in published_reports(tmp_path)] == ["a"]


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": 0, "reports": 7}', "\xff"])
def test_a_broken_cache_is_no_cache(tmp_path, content):
    report(tmp_path, "a", 1)
    (tmp_path / ".listed.json").write_text(content)
    assert [r.folder for r in published_reports(tmp_path)] == ["a"]


def test_of_a_record_the_lists_hold_their_part_alone(tmp_path):
    report(tmp_path, "a", 1, run={"seed": 7, "scenarios": {"plan": {}}}, headline=[{"value": 1}], machine="x")
    (one,) = published_reports(tmp_path)
    assert one.record["run"] == {"seed": 7}
    assert one.record["headline"] == [{"value": 1}]
    assert "machine" not in one.record
    assert read_record(tmp_path / "a")["run"]["scenarios"] == {"plan": {}}
    assert listed({"run": None})["run"] == {}
    assert listed({"run": {"scenarios": {"plan": {"title": {"vi": "Kế hoạch"}}, "x": 1}}})["titles"] == {
        "plan": {"vi": "Kế hoạch"}
    }


def test_leftovers_go_and_nothing_else(tmp_path):
    report(tmp_path, "kept", 1)
    (tmp_path / ".tmp-1-toy_all_vi-1" / "deep").mkdir(parents=True)
    (tmp_path / ".tmp-0123456789abcdef").write_text("half")
    (tmp_path / "latest").mkdir()
    (tmp_path / "latest" / ".tmp-fedcba9876543210").symlink_to("../kept")
    (tmp_path / ".lock").write_text("")
    (tmp_path / ".tmp-of-another").mkdir()
    assert sorted(remove_leftovers(tmp_path)) == [
        ".tmp-0123456789abcdef",
        ".tmp-1-toy_all_vi-1",
        ".tmp-fedcba9876543210",
    ]
    assert sorted(p.name for p in tmp_path.iterdir()) == [".lock", ".tmp-of-another", "kept", "latest"]
    assert list((tmp_path / "latest").iterdir()) == []
    assert (tmp_path / "kept" / "run.json").is_file()


def test_a_leftover_link_to_a_folder_is_removed_without_its_target(tmp_path):
    report(tmp_path, "kept", 1)
    (tmp_path / ".tmp-9-toy_all_vi-1").symlink_to("kept")
    remove_leftovers(tmp_path)
    assert (tmp_path / "kept" / "run.json").is_file()
    assert not os.path.lexists(tmp_path / ".tmp-9-toy_all_vi-1")


def test_a_workspace_is_gone_after_the_block_however_it_ends(tmp_path):
    with folder_aside(tmp_path, "a") as folder:
        assert folder.name.startswith(".tmp-")
    with pytest.raises(ZeroDivisionError), folder_aside(tmp_path, "b") as folder:
        (folder / "file").write_text("x")
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_a_workspace_that_was_renamed_stays(tmp_path):
    with folder_aside(tmp_path, "a") as folder:
        (folder / "file").write_text("x")
        published = publish(folder, tmp_path, "toy_all_vi", NIGHT)
    assert [p.name for p in tmp_path.iterdir()] == ["20250203T021500Z_toy_all_vi"]
    assert (published / "file").read_text() == "x"


def test_a_name_that_is_taken_gets_a_number_and_nothing_is_replaced(tmp_path):
    names = []
    for text in ("first", "second", "third"):
        folder = tmp_path / f".tmp-{text}"
        folder.mkdir()
        (folder / "file").write_text(text)
        names.append(publish(folder, tmp_path, "k", NIGHT))
    stem = "20250203T021500Z_k"
    assert [p.name for p in names] == [stem, f"{stem}-2", f"{stem}-3"]
    assert [(p / "file").read_text() for p in names] == ["first", "second", "third"]


def test_an_empty_folder_or_dead_link_of_that_name_is_not_replaced_either(tmp_path):
    (tmp_path / "20250203T021500Z_k").mkdir()
    (tmp_path / "20250203T021500Z_k-2").symlink_to("nowhere")
    folder = tmp_path / ".tmp-a"
    folder.mkdir()
    assert publish(folder, tmp_path, "k", NIGHT).name == "20250203T021500Z_k-3"


def test_the_time_in_a_name_is_utc(tmp_path):
    folder = tmp_path / ".tmp-a"
    folder.mkdir()
    hanoi = NIGHT.astimezone(timezone(timedelta(hours=7)))
    assert publish(folder, tmp_path, "k", hanoi).name.startswith("20250203T021500Z_")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "left no run.json"),
        ("{", "that is not JSON"),
        ("[]", "without 'run' and 'hash'"),
        ('{"run": {}}', "without 'run' and 'hash'"),
        ('{"hash": "a"}', "without 'run' and 'hash'"),
        ('{"run": [], "hash": "a"}', "without 'run' and 'hash'"),
    ],
)
def test_a_notebook_without_a_good_record_has_failed(tmp_path, content, message):
    if content is not None:
        (tmp_path / "run.json").write_text(content)
    with pytest.raises(RunError, match=message):
        notebook_record(tmp_path)


def test_records_are_strict_json_and_keep_their_letters(tmp_path):
    write_record(tmp_path, {"run": {"title": "Hà Nội"}, "hash": "a"})
    assert "Hà Nội" in (tmp_path / "run.json").read_text(encoding="utf-8")
    assert notebook_record(tmp_path) == {"run": {"title": "Hà Nội"}, "hash": "a"}
    with pytest.raises(ValueError, match="JSON"):
        write_record(tmp_path, {"x": float("nan")})


def test_links_are_relative_and_lead_to_the_highest_sequence(tmp_path):
    reports = [
        report(tmp_path, "2025_a", 5),
        report(tmp_path, "2026_b", 4),
        report(tmp_path, "x", 1, lang="en"),
    ]
    link_latest(tmp_path, sorted(reports, key=lambda r: -r.sequence))
    links = {p.name: str(p.readlink()) for p in (tmp_path / "latest").iterdir()}
    assert links == {"toy_all_vi": "../2025_a", "toy_all_en": "../x"}


def test_links_follow_and_those_that_lead_nowhere_go(tmp_path):
    first = report(tmp_path, "a", 1)
    link_latest(tmp_path, [first])
    second = report(tmp_path, "b", 2)
    (tmp_path / "latest" / "gone_all_vi").symlink_to("../gone")
    (tmp_path / "latest" / "mine").symlink_to("../a")
    link_latest(tmp_path, [second, first])
    links = {p.name: str(p.readlink()) for p in (tmp_path / "latest").iterdir()}
    assert links == {"toy_all_vi": "../b", "mine": "../a"}


def test_a_link_never_leads_nowhere_while_it_is_renewed(tmp_path):
    reports = [report(tmp_path, f"r{n}", n) for n in range(40)]
    link_latest(tmp_path, reports[:1])
    missing, done = [], threading.Event()

    def watch():
        while not done.is_set():
            if not (tmp_path / "latest" / "toy_all_vi" / "run.json").is_file():
                missing.append(1)

    watcher = threading.Thread(target=watch)
    watcher.start()
    for end in range(1, 41):
        link_latest(tmp_path, reports[:end][::-1])
    done.set()
    watcher.join()
    assert missing == []


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk of .* is full; nothing was published"),
        (errno.EDQUOT, "the disk of .* is full; nothing was published"),
        (errno.EROFS, "cannot be written to: Read-only file system; nothing"),
        (errno.EACCES, "cannot be written to: Permission denied; nothing"),
        (errno.EIO, "Input/output error; nothing"),
    ],
)
def test_what_the_disk_refuses_is_said_in_one_line(tmp_path, number, words):
    with pytest.raises(RunError, match=words) as caught, disk_errors(tmp_path):
        raise OSError(number, os.strerror(number))
    assert "\n" not in str(caught.value)


def test_other_errors_pass_unchanged(tmp_path):
    with pytest.raises(KeyError), disk_errors(tmp_path):
        raise KeyError("x")
