"""Proof that every number has a unit and a source, and a list of what is judgement or in conflict."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clusterecon.ground.errors import InputError, nearest
from clusterecon.scenario.assumptions import Entry, Text, both
from clusterecon.scenario.scenario import REFERENCE

if TYPE_CHECKING:
    from clusterecon.data.checks import Checked, TableVintage
    from clusterecon.study.study import Study

FACT_TABLES = (("clusters_facts", "id"), ("texts", "id"), ("parameters", "name"))


@dataclass(frozen=True)
class Named:
    """An assumption by its path, with what is said of it."""

    path: str
    label: Text
    text: Text


@dataclass(frozen=True)
class StudyCheck:
    """What `check_study` found."""

    assumptions: int
    """How many assumptions were looked at."""
    mistakes: tuple[str, ...]
    """Assumptions that lack something, or rest on rows that do not exist; none, if all is well."""
    judgement: tuple[Named, ...]
    """Assumptions that are judgement, with the reason."""
    conflicts: tuple[Named, ...]
    """Those another figure speaks against."""
    rows: "Checked"
    """The same for the rows of data/raw."""
    vintages: "tuple[TableVintage, ...]"
    """Tables that differ from the shipped vintage."""


def check_study(study: "Study") -> StudyCheck:
    """Look at every assumption of the base and every row of the data for its unit and source."""
    from clusterecon.data.checks import check_rows, strangers, vintages

    entries = base_entries(study)
    known = _fact_names(study)
    mistakes = [mistake for path, entry in entries.items() for mistake in _mistakes(path, entry, known)]
    mistakes += _study_mistakes(study, known)
    rows = check_rows(study.tables)
    mistakes += [f"data/raw/{r.table}.csv, line {r.line}: {r.name} {r.text}" for r in rows.unsourced]
    mistakes += [
        f"data/raw/{name}: not described in datapackage.json, so nothing reads it"
        for name in strangers(study.root)
    ]
    return StudyCheck(
        len(entries),
        tuple(mistakes),
        judgements(study),
        tuple(_named(p, e, e.conflict) for p, e in entries.items() if e.conflict is not None),
        rows,
        vintages(study.root),
    )


def base_entries(study: "Study") -> dict[str, Entry]:
    """Return the assumptions stated in base.yaml, by path."""
    return {path: e for path, e in study.scenario(REFERENCE).entries() if e.set_by == "base" and e.source}


def judgements(study: "Study") -> tuple[Named, ...]:
    """Return the judgement values of every scenario, each with its reason, once."""
    found: dict[str, Named] = {}
    for scenario in study.scenarios.values():
        for path, entry in scenario.entries():
            if entry.grade == "judgement" and entry.source:
                found.setdefault(path, _named(path, entry, entry.reason or entry.source))
    return tuple(found.values())


def _named(path: str, entry: Entry, text: Text | None) -> Named:
    return Named(path, entry.label or both(path, path), text or both("", ""))


def _fact_names(study: "Study") -> set[str]:
    names: set[str] = set()
    for table, column in FACT_TABLES:
        if table in study.tables.frames:
            names |= set(study.tables.frames[table][column].astype(str))
    return names


def _study_mistakes(study: "Study", known: set[str]) -> list[str]:
    """Return what would stop a simulation or a report: series, table and sectors, rows named by the study."""
    about = study.about
    named = {f"worker_counts.{i}": fact for i, fact in enumerate(about.worker_counts)}
    named |= {f"service_job_ratios.{i}": ratio.parameter for i, ratio in enumerate(about.service_job_ratios)}
    mistakes = [
        f"scenarios/base.yaml: study.{path}: data/raw has no row '{fact}'{nearest(fact, known)}"
        for path, fact in named.items()
        if fact not in known
    ]
    try:
        study.baseline_inputs()
    except InputError as error:
        mistakes += error.mistakes
    try:
        study.check_sectors(tuple(study.scenarios.values()))
    except InputError as error:
        mistakes += error.mistakes
    return mistakes


def _mistakes(path: str, entry: Entry, known: set[str]) -> list[str]:
    where = f"scenarios/base.yaml: {path}"
    lacking = {
        "unit": not entry.unit,
        "source": not entry.source,
        "known_since": entry.known_since is None,
        "label": entry.label is None,
        "derivation": entry.grade == "derived" and not entry.derivation,
        "reason": entry.grade == "judgement" and not entry.reason,
    }
    mistakes = [f"{where} lacks {name}" for name, is_lacking in lacking.items() if is_lacking]
    return mistakes + [
        f"{where} rests on '{f}', which data/raw does not hold" for f in entry.facts if f not in known
    ]
