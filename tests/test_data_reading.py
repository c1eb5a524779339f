"""Bad rows are refused with file, line and column, all at once."""

import json

import pytest
from data_sample import READING, field, line, readings_resource, shipped_project, small_project

from clusterecon.data.processed import load_processed
from clusterecon.ground.errors import InputError

HEADER = tuple(READING)
CSV = "data/raw/readings.csv"


def mistakes_of(root):
    """The mistakes found in a project."""
    with pytest.raises(InputError) as caught:
        load_processed(root)
    return list(caught.value.mistakes)


def one_mistake(root):
    """The only mistake found in a project."""
    found = mistakes_of(root)
    assert len(found) == 1, found
    return found[0]


def test_a_good_row_is_read_with_its_types(tmp_path):
    small_project(tmp_path, [{"low": "6", "high": "6.5", "note": "6.2, said the page"}])
    frame = load_processed(tmp_path).frames["readings"]
    row = frame.iloc[0]
    assert (row["value"], row["low"], row["high"], row["line"]) == (6.2, 6.0, 6.5, 2)
    assert str(frame["release_date"].dtype).startswith("datetime64")
    assert row["note"] == "6.2, said the page"


def test_empty_optional_cells_are_nan_and_empty_text(tmp_path):
    small_project(tmp_path)
    row = load_processed(tmp_path).frames["readings"].iloc[0]
    assert row["low"] != row["low"]
    assert row["conflict"] == ""


@pytest.mark.parametrize(
    ("column", "cell", "says"),
    [
        ("value", "6,95", "write a decimal point, 6.95"),
        ("value", "-0,5", "write a decimal point, -0.5"),
        ("value", "1,100,000", "without thousands separator"),
        ("value", "1 100", "without thousands separator"),
        ("value", "about 6", "'about 6' is not a number"),
        ("value", "6.2 ", "'6.2 ' is not a number"),
        ("value", "1_000", "is not a number"),
        ("value", "٦", "is not a number"),
        ("value", "0x10", "is not a number"),
        ("value", "nan", "is not a finite number"),
        ("value", "NaN", "is not a finite number"),
        ("value", "-inf", "is not a finite number"),
        ("value", "1e999", "is not a finite number"),
        ("value", "=1+1", "is not a number"),
        ("value", "", "is empty"),
        ("unit", "", "is empty"),
        ("source_title", "", "is empty"),
        ("publisher", "", "is empty"),
        ("release_date", "", "is empty"),
        ("release_date", "2025-02-30", "is no day of the calendar"),
        ("release_date", "2025-2-3", "write the day as 2025-02-03"),
        ("release_date", "03/02/2025", "write the day as 2025-02-03"),
        ("release_date", "20250203", "write the day as 2025-02-03"),
        ("release_date", "2025-02", "write the day as 2025-02-03"),
        ("release_date", "2025-02-03T00:00:00", "write the day as 2025-02-03"),
        ("release_date", "2025-W05-1", "write the day as 2025-02-03"),
        ("release_date_basis", "guessed", "is not a known release_date_basis"),
        ("status", "first estimat", "did you mean 'first estimate'?"),
        ("status", " estimate", "is not a known status"),
        ("unit", "% you", "did you mean '% yoy'?"),
        ("period", "2024-H2", "is not a period"),
        ("url", "www.example.org", "an address starts with http:// or https://"),
        ("url", "javascript:alert(1)", "an address starts with http:// or https://"),
        ("note", "=HYPERLINK(1)", "a spreadsheet would run as a formula"),
        ("note", "@SUM(A1)", "a spreadsheet would run as a formula"),
        ("note", "+cmd", "a spreadsheet would run as a formula"),
        ("series", "\tgrowth", "a spreadsheet would run as a formula"),
        ("low", "x", "'x' is not a number"),
    ],
)
def test_a_bad_cell_names_file_line_and_column(tmp_path, column, cell, says):
    small_project(tmp_path, [{"period": "2023"}, {column: cell}])
    found = one_mistake(tmp_path)
    assert found.startswith(f"{CSV}, line 3, column {column}: ")
    assert says in found


@pytest.mark.parametrize("cell", ["6.2", "+6.2", "-6.2", "6", ".5", "6.", "62e-1", "6.2E+0"])
def test_numbers_as_people_write_them(tmp_path, cell):
    small_project(tmp_path, [{"value": cell}])
    assert load_processed(tmp_path).frames["readings"]["value"][0] == float(cell)


def test_every_mistake_at_once(tmp_path):
    small_project(
        tmp_path,
        [
            {"value": "x", "status": "y"},
            {"release_date": "z", "url": ""},
            {},
            {},
            {"unit": "kg", "period": "2020"},
        ],
    )
    found = mistakes_of(tmp_path)
    assert [m.split(": ")[0] for m in found] == [
        f"{CSV}, line 2, column value",
        f"{CSV}, line 2, column status",
        f"{CSV}, line 3, column release_date",
        f"{CSV}, line 3, column url",
        f"{CSV}, line 5",
        f"{CSV}, line 6, column unit",
    ]
    assert "repeats line 4 (series growth, period 2024, release_date 2025-01-14" in found[4]


def test_mistakes_of_several_tables_at_once(tmp_path):
    raw = shipped_project(tmp_path)
    for name in ("hanoi_iip", "parameters"):
        text = (raw / f"{name}.csv").read_text(encoding="utf-8").splitlines(keepends=True)
        (raw / f"{name}.csv").write_text("".join([text[0], text[1], text[1]]), encoding="utf-8")
    found = mistakes_of(tmp_path)
    assert len(found) == 2
    assert found[0].startswith("data/raw/hanoi_iip.csv, line 3: repeats line 2")
    assert found[1].startswith("data/raw/parameters.csv, line 3: repeats line 2")


@pytest.mark.parametrize(
    ("value", "ok"), [("-100", True), ("1000", True), ("-100.1", False), ("1000.1", False)]
)
def test_growth_has_limits(tmp_path, value, ok):
    small_project(tmp_path, [{"value": value}])
    if ok:
        assert len(load_processed(tmp_path).frames["readings"]) == 1
    else:
        assert "is outside -100 to 1000, the limits of '% yoy'" in one_mistake(tmp_path)


def test_levels_have_no_limits(tmp_path):
    small_project(tmp_path, [{"value": "1430000", "unit": "bn VND"}])
    assert load_processed(tmp_path).frames["readings"]["value"][0] == 1_430_000


def test_the_limits_hold_for_the_range_too(tmp_path):
    small_project(tmp_path, [{"low": "-200", "high": "7"}])
    assert f"{CSV}, line 2, column low: -200 is outside" in one_mistake(tmp_path)


def test_a_range_the_wrong_way_round(tmp_path):
    small_project(tmp_path, [{"low": "7", "high": "6"}])
    assert one_mistake(tmp_path) == f"{CSV}, line 2, column low: 7 is above high, 6"


def test_a_missing_column(tmp_path):
    small_project(tmp_path, header=[h for h in HEADER if h != "status"])
    assert one_mistake(tmp_path) == f"{CSV}, line 1: column 'status' is missing"


def test_an_unknown_column_hints_at_the_nearest(tmp_path):
    path = small_project(tmp_path)
    path.write_text(
        path.read_text(encoding="utf-8").replace("release_date,", "relese_date,"), encoding="utf-8"
    )
    found = mistakes_of(tmp_path)
    assert f"{CSV}, line 1: unknown column 'relese_date'; did you mean 'release_date'?" in found
    assert f"{CSV}, line 1: column 'release_date' is missing" in found


def test_a_column_that_stands_twice(tmp_path):
    path = small_project(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("conflict,note", "note,note"), encoding="utf-8")
    assert f"{CSV}, line 1: column 'note' stands there 2 times" in mistakes_of(tmp_path)


def test_the_order_of_columns_is_free(tmp_path):
    small_project(tmp_path, [{"value": "7.5"}], header=HEADER[::-1])
    assert load_processed(tmp_path).frames["readings"]["value"][0] == 7.5


@pytest.mark.parametrize(("extra", "count"), [(",", 16), ("", 14)])
def test_too_many_or_too_few_cells(tmp_path, extra, count):
    path = small_project(tmp_path, [{"period": "2023"}])
    row = line(HEADER) + extra if extra else line(HEADER[:-1])
    path.write_text(path.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")
    cells = len(row.split(","))
    assert cells in (count, len(HEADER) + (1 if extra else -1))
    assert one_mistake(tmp_path) == f"{CSV}, line 3: {cells} cells where the header has {len(HEADER)} columns"


@pytest.mark.parametrize("content", [b"", b"\n\n", b"   \n", b"\xef\xbb\xbf"])
def test_an_empty_file(tmp_path, content):
    small_project(tmp_path).write_bytes(content)
    assert one_mistake(tmp_path) == f"{CSV}: the file is empty"


def test_a_header_without_rows(tmp_path):
    small_project(tmp_path, [])
    assert one_mistake(tmp_path) == f"{CSV}: the file has a header but no rows"


def test_a_missing_file(tmp_path):
    small_project(tmp_path).unlink()
    assert one_mistake(tmp_path) == f"{CSV}: the file is missing"


def test_a_folder_in_the_place_of_a_file(tmp_path):
    path = small_project(tmp_path)
    path.unlink()
    path.mkdir()
    assert one_mistake(tmp_path).startswith(f"{CSV}: cannot be read")


def test_a_file_that_is_not_utf8(tmp_path):
    path = small_project(tmp_path)
    path.write_bytes(
        path.read_bytes()
        + line(HEADER, period="2023", note="Đà Nẵng").encode("cp1258", "replace")
        + b"\xff\n"
    )
    assert one_mistake(tmp_path) == f"{CSV}, line 3: not UTF-8: save it as 'CSV UTF-8'"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-16-le"])
def test_a_file_in_utf16(tmp_path, encoding):
    path = small_project(tmp_path)
    text = path.read_text(encoding="utf-8")
    path.write_bytes(text.encode(encoding))
    found = one_mistake(tmp_path)
    assert found.startswith(CSV)
    assert "UTF-16" in found or "zero byte" in found


def test_a_zero_byte(tmp_path):
    path = small_project(tmp_path, [{}, {"period": "2023"}])
    path.write_bytes(path.read_bytes().replace(b"2023", b"20\x0023"))
    assert one_mistake(tmp_path) == f"{CSV}, line 3: holds a zero byte"


def test_a_byte_order_mark_and_windows_line_ends_are_tolerated(tmp_path):
    path = small_project(tmp_path, [{}, {"period": "2023"}])
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert list(load_processed(tmp_path).frames["readings"]["line"]) == [2, 3]


def test_empty_lines_are_passed_over_and_line_numbers_kept(tmp_path):
    path = small_project(tmp_path, [{}, {"period": "2023"}])
    path.write_text(path.read_text(encoding="utf-8").replace("\n", "\n\n"), encoding="utf-8")
    assert list(load_processed(tmp_path).frames["readings"]["line"]) == [3, 5]


def test_a_quotation_mark_left_open(tmp_path):
    path = small_project(tmp_path, [{}, {"period": "2023", "note": '"open'}, {"period": "2022"}])
    found = one_mistake(tmp_path)
    assert found.startswith(f"{CSV}, line 3")
    assert path.exists()


def test_a_line_break_in_a_cell(tmp_path):
    """The lines after it keep their numbers in the file."""
    path = small_project(tmp_path)
    broken, bad = line(HEADER, period="2023", note="a,\nb"), line(HEADER, period="2022", value="x")
    path.write_text(path.read_text(encoding="utf-8") + f"{broken}\n{bad}\n", encoding="utf-8")
    found = mistakes_of(tmp_path)
    assert found[0].startswith(f"{CSV}, line 3, column note: ")
    assert "line break" in found[0]
    assert found[1].startswith(f"{CSV}, line 5, column value: ")


@pytest.mark.parametrize(
    "url", ["https://a.vn/x?p=1;q=2", "https://a.vn/x ; http://b.vn/y", "https://a.vn/ầ"]
)
def test_addresses_as_they_are(tmp_path, url):
    small_project(tmp_path, [{"url": url}])
    assert load_processed(tmp_path).frames["readings"]["url"][0] == url


def test_a_cell_larger_than_csv_allows(tmp_path):
    small_project(tmp_path, [{"note": "x" * 200_000}])
    assert f"{CSV}, line 2: not CSV" in one_mistake(tmp_path)


def test_commands_in_text_are_kept_as_text(tmp_path):
    small_project(tmp_path, [{"note": "<script>alert(1)</script>"}])
    assert load_processed(tmp_path).frames["readings"]["note"][0] == "<script>alert(1)</script>"


def test_progress_is_told_of_every_table(tmp_path):
    small_project(tmp_path)
    calls = []
    load_processed(tmp_path, progress=lambda *call: calls.append(call))
    assert calls == [("readings", 1, 1)]


def test_truth_values(tmp_path):
    resource = readings_resource()
    resource["schema"]["fields"].append(field("flag", "boolean"))
    header = (*HEADER, "flag")
    small_project(tmp_path, [{"flag": "true"}, {"flag": "false", "period": "2023"}], header, resource)
    assert list(load_processed(tmp_path).frames["readings"]["flag"]) == [True, False]
    small_project(tmp_path, [{"flag": "yes"}], header, resource)
    assert "'yes' must be true or false" in one_mistake(tmp_path)


def test_a_row_that_points_nowhere(tmp_path):
    raw = shipped_project(tmp_path)
    path = raw / "input_output_flows.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("VNM_2018,D03,D01T02", "VNM_2018,D03,D01T03"),
        encoding="utf-8",
    )
    found = one_mistake(tmp_path)
    assert found.startswith(
        "data/raw/input_output_flows.csv, line 47: table 'VNM_2018', to_sector 'D01T03' is not in sectors"
    )
    assert "did you mean 'D01T02'?" in found


# the schema itself


def package(root, text):
    """Write a `datapackage.json`."""
    raw = root / "data" / "raw"
    raw.mkdir(parents=True, exist_ok=True)
    (raw / "datapackage.json").write_text(text, encoding="utf-8")


def test_a_missing_schema(tmp_path):
    assert one_mistake(tmp_path).startswith("data/raw/datapackage.json: not found in ")


def test_a_schema_that_is_not_json_names_the_place(tmp_path):
    package(tmp_path, '{"name": "x",\n "resources": [}')
    assert one_mistake(tmp_path).startswith("data/raw/datapackage.json, line 2, column 16: not JSON")


def test_a_schema_that_is_not_utf8(tmp_path):
    package(tmp_path, "{}")
    (tmp_path / "data" / "raw" / "datapackage.json").write_bytes(b'{"name": "\xff"}')
    assert "not UTF-8" in one_mistake(tmp_path)


@pytest.mark.parametrize("text", ["[]", "{}", '{"resources": []}', '{"resources": {}}', "3", "null"])
def test_a_schema_without_tables(tmp_path, text):
    package(tmp_path, text)
    assert "'resources' must be a list of tables" in one_mistake(tmp_path)


def change(resource, path, value):
    """Set one entry deep in a resource."""
    spot = resource
    for step in path[:-1]:
        spot = spot[step]
    spot[path[-1]] = value
    return resource


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        (["name"], 3, "'name' and 'path' must be text"),
        (["path"], "../x.csv", "'path' must name a CSV file beside datapackage.json"),
        (["path"], "/etc/passwd", "'path' must name a CSV file beside datapackage.json"),
        (["schema"], None, "'schema' must hold a list of fields"),
        (["schema", "fields"], {}, "'schema' must hold a list of fields"),
        (["schema", "primaryKey"], ["nothing"], "key 'nothing' is not a field"),
        (["schema", "primaryKey"], None, "'primaryKey' must name"),
        (["schema", "fields", 0], "series", "every field needs a 'name'"),
        (
            ["schema", "fields", 1, "type"],
            "integer",
            "type 'integer' is not one of string, number, date, boolean",
        ),
        (["schema", "fields", 0, "constraints"], {"pattern": "("}, "'pattern' is not a regular expression"),
        (["schema", "fields", 4, "limits"], {"% yoy": [1]}, "limits of '% yoy' must be two numbers"),
        (["schema", "fields", 4, "limits"], [1, 2], "limits of '' must be two numbers"),
        (["schema", "fields", 4, "constraints"], [1, 2], "'constraints' must be an object"),
        (["schema", "foreignKeys"], {"a": 1}, "a foreign key must pair fields"),
        (["schema", "foreignKeys"], [{"fields": "series", "reference": 3}], "a foreign key must pair fields"),
        (["schema", "fields", 4, "name"], "units", "lacks the field 'unit'"),
        (["schema", "fields", 13, "name"], "conflict", "field 'conflict' is described twice"),
        (["schema", "foreignKeys"], [{"fields": "series"}], "a foreign key must pair fields"),
        (
            ["schema", "foreignKeys"],
            [{"fields": "series", "reference": {"resource": "x", "fields": "y"}}],
            "foreign key points to 'x' (y), which is not there",
        ),
    ],
)
def test_a_schema_the_library_cannot_use(tmp_path, path, value, says):
    resource = change(readings_resource(), path, value)
    package(tmp_path, json.dumps({"resources": [resource]}))
    found = mistakes_of(tmp_path)
    assert any(says in m for m in found), found
    assert all(m.startswith("data/raw/datapackage.json, table") for m in found)


def test_a_table_described_twice(tmp_path):
    package(tmp_path, json.dumps({"resources": [readings_resource(), readings_resource()]}))
    assert "'readings' is described twice" in one_mistake(tmp_path)


def test_a_pattern_must_match_the_whole_cell(tmp_path):
    resource = readings_resource()
    change(resource, ["schema", "fields", 0, "constraints"], {"pattern": "[a-z]+"})
    small_project(tmp_path, [{"series": "growth2"}], resource=resource)
    assert f"{CSV}, line 2, column series: 'growth2' is not of the form it must have" in one_mistake(tmp_path)
