"""The one writer of files and the one writer of CSV: whole or not there, no link followed, no formula."""

import csv
import errno
import io
import os
import stat
import time

import pytest

from clusterecon.ground.csv import csv_text
from clusterecon.ground.errors import RunError
from clusterecon.ground.files import aside, remove_aside, write_files, write_link, write_whole, written


def names(folder):
    return sorted(path.name for path in folder.iterdir())


# Single files


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "index.html"
    write_whole(path, "old")

    def full(_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, "new" * 1000)
    assert path.read_text() == "old"
    assert names(tmp_path) == ["index.html"]


def test_what_raises_while_it_writes_leaves_nothing(tmp_path):
    with pytest.raises(ZeroDivisionError), written(tmp_path / "a") as stream:
        stream.write(b"half")
        1 / 0  # noqa: B018
    assert names(tmp_path) == []


def test_a_file_that_need_not_outlive_a_power_failure_is_not_waited_for(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "fsync", None)
    with written(tmp_path / "a", on_disk=False) as stream:
        stream.write(b"whole")
    assert (tmp_path / "a").read_bytes() == b"whole"


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_rights_follow_the_umask(tmp_path, umask, mode):
    former = os.umask(umask)
    try:
        write_whole(tmp_path / "a", "text")
        write_files(tmp_path / "set", {"deep/b": b""})
    finally:
        os.umask(former)
    for path in (tmp_path / "a", tmp_path / "set" / "deep" / "b"):
        assert stat.S_IMODE(path.stat().st_mode) == mode


# Links


@pytest.fixture
def precious(tmp_path):
    path = tmp_path / "precious.txt"
    path.write_text("years of work")
    yield path
    assert path.read_text() == "years of work"


@pytest.mark.parametrize(
    "write", [write_whole, lambda path, text: write_files(path.parent, {path.name: b""})]
)
def test_a_link_under_a_files_name_is_replaced_not_followed(tmp_path, precious, write):
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "index.html").symlink_to(precious)
    write(folder / "index.html", "new")
    assert not (folder / "index.html").is_symlink()


def test_no_name_aside_can_be_foreseen_and_one_that_stands_there_is_not_written_into(
    tmp_path, precious, monkeypatch
):
    assert aside(tmp_path) != aside(tmp_path)
    monkeypatch.setattr("secrets.token_hex", lambda size: "foreseen")
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in (".tmp-foreseen", ".tmp-export-foreseen"):
        (folder / name).symlink_to(precious)
    with pytest.raises(FileExistsError):
        write_whole(folder / "a", "new")
    with pytest.raises(RunError, match="File exists"):
        write_files(folder, {"a": b"new"})
    with pytest.raises(FileExistsError):
        write_link(folder / "a", "b")
    assert names(folder) == [".tmp-export-foreseen", ".tmp-foreseen"]


def test_a_set_is_not_written_through_a_folder_that_is_a_link(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "charts").symlink_to(tmp_path / "mine")
    with pytest.raises(RunError, match="cannot write into out: charts is a link"):
        write_files(tmp_path / "out", {"a.txt": b"", "charts/a.svg": b""})
    assert names(tmp_path / "mine") == [] and names(tmp_path / "out") == ["charts"]


def test_a_link_is_made_and_moved_in_one_step(tmp_path):
    for target in ("a", "b"):
        write_link(tmp_path / "link", target)
        assert str((tmp_path / "link").readlink()) == target
    (tmp_path / "folder").mkdir()
    with pytest.raises(IsADirectoryError):
        write_link(tmp_path / "folder", "a")
    assert names(tmp_path) == ["folder", "link"]


# What dead writers left


def test_what_was_left_goes_and_what_links_point_to_stays(tmp_path, precious):
    folder = tmp_path / "folder"
    folder.mkdir()
    left = [aside(folder, "toy_all_vi-1"), aside(folder), aside(folder, "x"), folder / ".tmp-9-a_all_vi-1"]
    (left[0] / "deep").mkdir(parents=True)
    (left[0] / "deep" / "link").symlink_to(precious.parent)
    left[1].write_text("half")
    left[2].symlink_to(precious.parent)
    left[3].mkdir()
    mine = [".tmp-work", ".tmp-0123456789abcdef-mine", ".tmp-", ".tmp-2024-data", ".tmp-1-a_b_vi", "kept"]
    for name in mine:
        (folder / name).mkdir()
    assert sorted(remove_aside(folder)) == sorted(path.name for path in left)
    assert names(folder) == sorted(mine)


def test_what_may_still_be_in_use_stays(tmp_path):
    old, live = aside(tmp_path), aside(tmp_path)
    for path, age in ((old, 7200), (live, 0)):
        path.write_text("")
        os.utime(path, (time.time() - age,) * 2)
    assert remove_aside(tmp_path, 3600) == [old.name]


def test_nothing_is_removed_in_a_folder_that_is_a_link_or_is_none(tmp_path):
    (tmp_path / "mine" / ".tmp-1-work_all_vi-1").mkdir(parents=True)
    (tmp_path / "latest").symlink_to("mine")
    assert remove_aside(tmp_path / "latest") == remove_aside(tmp_path / "none") == []
    assert names(tmp_path / "mine") == [".tmp-1-work_all_vi-1"]


# CSV


def read_back(text):
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+1", "-1", "@SUM", "\tx", "\rx", "-", "=", " =1", "\n@x", "\xa0-1", '=HYPERLINK("x","y")'),
        *("\ufeff=1", "\u200b=1", "\x00=1", "\x1b+1", "\xad-1", " \u2060@x", "＝1+1", "＋1", "－1", " ＠SUM"),
    ],
)
def test_text_that_a_spreadsheet_would_run_is_led_by_an_apostrophe(text):
    told = "'" + text.replace("\r", " ")
    assert read_back(csv_text([text], [[text]])) == [[told], [told]]


@pytest.mark.parametrize("text", ["plain", "a=b", "Việt", "1.5", "−1", "1\u00a0000", "a\nb", 'a"b,c'])
def test_other_text_is_left_as_it_is(text):
    assert read_back(csv_text([text], [[text, text]])) == [[text], [text, text]]


def test_numbers_are_left_as_they_are():
    cells = [-1.5, -3, 0.30000000000000004, 1e300, True, None, float("nan"), float("-inf")]
    written = "-1.5,-3,0.30000000000000004,1e+300,True,,,"
    assert csv_text(["n"], [cells]) == f"n\n{written}\n"
