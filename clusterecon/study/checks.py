"""Proof that every number has a unit and a source, and a list of what is judgement or in conflict."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from clusterecon.ground.errors import InputError, nearest
from clusterecon.model.quantiles import quantile_function
from clusterecon.scenario.assumptions import Entry, Quantity, Text, both
from clusterecon.scenario.scenario import REFERENCE

if TYPE_CHECKING:
    from clusterecon.data.checks import Checked, TableVintage
    from clusterecon.study.study import Study

FACT_TABLES = (("clusters_facts", "id"), ("texts", "id"), ("parameters", "name"))
SAME_UNIT = (("%", "share", 0.01), ("m VND", "bn VND", 0.001))
"""Start of a row's unit, start of an assumption's, and what turns the one into the other."""
PASSED_OVER = ("gross", "leased", "per worker", "per year", "a year", "current prices")
"""Parts of a unit that are left out of the comparison, as is what follows an "of"."""


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
    known_later: tuple[Named, ...]
    """Scenarios and quantities known only after the study's default day, with the day."""
    home_pages: tuple[Named, ...]
    """Assumptions that rest on rows whose address is a home page."""
    narrow: tuple[Named, ...]
    """Assumptions drawn narrower than a row that they cite."""
    rows: "Checked"
    """The same for the rows of data/raw."""
    vintages: "tuple[TableVintage, ...]"
    """Tables that differ from the shipped vintage."""


def check_study(study: "Study") -> StudyCheck:
    """Look at every assumption of the base and every row of the data for its unit and source."""
    from clusterecon.data.checks import check_rows, strangers, vintages

    entries = base_entries(study)
    known = set(_facts(study))
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
        known_later(study),
        home_pages(study, entries),
        narrow_spreads(study, entries),
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


def known_later(study: "Study") -> tuple[Named, ...]:
    """Return scenarios and quantities known only after the study's default day, each once."""
    day = study.default_as_of
    found: dict[str, Named] = {}
    for name, scenario in study.scenarios.items():
        header = scenario.header
        if header.known_since > day:
            found[name] = Named(name, header.title, _since(header.known_since))
        for path, entry in scenario.entries():
            own = entry.set_by == "base" or header.known_since <= day
            if own and entry.known_since is not None and entry.known_since > day:
                found.setdefault(path, Named(path, _label(path, entry), _since(entry.known_since)))
    return tuple(found.values())


def _since(day: date) -> Text:
    return both(f"biết từ {day.day}/{day.month}/{day.year}", f"known since {day.isoformat()}")


def home_pages(study: "Study", entries: Mapping[str, Entry]) -> tuple[Named, ...]:
    """Return the assumptions that rest on rows whose address names a site and no page of it."""
    from clusterecon.data.checks import is_home_page

    facts = _facts(study)
    found = []
    for path, entry in entries.items():
        bare = [
            f"{f}: {facts[f]['url']}"
            for f in entry.facts
            if is_home_page(str(facts.get(f, {}).get("url", "")))
        ]
        if bare:
            text = "; ".join(bare)
            found.append(Named(path, _label(path, entry), both(f"trang chủ: {text}", f"home page: {text}")))
    return tuple(found)


def narrow_spreads(study: "Study", entries: Mapping[str, Entry]) -> tuple[Named, ...]:
    """Return the assumptions drawn narrower than a row they cite, in the same unit.

    From least to greatest value drawn against the row's low to high; standard deviations where the row
    states one, as in ``normal(0.20, sd 0.30)``.
    """
    facts = _facts(study)
    found = []
    for path, entry in entries.items():
        if not isinstance(entry, Quantity) or entry.distribution is None:
            continue
        for name in entry.facts:
            spread = _spreads(entry, facts.get(name, {}))
            if spread is not None and spread[0] < spread[1] * (1 - 1e-9):
                drawn, given = (f"{part:.3g}" for part in spread)
                text = both(
                    f"{name}: độ rộng rút ngẫu nhiên {drawn}, nguồn cho {given}",
                    f"{name}: drawn with a spread of {drawn}, the source gives {given}",
                )
                found.append(Named(path, _label(path, entry), text))
    return tuple(found)


def _spreads(entry: Quantity, fact: Mapping[str, Any]) -> tuple[float, float] | None:
    """Return the spread drawn and that of a row, in the assumption's unit; None where they do not compare."""
    factor = _factor(str(fact.get("unit", "")), entry.unit)
    if factor is None or entry.distribution is None:
        return None
    stated = re.search(r"sd ([0-9.]+)", str(fact.get("distribution", "")))
    if stated:
        uniforms = (np.arange(4_096) + 0.5) / 4_096
        drawn = quantile_function(entry.distribution, entry.number, uniforms)
        return float(np.std(drawn)), factor * float(stated[1])
    low, high = entry.distribution.extremes()
    least, most = (float(fact.get(name, np.nan)) for name in ("low", "high"))
    if low is None or high is None or np.isnan(most - least):
        return None
    return high - low, factor * (most - least)


def _factor(given: str, wanted: str) -> float | None:
    """Return what turns a row's unit into an assumption's; None where they measure different things."""
    for start, other, factor in (("", "", 1.0), *SAME_UNIT):
        if given.startswith(start) and wanted.startswith(other):
            one, two = _bare(given[len(start) :]), _bare(wanted[len(other) :])
            if one == two:
                return factor
    return None


def _bare(unit: str) -> str:
    unit = re.sub(r"\bof .*", "", unit)
    return " ".join(re.sub("|".join(PASSED_OVER), "", unit).replace(",", "").split())


def _facts(study: "Study") -> dict[str, dict[str, Any]]:
    """Return the rows that assumptions may cite, by identifier."""
    frames = study.tables.frames
    found: dict[str, dict[str, Any]] = {}
    for table, column in FACT_TABLES:
        for row in frames[table].to_dict("records") if table in frames else ():
            found[str(row[column])] = {str(name): value for name, value in row.items()}
    return found


def _label(path: str, entry: Entry) -> Text:
    return entry.label or both(path, path)


def _named(path: str, entry: Entry, text: Text | None) -> Named:
    return Named(path, _label(path, entry), text or both("", ""))


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
