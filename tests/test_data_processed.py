"""The checked copy in data/processed: same tables, same bytes, rebuilt when stale, safe to build at once."""

import datetime as dt
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from data_sample import RAW, shipped_project, small_project
from pandas.testing import assert_frame_equal

from clusterecon.data import processed
from clusterecon.data.processed import build_processed, load_processed
from clusterecon.data.schema import read_package
from clusterecon.ground.errors import ClustereconError, InputError
from clusterecon.ground.files import aside

ROOT = RAW.parents[1]


@pytest.fixture
def project(tmp_path):
    shipped_project(tmp_path)
    return tmp_path


def read_raw(root):
    """The raw files of a project, read anew whatever the copy holds."""
    return processed._check(read_package(root), None)[1]


def same(one, other):
    """Two sets of tables hold the same."""
    assert list(one.frames) == list(other.frames)
    for name in one.frames:
        assert_frame_equal(one.frames[name], other.frames[name])
    assert one.fingerprint == other.fingerprint
    assert one.files == other.files


def test_the_copy_holds_what_the_raw_tables_hold(project):
    raw = read_raw(project)
    same(load_processed(project), raw)
    assert (project / "data" / "processed" / "tables.json").exists()
    same(load_processed(project), raw)


def test_views_of_the_copy_are_views_of_the_raw_tables(project):
    day = dt.date(2025, 2, 3)
    build_processed(project)
    same(load_processed(project).as_of(day), read_raw(project).as_of(day))


def test_the_same_raw_files_give_the_same_bytes(project, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    shipped_project(other)
    assert build_processed(project).read_bytes() == build_processed(other).read_bytes()
    first = build_processed(project).read_bytes()
    assert build_processed(project).read_bytes() == first


def test_a_fresh_copy_is_not_written_again(project):
    path = build_processed(project)
    stamp = path.stat().st_mtime_ns
    load_processed(project)
    assert path.stat().st_mtime_ns == stamp


def test_an_added_row_makes_the_copy_stale(tmp_path):
    path = small_project(tmp_path)
    assert len(load_processed(tmp_path).frames["readings"]) == 1
    times = path.stat()
    small_project(tmp_path, [{}, {"period": "2023"}])
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert len(load_processed(tmp_path).frames["readings"]) == 2


def test_a_changed_schema_makes_the_copy_stale(tmp_path):
    small_project(tmp_path)
    load_processed(tmp_path)
    package = tmp_path / "data" / "raw" / "datapackage.json"
    package.write_text(package.read_text(encoding="utf-8").replace('"estimate", ', ""), encoding="utf-8")
    with pytest.raises(InputError, match="'estimate' is not a known status"):
        load_processed(tmp_path)


def test_a_copy_of_another_format_is_built_again(project, monkeypatch):
    path = build_processed(project)
    before = path.read_bytes()
    monkeypatch.setattr(processed, "FORMAT", processed.FORMAT + 1)
    same(load_processed(project), read_raw(project))
    assert path.read_bytes() != before


@pytest.mark.parametrize(
    "damage",
    [
        lambda b: b"",
        lambda b: b"not json",
        lambda b: b[: len(b) // 2],
        lambda b: b.replace(b"6.95", b"9.95", 1),
        lambda b: b + b" ",
        lambda b: b"\xff" + b,
        lambda b: b"{}\n{}\n",
    ],
)
def test_a_damaged_or_edited_copy_is_built_again(project, damage):
    path = build_processed(project)
    good = path.read_bytes()
    path.write_bytes(damage(good))
    same(load_processed(project), read_raw(project))
    assert path.read_bytes() == good


def test_bad_raw_data_write_nothing(tmp_path):
    small_project(tmp_path, [{"value": "x"}])
    with pytest.raises(InputError):
        build_processed(tmp_path)
    with pytest.raises(InputError):
        load_processed(tmp_path)
    assert not (tmp_path / "data" / "processed").exists()


def test_a_good_copy_does_not_hide_raw_data_gone_bad(tmp_path):
    small_project(tmp_path)
    load_processed(tmp_path)
    small_project(tmp_path, [{"value": "x"}])
    with pytest.raises(InputError, match="is not a number"):
        load_processed(tmp_path)


def test_a_good_copy_does_not_hide_a_missing_raw_file(tmp_path):
    path = small_project(tmp_path)
    load_processed(tmp_path)
    path.unlink()
    with pytest.raises(InputError, match="the file is missing"):
        load_processed(tmp_path)


def test_where_nothing_can_be_written_the_tables_stay_in_memory(project):
    (project / "data" / "processed").write_text("a file where the folder should be", encoding="utf-8")
    same(load_processed(project), read_raw(project))
    with pytest.raises(ClustereconError, match="data/processed cannot be written"):
        build_processed(project)


def test_a_full_disk_leaves_nothing_behind(project, monkeypatch):
    def full(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    same(load_processed(project), read_raw(project))
    with pytest.raises(ClustereconError, match="No space left on device"):
        build_processed(project)
    assert list((project / "data" / "processed").iterdir()) == []


def test_progress_is_told_while_building_and_not_when_fresh(project):
    calls = []
    load_processed(project, progress=lambda *call: calls.append(call))
    assert [c[1] for c in calls] == list(range(1, 19))
    assert {c[2] for c in calls} == {18}
    calls.clear()
    load_processed(project, progress=lambda *call: calls.append(call))
    assert calls == []


def test_what_dead_builders_left_is_removed_and_live_ones_are_left_alone(project):
    folder = project / "data" / "processed"
    folder.mkdir()
    old, live = aside(folder), aside(folder)
    old.write_text("x", encoding="utf-8")
    live.write_text("x", encoding="utf-8")
    os.utime(old, (time.time() - 7200,) * 2)
    build_processed(project)
    assert not old.exists()
    assert live.exists()


def test_two_processes_build_at_once(project):
    """Both succeed, both see whole tables, and one whole file is left."""
    code = (
        "import sys; from pathlib import Path; \n"
        "from clusterecon.data.processed import build_processed, load_processed\n"
        "root = Path(sys.argv[1])\n"
        "for _ in range(4):\n"
        "    build_processed(root); print(load_processed(root).fingerprint)\n"
    )
    runs = [
        subprocess.Popen([sys.executable, "-c", code, str(project)], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    outputs = [run.communicate(timeout=120)[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0]
    assert set("".join(outputs).split()) == {read_raw(project).fingerprint}
    assert [p.name for p in (project / "data" / "processed").iterdir()] == ["tables.json"]


def test_importing_the_module_does_not_import_pandas():
    code = "import sys, clusterecon.data; print('pandas' in sys.modules, 'numpy' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.split() == ["False", "False"]


def test_the_copy_is_plain_json(project):
    head, content = build_processed(project).read_bytes().splitlines()
    manifest = json.loads(head)
    assert set(manifest) == {"format", "files", "content"}
    assert len(manifest["files"]) == 19
    assert set(json.loads(content)) == set(read_raw(project).frames)
