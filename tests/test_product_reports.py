"""Reports as a user gets them: whole folders, the same bytes twice, what changed, batches, hostile titles."""

import getpass
import hashlib
import json
import os
import platform
import re
import subprocess
import sys
import unicodedata
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import files_under, run_command
from product_study import copied, replaced
from system_programs import need, office_to_pdf, run

LANGUAGES = ("vi", "en")
NOTEBOOKS = ("briefing", "scenario", "target", "compare")
DOCUMENTS = ("html", "pdf", "pptx", "xlsx")
FEW = ("--draws", 200)
RECORD = {
    "run", "hash", "figures", "headline", "report", "request", "started", "duration_seconds", "sequence",
    "machine",
}  # fmt: skip


def reported(folder, *arguments, code=0):
    """Run `clusterecon report` on a study and return the folder it published."""
    told = run_command("report", *arguments, "--root", folder, "--out", folder / "reports")
    assert told.code == code, told.err
    return Path(told.out.strip()).resolve().parent if code == 0 else told


def record_of(report):
    return json.loads((report / "run.json").read_text("utf-8"))


def report_folders(reports):
    return sorted(p for p in reports.iterdir() if p.is_dir() and re.match(r"\d{8}T\d{6}Z_", p.name))


def assert_whole(report, notebook, lang, documents=("html",)):
    """The folder holds what DESIGN names, each file of its kind, and nothing half-written."""
    assert re.fullmatch(rf"\d{{8}}T\d{{6}}Z_{notebook}_[a-z0-9-]+_{lang}(-\d+)?", report.name)
    files = files_under(report)
    assert {"report.html", "report.ipynb", "run.json"} <= set(files)
    for document in documents:
        assert len(files[f"report.{document}"]) > 5_000, document
    page = files["report.html"].decode()
    assert page.endswith("</html>\n") and f'<html lang="{lang}">' in page
    executed = json.loads(files["report.ipynb"])
    assert all(c["execution_count"] for c in executed["cells"] if c["cell_type"] == "code")
    record = json.loads(files["run.json"])
    assert set(record) >= RECORD
    assert record["run"]["notebook"] == notebook and record["run"]["lang"] == lang
    charts = {Path(name).stem for name in files if name.startswith("charts/")}
    assert charts
    for chart in charts:
        assert files[f"charts/{chart}.png"].startswith(b"\x89PNG")
        assert files[f"charts/{chart}.svg"].rstrip().endswith(b"</svg>")
        assert files[f"charts/{chart}.csv"].count(b"\n") > 1
        assert record["figures"][:12] in files[f"charts/{chart}.svg"].decode() or (
            record["hash"][:12] in files[f"charts/{chart}.svg"].decode()
        ), f"chart {chart} names no hash"
    assert not [name for name in files if ".tmp" in name or name.endswith("~")]


# ------------------------------------------------------------------ one report, and the same again


@pytest.fixture(scope="module")
def twice(shipped, tmp_path_factory):
    """A study of which the same report was made twice."""
    folder = copied(shipped.root, tmp_path_factory.mktemp("twice") / "study")
    wanted = ("scenario", "--scenario", "track-record", "--lang", "en", *FEW)
    return folder, reported(folder, *wanted), reported(folder, *wanted)


def test_a_report_is_a_whole_folder(twice):
    folder, first, second = twice
    for report in (first, second):
        assert_whole(report, "scenario", "en")
    latest = folder / "reports" / "latest" / "scenario_track-record_en"
    assert latest.resolve() == second and not str(latest.readlink()).startswith("/")
    listed = (folder / "reports" / "index.html").read_text("utf-8")
    assert first.name in listed and second.name in listed


def test_the_same_inputs_give_the_same_figures_pictures_and_hash(twice):
    _, first, second = twice
    before, after = record_of(first), record_of(second)
    assert before["run"] == after["run"]
    assert before["hash"] == after["hash"] and before["figures"] == after["figures"]
    assert before["headline"] == after["headline"]
    one, two = files_under(first), files_under(second)
    assert set(one) == set(two)
    same = [name for name in one if name.endswith((".svg", ".csv", ".png"))]
    assert len(same) > 10
    for name in same:
        assert one[name] == two[name], name


def test_the_hash_is_that_of_the_record(twice):
    _, first, _ = twice
    record = record_of(first)
    text = json.dumps(record["run"], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert record["hash"] == hashlib.sha256(text.encode()).hexdigest()
    assert record["hash"][:12] in (first / "report.html").read_text("utf-8") or (
        record["figures"][:12] in (first / "report.html").read_text("utf-8")
    )


def test_nothing_of_the_machine_or_its_user_is_in_a_report(twice):
    folder, first, _ = twice
    for name, content in files_under(first).items():
        if name.endswith((".json", ".ipynb", ".html", ".csv", ".svg")):
            text = content.decode()
            for secret in (str(folder), str(folder.resolve()), str(Path.home()) + "/", sys.prefix):
                assert secret not in text, (name, secret)
    text = (first / "run.json").read_text("utf-8")
    assert not re.search(r'"(/|[A-Z]:\\\\|~/|file:)', text), "an absolute path"
    for word in {getpass.getuser(), platform.node()} - {""}:
        assert not re.search(rf"\b{re.escape(word)}\b", text), word


def test_what_changed_stands_in_the_second_report(twice):
    _, first, second = twice
    assert "changes" not in record_of(first)
    assert record_of(second)["changes"]["since"] == first.name
    assert record_of(second)["changes"]["causes"] == [] and record_of(second)["changes"]["moves"] == []
    pages = [(report / "report.html").read_text("utf-8") for report in (first, second)]
    assert all("Changes since the last run" in page for page in pages)
    assert "first" in pages[0][pages[0].index("Changes since the last run") :][:600].lower()
    assert pages[0] != pages[1]


def test_history_has_both_runs(twice):
    folder, first, second = twice
    history = (folder / "reports" / "history.csv").read_text("utf-8")
    assert history.index(first.name) < history.index(second.name)


# ------------------------------------------------------------------ again from the record, and what differs


def again(folder, report):
    told = run_command("rerun", report / "run.json", "--root", folder, "--out", folder / "reports")
    assert told.code == 0, told.err
    return Path(told.out.strip()).resolve().parent, told.err


@pytest.mark.slow
def test_rerun_gives_the_same_and_says_so(twice):
    folder, first, _ = twice
    report, said = again(folder, first)
    assert "the same inputs" in said and "the same bytes in all" in said
    assert record_of(report)["hash"] == record_of(first)["hash"]
    for chart in sorted((first / "charts").glob("*.svg")):
        assert chart.read_bytes() == (report / "charts" / chart.name).read_bytes(), chart.name


@pytest.fixture
def changed(twice, tmp_path):
    """A copy of the study in which the report stands, to be changed."""
    folder, first, _ = twice
    return copied(folder, tmp_path / "study"), first


@pytest.mark.slow
def test_rerun_says_which_assumption_differs_and_what_moved(changed):
    folder, first = changed
    text = (folder / "scenarios" / "base.yaml").read_text("utf-8")
    match = re.search(r"^deadweight:\n  value: 0\.20$", text, re.MULTILINE)
    replaced(folder / "scenarios" / "base.yaml", match[0], "deadweight:\n  value: 0.30")
    report, said = again(folder, first)
    assert "deadweight" in said and "assumption" in said
    assert re.search(r"track-record: jobs_net \d+ moved from", said)
    assert "the same inputs" not in said
    assert record_of(report)["hash"] != record_of(first)["hash"]
    moved = {row["name"]: row["value"] for row in record_of(report)["headline"]}
    before = {row["name"]: row["value"] for row in record_of(first)["headline"]}
    assert moved["jobs_net"] < before["jobs_net"]


@pytest.mark.slow
def test_rerun_says_that_data_differ(changed):
    folder, first = changed
    path = folder / "data" / "raw" / "clusters_facts.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    number = next(i for i, line in enumerate(lines) if line.startswith("F010,"))
    lines[number] = re.sub(r"\b60000\b", "61000", lines[number], count=1)
    assert "61000" in lines[number]
    path.write_text("".join(lines), "utf-8")
    _, said = again(folder, first)
    assert re.search(r"^data: ", said, re.MULTILINE), said
    assert "no headline figure moved" in said


@pytest.mark.slow
def test_what_changed_is_told_in_the_next_report(changed):
    folder, _ = changed
    wanted = ("scenario", "--scenario", "plan", "--lang", "en")
    reported(folder, *wanted, *FEW)
    second = reported(folder, *wanted, *FEW, "--set", "deadweight=0.4")
    changes = record_of(second)["changes"]
    assert changes["causes"] == ["assumption"]
    assert {move["name"] for move in changes["moves"]} >= {"jobs_net", "budget_net"}
    page = (second / "report.html").read_text("utf-8")
    told = re.sub(r"<[^>]+>", " ", page[page.index("Changes since the last run") :])[:1_500]
    assert "fell" in told and "assumption" in told, told


# ------------------------------------------------------------------ all notebooks, both languages


@pytest.fixture(scope="module")
def night(shipped, tmp_path_factory):
    """Every notebook in both languages, made by one batch with a notebook among them that fails."""
    folder = copied(shipped.root, tmp_path_factory.mktemp("night") / "study")
    broken = json.loads((folder / "notebooks" / "scenario.ipynb").read_text("utf-8"))
    broken["cells"][-2]["source"] = "raise RuntimeError('a cell that fails')"
    (folder / "notebooks" / "broken.ipynb").write_text(json.dumps(broken), "utf-8")
    wanted = {"briefing": "[all]", "scenario": "[plan]", "target": "[all]", "compare": "[[plan, plan-15]]"}
    entries = [
        f"  - {{notebook: {name}, scenarios: {scenarios}, languages: [vi, en], parameters: {{draws: 200}}}}"
        for name, scenarios in (("broken", "[plan]"), *wanted.items())
    ]
    plan = folder / "reports" / "few.yaml"
    plan.write_text("reports:\n" + "\n".join(entries) + "\n", "utf-8")
    told = run_command("batch", plan, "--root", folder, "--out", folder / "reports", "--workers", 2)
    return folder, told


@pytest.mark.slow
def test_a_batch_with_one_that_fails_makes_all_the_others(night):
    folder, told = night
    assert told.code == 1
    assert "8/10" in told.out and "a cell that fails" in told.out
    assert "Traceback" not in told.out
    made = [report.name.split("_")[1] for report in report_folders(folder / "reports")]
    assert sorted(made) == sorted(NOTEBOOKS * 2)


@pytest.mark.slow
def test_nothing_of_the_failed_one_is_left(night):
    folder, _ = night
    rest = {p.name for p in (folder / "reports").iterdir()} - {
        p.name for p in report_folders(folder / "reports")
    }
    assert rest <= {
        ".lock", ".listed.json", "latest", "index.html", "history.csv", "schedule.yaml", "few.yaml",
    }  # fmt: skip
    links = sorted(p.name for p in (folder / "reports" / "latest").iterdir())
    assert len(links) == 8 and not any("broken" in name for name in links)
    assert "broken" not in (folder / "reports" / "index.html").read_text("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_every_notebook_publishes_a_whole_report_in_both_languages(night, notebook, lang):
    folder, _ = night
    (report,) = [
        p for p in report_folders(folder / "reports") if f"_{notebook}_" in p.name and p.name.endswith(lang)
    ]
    assert_whole(report, notebook, lang)
    page = (report / "report.html").read_text("utf-8")
    assert "NaN" not in page and "None" not in re.sub(r"<style.*?</style>", "", page, flags=re.DOTALL)
    assert ("Kịch bản" in page) == (lang == "vi")
    assert not re.search(r'(src|href)="https?:', page), "a page needs no network"


@pytest.mark.slow
def test_both_languages_tell_the_same_figures(night):
    folder, _ = night
    for notebook in NOTEBOOKS:
        vi, en = (
            next(
                p
                for p in report_folders(folder / "reports")
                if f"_{notebook}_" in p.name and p.name.endswith(lang)
            )
            for lang in LANGUAGES
        )
        assert record_of(vi)["figures"] == record_of(en)["figures"]
        assert record_of(vi)["hash"] != record_of(en)["hash"]
        one, two = files_under(vi), files_under(en)
        assert one["tables/results.csv"] == two["tables/results.csv"]


@pytest.mark.slow
def test_the_shipped_list_of_the_night_is_made(shipped, tmp_path):
    folder = copied(shipped.root, tmp_path / "study")
    plan = folder / "reports" / "schedule.yaml"
    plan.write_text(
        plan.read_text("utf-8").replace("    documents:", "    parameters: {draws: 200}\n    documents:"),
        "utf-8",
    )
    told = run_command("batch", "--root", folder)
    assert told.code == 0, told.err
    made = report_folders(folder / "reports")
    assert f"{len(made)}/{len(made)}" in told.out and len(made) == 6
    for report in made:
        notebook, lang = report.name.split("_")[1], report.name.split("_")[3][:2]
        assert_whole(report, notebook, lang, DOCUMENTS if notebook == "briefing" else ("html",))


@pytest.mark.slow
@pytest.mark.parametrize("notebook", ["briefing", "target", "compare"])
def test_the_central_case_makes_a_report_too(shipped, tmp_path, notebook):
    folder = copied(shipped.root, tmp_path / "study")
    report = reported(folder, notebook, "--draws", 0, "--lang", "en")
    assert record_of(report)["run"]["draws"] == 0
    page = (report / "report.html").read_text("utf-8")
    assert "nan" not in re.sub(r"<[^>]*>", " ", page).split()


@pytest.mark.slow
def test_a_month_later_the_briefing_is_made_with_the_figure_that_was_added(shipped, tmp_path):
    """The user's whole way: a row in a CSV, then the report; it tells the reading and what moved."""
    from product_study import add_rows, reading

    folder = copied(shipped.root, tmp_path / "study")
    before = reported(folder, "briefing", *FEW, "--lang", "en")
    add_rows(folder, "hanoi_subannual", reading("industry_va_growth", "2025-9M", 6.0, "2025-10-06"))
    after = reported(folder, "briefing", *FEW, "--lang", "en")
    page = (after / "report.html").read_text("utf-8")
    assert "first nine months of 2025" in page
    assert "data" in record_of(after)["changes"]["causes"]
    odds = [
        next(r["value"] for r in record_of(p)["headline"] if r["name"] == "industry_growth_2025")
        for p in (before, after)
    ]
    assert odds[1] < odds[0] - 0.1


# ------------------------------------------------------------------ documents of the real briefing

EXPORT = """
import sys
import clusterecon as ce
run = ce.load_study(sys.argv[1]).simulate(draws=200)
ce.tell(run, sys.argv[3]).export(sys.argv[2], ("html", "pdf", "pptx", "xlsx"))
"""


def exported(root, folder, lang, **variables):
    """Write all documents in a process of its own, as another night on another machine would."""
    subprocess.run(
        [sys.executable, "-c", EXPORT, str(root), str(folder), lang],
        check=True, capture_output=True, env={**os.environ, **variables},
    )  # fmt: skip
    return files_under(folder)


@pytest.fixture(scope="module")
def documents(shipped, tmp_path_factory):
    folder = tmp_path_factory.mktemp("documents")
    return {lang: exported(shipped.root, folder / lang, lang) for lang in LANGUAGES}, folder


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_file_of_the_briefing_is_the_same_to_the_byte(shipped, documents, tmp_path, lang):
    first = documents[0][lang]
    second = exported(
        shipped.root, tmp_path / "again", lang, PYTHONHASHSEED="77", TZ="Asia/Ho_Chi_Minh", LC_ALL="C"
    )
    assert set(first) == set(second) and {f"report.{d}" for d in DOCUMENTS} <= set(first)
    assert [name for name in first if first[name] != second[name]] == []


@pytest.mark.slow
@pytest.mark.system
def test_the_pdf_can_be_searched_in_vietnamese(documents):
    _, folder = documents
    text = flat(run(*need("pdftotext"), folder / "vi" / "report.pdf", "-"))
    for words in ("Tác động kinh tế", "cụm công nghiệp", "Hà Nội", "tỷ đồng", "xác suất", "nước thải"):
        assert words.lower() in text.lower(), words
    assert not re.search(r"\d\.\d{2} %", text), "decimal commas"


def opened(path, folder):
    """Open an office file with LibreOffice and return the text that it holds then.

    Slides are drawn on pages. A workbook is saved anew: all its results would fill hundreds of pages.
    """
    if path.suffix == ".pptx":
        return flat(run(*need("pdftotext"), office_to_pdf(path, folder), "-"))
    (office,) = need("soffice")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    run(office, profile, "--headless", "--convert-to", "ods", "--outdir", folder, path)
    with zipfile.ZipFile(folder / f"{path.stem}.ods") as file:
        content = file.read("content.xml").decode()
    formulas = set(re.findall(r'table:formula="([^"]*)"', content))
    assert formulas <= {"of:=TRUE()", "of:=FALSE()"}, "truth values alone are written so"
    tree = ElementTree.fromstring(content)
    return flat(" ".join("".join(node.itertext()) for node in tree.iter() if node.tag.endswith("}p")))


@pytest.mark.slow
@pytest.mark.system
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("document", ["pptx", "xlsx"])
def test_office_opens_the_real_briefing(documents, tmp_path, document, lang):
    _, folder = documents
    text = opened(folder / lang / f"report.{document}", tmp_path).lower()
    words = {"vi": ("cụm công nghiệp", "xác suất"), "en": ("industrial clusters", "probability")}[lang]
    for word in words:
        assert word in text, word
    assert "#name?" not in text and "#ref!" not in text and "err:5" not in text


# ------------------------------------------------------------------ hostile titles

LONG = "Cụm công nghiệp làng nghề huyện Thạch Thất mở rộng " * 6
HOSTILE = {
    "plan": '<script>alert("x")</script>',
    "plan-15": "Quotes ' \" ` & < > $x$ 100 %",
    "track-record": '=cmd()|"/c calc"!A1',
    "catch-up-2026": "Emoji 🏭 ✅ end",
    "dense-tenants": unicodedata.normalize("NFD", "Việt Nam: cụm công nghiệp"),
    "wastewater-enforced": LONG[:300].strip(),
}


def flat(text):
    """Text as it is read: letters composed, spaces as one, without break points and pictographs."""
    kept = "".join(c for c in unicodedata.normalize("NFC", text) if c not in "\u200b\u00ad\ufe0f🏭✅")
    return " ".join(kept.split())


def seen(title):
    """Return what must be legible of a title: its words, or the start of a long one."""
    text = flat(title)
    return flat(text[:40].rsplit(" ", 1)[0]) if len(text) > 100 else text


def spoilt(shipped, folder):
    """A study whose scenarios have hostile titles."""
    copied(shipped.root, folder)
    for name, title in HOSTILE.items():
        path = folder / "scenarios" / f"{name}.yaml"
        text = path.read_text("utf-8")
        lines = text.splitlines(keepends=True)
        start = next(i for i, line in enumerate(lines) if line.startswith("title:"))
        end = next(i for i in range(start + 1, len(lines)) if not lines[i].startswith((" ", "\n")))
        quoted = json.dumps(title, ensure_ascii=False)
        lines[start:end] = [f"title: {{vi: {quoted}, en: {quoted}}}\n"]
        path.write_text("".join(lines), "utf-8")
    return folder


@pytest.fixture(scope="module")
def hostile(shipped, tmp_path_factory):
    folder = spoilt(shipped, tmp_path_factory.mktemp("hostile") / "study")
    return reported(folder, "briefing", *FEW, "--lang", "vi", "--documents", ",".join(DOCUMENTS))


class Page(HTMLParser):
    """Tags, attributes and text of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.text = set(), [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.attributes += attributes

    def handle_data(self, data):
        self.text.append(data)


@pytest.mark.slow
def test_hostile_titles_are_text_on_the_page(hostile):
    page = Page((hostile / "report.html").read_text("utf-8"))
    assert "script" not in page.tags
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    text = " ".join(page.text)
    for title in HOSTILE.values():
        assert seen(title) in flat(text), title
    assert "🏭" in text


@pytest.mark.slow
def test_hostile_titles_are_text_in_the_executed_notebook_and_the_index(hostile):
    executed = json.loads((hostile / "report.ipynb").read_text("utf-8"))
    shown = "".join(
        "".join(output["data"].get("text/html", ""))
        for cell in executed["cells"]
        for output in cell.get("outputs", [])
        if "data" in output
    )
    assert "<script" not in shown and "&lt;script&gt;" in shown
    index = (hostile.parent / "index.html").read_text("utf-8")
    assert '<script>alert("x")' not in index
    history = (hostile.parent / "history.csv").read_text("utf-8")
    assert not re.search(r'(^|,)"?=cmd', history, re.MULTILINE)


@pytest.mark.slow
def test_hostile_titles_are_no_formula_in_any_csv(hostile):
    for path in [*hostile.glob("charts/*.csv"), *hostile.glob("tables/*.csv")]:
        assert not re.search(r'(^|,)"?=', path.read_text("utf-8"), re.MULTILINE), path.name


@pytest.mark.slow
def test_hostile_titles_are_text_in_every_picture(hostile):
    drawn = ""
    for path in hostile.glob("charts/*.svg"):
        tree = ElementTree.fromstring(path.read_bytes())
        assert not [node for node in tree.iter() if node.tag.endswith(("script", "foreignObject"))]
        drawn += " " + flat(" ".join(node.text or "" for node in tree.iter() if node.tag.endswith("text")))
    assert "$x$" in drawn, "no mathematics is read into a title"
    assert "<script>" in drawn


def parts(path, pattern):
    """Texts and tags of the XML parts of an office file."""
    with zipfile.ZipFile(path) as file:
        names = [name for name in file.namelist() if re.fullmatch(pattern, name)]
        assert names
        trees = [ElementTree.fromstring(file.read(name)) for name in names]
    nodes = [node for tree in trees for node in tree.iter()]
    return [node.text or "" for node in nodes], {node.tag.split("}")[-1] for node in nodes}


@pytest.mark.slow
def test_hostile_titles_are_text_on_the_slides(hostile):
    texts, tags = parts(hostile / "report.pptx", r"ppt/slides/slide\d+\.xml")
    text = flat(" ".join(texts))
    for title in HOSTILE.values():
        assert seen(title) in text, title
    assert not {"script", "hlinkClick", "oleObj"} & tags


@pytest.mark.slow
def test_hostile_titles_are_no_formula_in_the_workbook(hostile):
    texts, _ = parts(hostile / "report.xlsx", r"xl/sharedStrings\.xml")
    text = flat(" ".join(texts))
    for title in HOSTILE.values():
        assert seen(title) in text, title
    _, tags = parts(hostile / "report.xlsx", r"xl/worksheets/sheet\d+\.xml")
    assert "f" not in tags, "a cell holds a formula"


@pytest.mark.slow
@pytest.mark.system
def test_hostile_titles_are_legible_in_the_pdf(hostile):
    text = flat(run(*need("pdftotext"), hostile / "report.pdf", "-"))
    squeezed = text.replace(" ", "")
    for title in HOSTILE.values():
        assert seen(title).replace(" ", "") in squeezed, title


@pytest.mark.slow
@pytest.mark.system
@pytest.mark.parametrize("document", ["pptx", "xlsx"])
def test_hostile_titles_are_legible_in_office(hostile, tmp_path, document):
    squeezed = opened(hostile / f"report.{document}", tmp_path).replace(" ", "")
    for title in HOSTILE.values():
        assert seen(title).replace(" ", "") in squeezed, title


def test_a_name_that_leads_elsewhere_is_refused(root, tmp_path):
    for arguments in (("../briefing",), ("briefing", "--scenario", "../plan")):
        told = run_command("report", *arguments, "--root", root, "--out", tmp_path)
        assert told.code == 2 and "Traceback" not in told.err
    assert not list(tmp_path.iterdir())
