"""The commands that look at the study: check and data."""

from typing import TYPE_CHECKING

import click

from clusterecon.command_line.options import LANGUAGE, RESULT, ROOT, Options, tell, with_options
from clusterecon.command_line.output import print_table
from clusterecon.ground.errors import InputError

if TYPE_CHECKING:
    from clusterecon.study.checks import StudyCheck

_KINDS = {
    "judgement": {"vi": "đánh giá chuyên môn", "en": "judgement"},
    "conflict": {"vi": "số liệu khác nhau", "en": "conflict"},
    "known later": {"vi": "biết sau", "en": "known later"},
    "home page": {"vi": "chỉ dẫn trang chủ", "en": "home page"},
    "narrow spread": {"vi": "hẹp hơn nguồn", "en": "narrow spread"},
    "data judgement": {"vi": "số liệu: đánh giá", "en": "data judgement"},
    "data conflict": {"vi": "số liệu khác nhau", "en": "data conflict"},
    "data home page": {"vi": "số liệu: trang chủ", "en": "data home page"},
    "data vintage": {"vi": "phiên bản số liệu", "en": "data vintage"},
}


@click.command(epilog="Example: clusterecon check --lang en")
@with_options(ROOT, LANGUAGE, RESULT)
def check(options: Options) -> None:
    """Prove that every number has a unit and a source, and list by name what a reader should know of them.

    Judgement and conflicts; what became known only after the study's day; sources that are a home page;
    assumptions drawn narrower than their source.
    """
    from clusterecon.language.templates import say
    from clusterecon.study.checks import check_study

    study = options.study()
    found = check_study(study)
    if found.mistakes:
        raise InputError(found.mistakes)
    listed = _listed(found, options.lang)

    def show() -> None:
        rows = [[_KINDS[row["kind"]][options.lang], row["label"], row["text"][:90]] for row in listed]
        print_table("", ["", "", ""], rows, left=3)
        counts = {
            "scenarios": str(len(study.scenarios)),
            "assumptions": str(found.assumptions),
            "rows": str(found.rows.rows),
        }
        click.echo(say("check.done", options.lang, **counts))

    content = {"assumptions": found.assumptions, "rows": found.rows.rows, "listed": listed}
    options.give(lambda: content, lambda: listed, show)


def _listed(found: "StudyCheck", lang: str) -> list[dict[str, str]]:
    """Return all that is named, a row each: kind, name, label and what is said of it."""
    listed = [
        {
            "kind": kind,
            "name": item.path,
            "label": item.label.in_language(lang),
            "text": item.text.in_language(lang),
        }
        for kind, items in (
            ("judgement", found.judgement),
            ("conflict", found.conflicts),
            ("known later", found.known_later),
            ("home page", found.home_pages),
            ("narrow spread", found.narrow),
        )
        for item in items
    ]
    listed += [
        {"kind": f"data {kind}", "name": f"{r.table}:{r.line}", "label": r.name, "text": r.text}
        for kind, rows in (
            ("judgement", found.rows.judgement),
            ("conflict", found.rows.conflicts),
            ("home page", found.rows.home_pages),
        )
        for r in rows
    ]
    listed += [
        {"kind": "data vintage", "name": v.table, "label": v.table, "text": v.state}
        for v in found.vintages
        if v.state != "as shipped"
    ]
    return listed


@click.command(epilog="Example: clusterecon data")
@with_options(ROOT)
def data(options: Options) -> None:
    """Build data/processed from data/raw."""
    from clusterecon.data.processed import build_processed

    study = options.study()

    def progress(name: str, number: int, count: int) -> None:
        tell(f"[{number}/{count}] {name}")

    folder = build_processed(study.root, progress)
    click.echo(
        folder.relative_to(study.root).as_posix() if folder.is_relative_to(study.root) else folder.name
    )
