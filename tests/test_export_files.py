import io
import os
import stat
import subprocess
import sys
import textwrap
import warnings
from pathlib import Path

import pandas as pd
import pytest
from export_sample import HOSTILE, sample_briefing

from clusterecon.document.briefing import DOCUMENTS, Briefing, Section
from clusterecon.document.chart import Chart, NativeChart, Series
from clusterecon.document.typesetting import printable_text
from clusterecon.export.documents import COPIES, document_bytes, export_copies
from clusterecon.export.pictures import Pictures
from clusterecon.export.tell import tell
from clusterecon.ground.errors import InputError, RunError
from clusterecon.ground.files import checked_path, write_files


def everything_in(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def small(**more):
    return Briefing("en", "Title", "", (Section("s", "S", ("A sentence.",)),), **more)


# Names


@pytest.mark.parametrize("name", ["briefing.pdf", "charts/growth.svg", "a b.txt", "tờ trình.pdf"])
def test_plain_names(name):
    assert str(checked_path(name)) == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "../x",
        "a/../../x",
        "/etc/passwd",
        ".hidden",
        "a/.b",
        "a\\b",
        "C:x",
        "a\x00",
        "a\nb",
        "a ",
        "..x",
    ],
)
def test_names_that_lead_elsewhere_are_refused(name, tmp_path):
    with pytest.raises(InputError):
        checked_path(name)
    with pytest.raises(InputError):
        write_files(tmp_path, {"good.txt": b"", name: b""})
    assert everything_in(tmp_path) == []


# Whole or not there


def test_files_are_written_readable_and_nothing_is_left(tmp_path):
    paths = write_files(tmp_path / "new", {"a.txt": b"one", "sub/b.txt": b"two"})
    assert [path.read_bytes() for path in paths] == [b"one", b"two"]
    assert everything_in(tmp_path / "new") == ["a.txt", "sub", "sub/b.txt"]
    assert stat.S_IMODE(paths[0].stat().st_mode) == 0o644


def test_a_file_of_the_same_name_is_replaced(tmp_path):
    write_files(tmp_path, {"a.txt": b"old", "b.txt": b"kept"})
    write_files(tmp_path, {"a.txt": b"new"})
    assert (tmp_path / "a.txt").read_bytes() == b"new"
    assert (tmp_path / "b.txt").read_bytes() == b"kept"


def test_full_disk_leaves_the_old_files(tmp_path, monkeypatch):
    write_files(tmp_path, {"a.txt": b"old"})
    calls = []

    def fail_second(descriptor):
        calls.append(descriptor)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail_second)
    with pytest.raises(RunError, match="No space left on device"):
        write_files(tmp_path, {"a.txt": b"new", "b.txt": b"new"})
    assert everything_in(tmp_path) == ["a.txt"]
    assert (tmp_path / "a.txt").read_bytes() == b"old"


def test_a_folder_that_is_a_file_is_a_run_error(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(RunError, match="cannot write into file"):
        write_files(tmp_path / "file", {"a.txt": b""})


def test_a_process_killed_while_writing_leaves_no_part_of_a_file(tmp_path):
    program = textwrap.dedent(
        """
        import os, sys
        from pathlib import Path
        from clusterecon.ground import files
        flush, calls = os.fsync, []
        def die_at_second(descriptor):
            calls.append(descriptor)
            if len(calls) == 2:
                os.kill(os.getpid(), 9)
            flush(descriptor)
        os.fsync = die_at_second
        files.write_files(Path(sys.argv[1]), {"a.txt": b"first", "b.txt": b"second"})
        """
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False)
    assert done.returncode == -9
    assert [name for name in everything_in(tmp_path) if not name.startswith(".tmp-")] == []


# The briefing as files


def made(briefing, formats=(*DOCUMENTS, *COPIES)):
    """The files that formats of a briefing become, by name."""
    pictures, files = Pictures(), {}
    for item in formats:
        if item in DOCUMENTS:
            files[f"report.{item}"] = document_bytes(briefing, item, pictures)
        else:
            files |= export_copies(briefing, item, pictures)
    return files


@pytest.fixture(scope="module")
def exported():
    return made(sample_briefing("vi"))


def test_every_format_is_made(exported):
    charts = ["budget", "delivery", "growth", "jobs", "waterfall"]
    ends = (".csv", ".svg", ".png", "-300dpi.png", ".pdf")
    expected = [f"report.{document}" for document in DOCUMENTS]
    assert sorted(exported) == sorted(expected + [f"charts/{c}{end}" for c in charts for end in ends])


def test_every_file_is_of_its_kind(exported):
    starts = {
        ".html": b"<!DOC",
        ".pdf": b"%PDF-",
        ".pptx": b"PK",
        ".xlsx": b"PK",
        ".png": b"\x89PNG",
        ".svg": b"<?xml",
    }
    for name, content in exported.items():
        if Path(name).suffix in starts:
            assert content.startswith(starts[Path(name).suffix])


def test_pictures_have_the_size_of_a_slide_and_300_dpi(exported):
    from PIL import Image

    assert Image.open(io.BytesIO(exported["charts/growth.png"])).width == 1920
    large = Image.open(io.BytesIO(exported["charts/growth-300dpi.png"]))
    assert large.width == 3000
    assert large.info["dpi"] == pytest.approx((300, 300), abs=0.1)


def test_svg_keeps_text_as_text_and_tells_its_title(exported):
    svg = exported["charts/growth.svg"].decode()
    assert "<text" in svg
    assert "Mở rộng cụm công nghiệp" in svg
    assert "<dc:date>" not in svg


def test_csv_behind_a_chart_holds_its_figures(exported):
    frame = pd.read_csv(io.BytesIO(exported["charts/growth.csv"]))
    assert frame["Trung vị"].tolist() == [6.6, 6.7, 6.7, 6.6, 6.7, 6.8, 5.4]


def test_all_files_are_the_same_again(exported):
    again = made(sample_briefing("vi"))
    assert again.keys() == exported.keys()
    for name, content in again.items():
        assert content == exported[name], name


def test_order_of_formats_changes_no_byte(exported):
    again = made(sample_briefing("vi"), ["svg", "chart-pdf", "png"])
    assert again.items() <= exported.items()


def test_unknown_documents_are_named_all_at_once_and_nothing_is_written(central, tmp_path):
    with pytest.raises(InputError) as caught:
        tell(central, "en").export(tmp_path / "x", ["pdff", "docx", "html"])
    assert len(caught.value.mistakes) == 2
    assert not (tmp_path / "x").exists()


def test_failure_of_one_document_writes_none(central, tmp_path, monkeypatch):
    monkeypatch.setattr("clusterecon.export.pdf.TEMPLATE", '#panic("no")')
    with pytest.raises(RunError, match="typst could not set the PDF"):
        tell(central, "en").export(tmp_path / "x", ["html", "pdf"])
    assert not (tmp_path / "x").exists()


def test_missing_library_is_named_with_the_remedy(monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    monkeypatch.delitem(sys.modules, "clusterecon.export.workbook", raising=False)
    with pytest.raises(RunError, match=r"xlsx needs xlsxwriter: pip install 'clusterecon\[office\]'"):
        document_bytes(small(), "xlsx")


def test_a_page_without_a_section_shows_nothing_and_one_misspelt_is_refused(central):
    page = tell(central, "en")
    assert page["levers"]._repr_html_() == ""
    with pytest.raises(InputError, match="no section 'grwth'; did you mean 'growth'"):
        page["grwth"]


# Pictures


def chart_of(draw):
    native = NativeChart("bar", ("a",), (Series("A", (1,)),))
    return Chart("c", "Title", "Alt", pd.DataFrame({"a": [1]}), draw, "", native)


def counted_chart():
    from matplotlib.figure import Figure

    drawn = []

    def draw():
        figure = Figure(figsize=(4, 2))
        figure.text(0.1, 0.5, "Money $x$ and $y$")
        drawn.append(figure)
        return figure

    return drawn, chart_of(draw)


def test_each_picture_is_drawn_once():
    drawn, chart = counted_chart()
    pictures = Pictures()
    assert pictures.svg(chart) is pictures.svg(chart)
    assert len(drawn) == 1
    pictures.png(chart)
    pictures.print_png(chart)
    pictures.pdf(chart)
    assert len(drawn) == 4


@pytest.mark.parametrize("name", ["slide", "page"])
def test_pixels_are_those_that_matplotlib_writes(name):
    from matplotlib.figure import Figure
    from PIL import Image

    from clusterecon.charts.style import SIZES, style

    def draw():
        figure = Figure(figsize=SIZES[name][:2])
        figure.text(0.1, 0.5, "Tăng trưởng 6,95 %", size=30)
        figure.add_axes((0.1, 0.1, 0.3, 0.3)).plot([0, 1], [1, 0], alpha=0.4)
        return figure

    chart = chart_of(draw)
    for content, width in ((Pictures().png(chart), 1920), (Pictures().print_png(chart), None)):
        ours = Image.open(io.BytesIO(content))
        with style():
            figure, expected = draw(), io.BytesIO()
            dots = 300 if width is None else (width + 1e-6) / figure.get_size_inches()[0]
            figure.savefig(expected, format="png", dpi=dots)
        theirs = Image.open(expected)
        assert width in (None, ours.size[0])
        assert ours.tobytes() == theirs.convert(ours.mode).tobytes()
        assert ours.info["dpi"] == pytest.approx((dots, dots), abs=0.02)


def test_documents_share_pictures():
    drawn, chart = counted_chart()
    briefing = Briefing("en", "T", "", (Section("s", "S", (), (chart,)),))
    pictures = Pictures()
    for document in ("html", "pdf"):
        document_bytes(briefing, document, pictures)
    assert len(drawn) == 1


def test_dollars_are_not_mathematics():
    assert b"Money $x$ and $y$" in Pictures().svg(counted_chart()[1])


def test_pictures_of_pyplot_are_closed():
    from matplotlib import pyplot

    Pictures().svg(chart_of(lambda: pyplot.figure()))
    assert pyplot.get_fignums() == []


def test_hostile_titles_warn_of_no_missing_glyph():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for title in HOSTILE:
            figure_text = printable_text(title.encode("utf-8", "ignore").decode())
            _, chart = counted_chart()
            base = chart.figure

            def draw(base=base, text=figure_text):
                figure = base()
                figure.text(0.1, 0.1, "".join(letter for letter in text if letter.isprintable()))
                return figure

            Pictures().png(chart_of(draw))


# Cost of import


def test_importing_the_writers_loads_no_heavy_library():
    heavy = ("pptx", "xlsxwriter", "typst", "matplotlib.pyplot", "statsmodels", "scipy", "papermill", "PIL")
    program = f"import sys, clusterecon.export.documents; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
