"""What was known when: views as of a day, fingerprints."""

import datetime as dt

import pytest
from data_sample import RAW, READING, shipped_project, small_project
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from clusterecon.data.processed import load_processed
from clusterecon.ground.errors import InputError
from clusterecon.ground.periods import parse_period

ROOT = RAW.parents[1]
DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2026, 12, 31))


@pytest.fixture(scope="module")
def shipped():
    return load_processed(ROOT)


def rows_of(tables):
    """Every row of a view by table and line."""
    return {(name, line) for name, frame in tables.frames.items() for line in frame["line"]}


def test_a_view_holds_what_was_released_by_the_day_and_nothing_else(shipped):
    day = dt.date(2025, 2, 3)
    view = shipped.as_of(day)
    for name, frame in view.frames.items():
        assert (frame["release_date"].dt.date <= day).all()
        left_out = shipped.frames[name]["release_date"].dt.date > day
        assert len(frame) == len(shipped.frames[name]) - left_out.sum()


def test_a_figure_is_known_on_the_day_of_its_release(tmp_path):
    small_project(tmp_path, [{"release_date": "2025-01-14"}])
    tables = load_processed(tmp_path)
    assert len(tables.as_of(dt.date(2025, 1, 14)).frames["readings"]) == 1
    with pytest.raises(InputError, match="before the first release in data/raw, 2025-01-14"):
        tables.as_of(dt.date(2025, 1, 13))


def test_a_day_before_any_data_is_refused(shipped):
    with pytest.raises(InputError, match="as_of 1980-01-01 is before the first release"):
        shipped.as_of(dt.date(1980, 1, 1))


@given(DAYS, DAYS)
@settings(deadline=None, max_examples=12)
def test_a_later_day_never_loses_a_reading(shipped, one, other):
    early, late = sorted([one, other])
    assert rows_of(shipped.as_of(early)) <= rows_of(shipped.as_of(late)) <= rows_of(shipped)


@given(DAYS, DAYS)
@settings(deadline=None, max_examples=12)
def test_a_view_of_a_view_is_the_earlier_one(shipped, one, other):
    early, late = sorted([one, other])
    once, twice = shipped.as_of(early), shipped.as_of(late).as_of(early)
    assert once.fingerprint == twice.fingerprint
    assert once.vintage == twice.vintage == shipped.as_of(early).as_of(late).vintage == early
    for name in once.frames:
        assert_frame_equal(once.frames[name], twice.frames[name])


READINGS = st.builds(
    lambda year, value, release: {
        "period": str(year),
        "value": f"{value:.3f}",
        "release_date": release.isoformat(),
    },
    st.integers(1990, 2015),
    st.floats(-50, 50),
    DAYS,
)


@given(
    st.lists(READINGS, min_size=1, max_size=6),
    st.lists(READINGS, max_size=6),
    st.booleans(),
    st.randoms(use_true_random=False),
)
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rows_released_later_never_change_a_view(tmp_path, before, after, mixed, random):
    """Wherever the later rows are put, the older view has the same values and the same fingerprint."""
    day = max(dt.date.fromisoformat(row["release_date"]) for row in before)
    before = list({(r["period"], r["release_date"]): r for r in before}.values())
    later = [r for r in after if dt.date.fromisoformat(r["release_date"]) > day]
    later = list({(r["period"], r["release_date"]): r for r in later}.values())
    small_project(tmp_path / "a", before)
    both = before + later
    if mixed:
        positions = sorted(random.sample(range(len(both)), len(before)))
        both = list(later)
        for position, row in zip(positions, before, strict=True):
            both.insert(position, row)
    small_project(tmp_path / "b", both)
    alone = load_processed(tmp_path / "a").as_of(day)
    beside = load_processed(tmp_path / "b").as_of(day)
    assert alone.fingerprint == beside.fingerprint
    assert_frame_equal(
        alone.frames["readings"].drop(columns="line"), beside.frames["readings"].drop(columns="line")
    )


def test_the_fingerprint_knows_every_cell(tmp_path):
    small_project(tmp_path)
    base = load_processed(tmp_path).fingerprint
    changes = {
        "value": "6.3",
        "unit": "bn VND",
        "period": "2023",
        "release_date": "2025-01-15",
        "status": "revised",
        "url": "https://example.org/b",
        "note": "x",
        "low": "6",
    }
    seen = {base}
    for column, cell in changes.items():
        small_project(tmp_path, [{column: cell}])
        seen.add(load_processed(tmp_path).fingerprint)
    assert len(seen) == 1 + len(changes)


def test_the_fingerprint_does_not_know_how_a_file_is_laid_out(tmp_path):
    rows = [{"value": "6.20"}, {"period": "2023", "value": "4.57"}]
    small_project(tmp_path, rows)
    base = load_processed(tmp_path).fingerprint
    small_project(tmp_path, [{**rows[0], "value": "6.2"}, rows[1]][::-1], header=tuple(READING)[::-1])
    assert load_processed(tmp_path).fingerprint == base


def test_files_carry_the_hash_of_the_whole_file(tmp_path):
    import hashlib

    path = small_project(tmp_path)
    tables = load_processed(tmp_path)
    assert tables.files == {"readings": hashlib.sha256(path.read_bytes()).hexdigest()}


def test_oldest_release(shipped):
    assert shipped.oldest_release() == dt.date(1987, 1, 6)


def test_adding_next_months_figure_needs_a_row_and_nothing_else(tmp_path):
    """The example of docs/data.md, added to the shipped table."""
    raw = shipped_project(tmp_path)
    before = load_processed(tmp_path)
    docs = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    example = docs.split("```csv\n")[1].split("```")[0]
    with (raw / "hanoi_subannual.csv").open("a", encoding="utf-8") as file:
        file.write(example)
    after = load_processed(tmp_path)
    added = after.frames["hanoi_subannual"].iloc[-1]
    assert (added["series"], parse_period(added["period"])) == (
        "industry_va_growth",
        parse_period("2025-H1"),
    )
    assert (added["value"], added["status"]) == (7.4, "first estimate")
    eve, day = dt.date(2025, 7, 3), dt.date(2025, 7, 4)
    assert after.as_of(eve).fingerprint == before.as_of(eve).fingerprint
    assert after.as_of(day).fingerprint != before.as_of(day).fingerprint
