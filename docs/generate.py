"""Write what is made by the code itself: figures that README.md and docs/methods.md quote, and the schema.

Everything between ``<!-- generated: NAME -->`` and ``<!-- end -->`` is replaced; scenarios/schema.json is
written anew from the fields of a scenario. Raw tables that were changed, but for rows added at their end,
get a new hash in data/raw/datapackage.json.

    python docs/generate.py            rewrite the blocks, the schema and the hashes
    python docs/generate.py --check    write nothing; exit 1 and name the files that are out of date
    python docs/generate.py --picture  draw docs/growth_by_scenario.png as well

Figures are made as of one day, so that readings added later change nothing here.
"""

import hashlib
import json
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

import clusterecon as ce
from clusterecon.language.appraisal_sentences import who_pays
from clusterecon.scenario.schema import json_schema
from clusterecon.study.study import Settings

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
AS_OF = "2025-02-28"
YEARS = (2025, 2030)
WORKED = {
    "value_added_per_worker": 0.19,
    "budget_per_worker": 0.014,
    "budget_per_worker_growth": "productivity",
    "reference_displacement": 0,
    "labour_offset": 0,
}
"""What the worked example was first worked at; it stays as it was when these were estimated anew."""
PICTURE = HERE / "growth_by_scenario.png"
SCHEMA = "scenarios/schema.json"
TABLES = "data/raw/datapackage.json"
NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
BLOCK = re.compile(r"(<!-- generated: (?P<name>[\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def number(value: float, digits: int = 0) -> str:
    """Return a number for people: thousands apart, a true minus, no minus zero."""
    text = f"{value:,.{digits}f}"
    if float(text.replace(",", "")) == 0:
        text = text.removeprefix("-")
    return text.replace("-", "−")


def percent(value: float, digits: int = 0) -> str:
    """Return a share as per cent."""
    return f"{number(100 * value, digits)} %"


def table(headings: list[str], rows: list[list[str]], left: int = 1) -> str:
    """Return a Markdown table, the first columns to the left."""
    rule = ["---"] * left + ["--:"] * (len(headings) - left)
    return "\n".join("| " + " | ".join(row) + " |" for row in [headings, rule, *rows])


@cache
def study() -> ce.Study:
    """Return the study of this repository."""
    return ce.load_study(ROOT)


@cache
def worked() -> ce.Run:
    """Return the central case of the two scenarios that differ in h alone, at the values of the example."""
    about = study().about
    chosen = [study().scenario(name).set(WORKED, name=name) for name in (about.announced, about.record)]
    return study().simulate(chosen, draws=0, as_of=AS_OF)


@cache
def drawn() -> ce.Run:
    """Return all scenarios at the default number of draws and seed."""
    return study().simulate(as_of=AS_OF)


def spread(scenario: str, indicator: str, year: int) -> str:
    """Return median and 10-90 % interval of an indicator."""
    middle, low, high = (drawn().values(scenario, indicator, s)[year] for s in ("p50", "p10", "p90"))
    return number(middle) if low == high else f"{number(middle)} ({number(low)} – {number(high)})"


def contribution(run: ce.Run, statistic: str, parts: tuple[str, ...]) -> pd.Series:
    """Return points of growth by scenario and year; central values and means add up, medians do not."""
    frame = run.attribution()
    chosen = frame[frame["part"].isin(parts) & (frame["statistic"] == statistic)]
    return chosen.groupby(["scenario", "year"], sort=False)["value"].sum()


def appraised(
    measure: str, statistic: str, horizon: str = "to_horizon", run: ce.Run | None = None
) -> dict[str, float]:
    """Return a measure of the state view at the scenarios' own rate, by scenario."""
    frame = (run or drawn()).appraisal(headline=run is not None)
    rate = study().scenario("reference").assumptions.discount_rate.number
    chosen = frame[
        (frame["measure"] == measure)
        & (frame["view"] == "state")
        & (frame["rate"] == rate)
        & (frame["horizon"] == horizon)
        & (frame["statistic"] == statistic)
    ]
    return dict(zip(chosen["scenario"], chosen["value"], strict=True))


def chance(target: str, run: ce.Run | None = None) -> pd.DataFrame:
    """Return probability and standard error of a target by scenario."""
    frame = (run or drawn()).targets()
    return frame[frame["target"] == target].set_index("scenario")[["probability", "standard_error"]]


def headline() -> str:
    """Return the headline table of all scenarios."""
    run = drawn()
    added = contribution(run, "mean", ("clusters_direct", "clusters_indirect"))
    met, worth = chance(study().about.headline_target), appraised("npv", "p50")
    rows = []
    for name in run.scenarios:
        since = run.scenario(name).header.known_since
        rows.append(
            [
                f"`{name}`" + ("*" if since and since > run.as_of else ""),
                spread(name, "jobs_gross_new", 2030),
                spread(name, "jobs_net", 2030),
                spread(name, "budget_net", 2030),
                *(number(added[name, year], 3) for year in YEARS),
                percent(met.loc[name, "probability"]),
                number(worth[name]),
            ]
        )
    headings = [
        "scenario", "gross new jobs, 2030", "net jobs, 2030", "net budget, 2030, bn VND",
        "added to growth, 2025, points", "2030, points", "P(growth 2025 ≥ 6.95 %)",
        "public NPV to 2035, bn VND",
    ]  # fmt: skip
    error = percent(float(met["standard_error"].max()), 2)
    return table(headings, rows) + (
        f"\n\nMedian and 10–90 % interval of {number(run.draws)} draws, seed {run.seed}, as of {run.as_of};"
        " points of growth are means. Net is after what would have come anyway and what only moves within the"
        " city, suppliers included. Public NPV is the state's at 10 %, of new clusters; wastewater plants of"
        " existing ones are an account of their own. The standard error of a probability is at most"
        f" {error}. * known only after that day{_later_quantities(run)}."
    )


def _later_quantities(run: ce.Run) -> str:
    """Name the quantities of every scenario that became known after the run's day."""
    entries = run.scenario("reference").entries()
    late = [f"`{path}`*" for path, entry in entries if entry.known_since and entry.known_since > run.as_of]
    return f", as were {len(late)} quantities of every scenario: {', '.join(late)}" if late else ""


def findings() -> str:
    """Return what the headline table says, in sentences."""
    run, about = drawn(), study().about
    plan, record = about.announced, about.record
    mean = contribution(run, "mean", ("clusters_direct", "clusters_indirect"))
    met = chance(about.headline_target)["probability"]
    positive, now = appraised("probability_npv_positive", "mean"), appraised("npv", "p50")
    later = appraised("npv", "p50", "asset_life")
    beside = appraised("npv_existing", "p50")
    titles = {name: run.titles[name]["en"] for name in (plan, record)}

    def pays(horizon: int | str, worth: dict[str, float]) -> str:
        return who_pays(horizon, [(titles[name], worth[name]) for name in titles], "en")

    near, far = YEARS
    kept = run.values(plan, "jobs_net")[far] / run.values(plan, "jobs_gross_new")[far]
    return "\n".join(
        [
            f"- **{near}.** Finished as announced, new clusters add {number(mean[plan, near], 3)} points to"
            f" industrial growth; at the pace of the record {number(mean[record, near], 3)}. The probability"
            f" of 6.95 % lies between {percent(met.min(), 1)} and {percent(met.max(), 1)} whatever is built:"
            " the rest of the city's industry decides it.",
            f"- **{far}.** They add {number(mean[plan, far], 2)} points as announced and"
            f" {number(mean[record, far], 2)} at the record's pace. As announced, net jobs are"
            f" {percent(kept)} of the gross new ones, work at suppliers included.",
            f"- **Public money,** at 10 %. {pays(run.years[-1], now)} It is above nought with a"
            f" probability of {percent(positive[plan])} as announced and of {percent(positive[record])}"
            f" at the record's pace. {pays('asset_life', later)} Plants of existing clusters, an account"
            f" of their own, come to {number(beside[plan])} and {number(beside[record])} bn VND to"
            f" {run.years[-1]}.",
        ]
    )


def worked_example() -> str:
    """Return the central case of the two scenarios that differ in the completion rate alone."""
    run = worked()
    names = run.scenarios
    direct = contribution(run, "central", ("clusters_direct",))
    rows = []
    for name in names:
        rate = run.scenario(name).assumptions.completion_rate.number

        def cell(indicator: str, year: int, digits: int = 1, name: str = name) -> str:
            return number(run.values(name, indicator)[year], digits)

        best = max(run.years[1:], key=lambda year, name=name: direct[name, year])
        rows.append(
            [
                f"h = {rate:g} (`{name}`)",
                cell("area_leased_ha", 2030),
                cell("jobs_gross_new", 2025),
                cell("jobs_gross_new", 2030),
                cell("jobs_net_direct", 2030),
                cell("value_added_gross_new", 2030),
                cell("value_added_net_direct", 2025),
                number(direct[name, 2025], 3),
                f"{number(direct[name, best], 2)} ({best})",
            ]
        )
    headings = [
        "", "leased ha 2030", "gross jobs 2025", "gross jobs 2030", "net direct jobs 2030", "gross VA 2030",
        "net direct VA 2025", "points of growth 2025", "most in any year",
    ]  # fmt: skip
    return f"{_worked_values()}\n\n{table(headings, rows)}"


def _worked_values() -> str:
    a = worked().scenario(study().about.announced).assumptions
    cohorts = "; ".join(
        f"{c.clusters.number:g} clusters × {a.area_per_cluster_ha.number:g} ha, P = {c.planned.number:g},"
        f" k = {c.craft_share.number:g}"
        for c in a.cohorts.values()
    )
    ha, filled = a.area_per_cluster_ha.number, a.leasable_share.number * a.mature_occupancy.number
    first = next(iter(a.cohorts.values())).clusters.number * ha
    mean = 1 / (8 * a.years_to_fill.number)
    jobs = first * mean * filled * a.workers_per_leased_ha.number
    values = {
        "leasable share": a.leasable_share,
        "mature occupancy": a.mature_occupancy,
        "years to fill": a.years_to_fill,
        "workers per leased ha": a.workers_per_leased_ha,
        "p, bn VND": a.value_added_per_worker,
        "b, bn VND": a.budget_per_worker,
        "g": a.productivity_growth,
        "displacement, craft": a.displacement_craft,
        "other": a.displacement_general,
        "rho": a.displaced_productivity,
        "deadweight": a.deadweight,
        "substitution": a.substitution,
    }
    listed = " · ".join(f"{name} {value.number:g}" for name, value in values.items())
    return (
        f"Central values: {listed}; {a.ramp.value} ramp. Cohorts: {cohorts}.\n\n"
        f"By hand, h = 1, 2025: {first:g} ha are delivered, on average {mean:g} of the way to full in their"
        f" first calendar year; {first:g} × {mean:g} × {filled:g} ×"
        f" {a.workers_per_leased_ha.number:g} = {number(jobs, 1)} gross jobs."
    )


def baseline() -> str:
    """Return what growth without new clusters is forecast to be, and what that rests on."""
    from clusterecon.baseline.distribution import regress
    from clusterecon.baseline.regional import wedges

    run = drawn()
    inputs, forecast = run.baseline.inputs, run.baseline.forecast
    bridge, wedge = regress(inputs.index_years, inputs.annual), wedges(inputs, forecast.first_year)
    alpha, beta = (float(value) for value in bridge.params)
    low, middle, high = (float(v) for v in forecast.first.quantile([0.1, 0.5, 0.9]))
    goal = run.scenario("reference").assumptions.targets[study().about.headline_target].number
    return (
        f"As of {run.as_of} the published forecast (`{run.baseline.facts['published']}`) of"
        f" {forecast.first_year} has the median {number(middle, 2)} % and the 10–90 % interval"
        f" {number(low, 1)} to {number(high, 1)} %;"
        f" P(≥ {goal:g} %) without new clusters is {percent(float(1 - forecast.first.cdf(goal)), 1)}. Bridge:"
        f" alpha {number(alpha, 2)}, beta {number(beta, 2)}, n = {int(bridge.nobs)}."
        f" Wedge: {number(float(wedge.mean()), 2)} points from {len(wedge)} years."
        f" Persistence: {number(forecast.persistence.location, 2)}."
    )


def targets() -> str:
    """Return the targets of the study."""
    rows = [
        [
            f"`{name}`", f"{t.indicator} {t.comparator} {t.number:,g} ({t.unit})",
            str(t.year), str(t.known_since), t.source.en,
        ]
        for name, t in study().scenario("reference").assumptions.targets.items()
    ]  # fmt: skip
    return table(["id", "met when", "year", "known since", "source"], rows, left=5)


def scenarios() -> str:
    """Return the shipped scenarios."""
    rows = [
        [f"`{name}`", s.header.title.en, s.header.reason.en, str(s.header.known_since)]
        for name, s in study().scenarios.items()
    ]
    return table(["name", "title", "what differs and why", "known since"], rows, left=4)


FIGURES = ("net jobs, 2030", "budget, 2030", "NPV to horizon", "NPV, asset life", "P(growth 2025 ≥ 6.95 %)")
Changes = dict[str, tuple[float, float, float, float, float]]
"""A figure for each of `FIGURES`, by scenario: medians, money in bn VND, the probability as a share."""


@dataclass(frozen=True)
class Cause:
    """Why the figures changed.

    Either an assumption: ``former`` holds the overrides that restore its former value. Or a formula, which no
    override brings back: ``recorded`` holds what it changed, measured between two commits, every
    assumption at its former value on both sides (as of `AS_OF`, default draws and seed).
    """

    vi: str
    en: str
    former: Mapping[str, Any] = field(default_factory=dict)
    recorded: Changes = field(default_factory=dict)


BEFORE: Changes = {
    "plan": (12_754.3, 238.76, -1_735.91, -329.42, 0.48346),
    "track-record": (3_407.6, 63.48, -1_322.04, -623.80, 0.47968),
}
"""The figures of version 0.1.0, before any cause."""
CAUSES: tuple[Cause, ...] = (
    Cause(
        "Vốn đã thi công: một mức cho mọi kịch bản",
        "Works already spent are one stock in every scenario",
        recorded={"plan": (0, 0, 5.93, 4.37, 0), "track-record": (0, 0, 408.29, 390.68, 0)},
    ),
    Cause(
        "Đất đã bàn giao tiếp tục lấp đầy sau năm cuối",
        "Land delivered by the horizon goes on filling",
        recorded={"plan": (0, 0, 0, 24.59, 0), "track-record": (0, 0, 0, 212.34, 0)},
    ),
    Cause(
        "Trạm xử lý của các cụm hiện có hạch toán riêng",
        "Plants of existing clusters are an account of their own",
        recorded={"plan": (0, 0, 369.90, 515.07, 0), "track-record": (0, 0, 87.38, 142.53, 0)},
    ),
    Cause(
        "Dự báo bằng công thức, chỉ số theo một gốc",
        "The forecast in closed form, its index on one basis",
        recorded={"plan": (0, 0, 0, 0, -0.06744), "track-record": (0, 0, 0, 0, -0.06768)},
    ),
    Cause(
        "Số ngẫu nhiên rút theo cách khác, một lần",
        "Random numbers are drawn otherwise, once",
        recorded={
            "plan": (-12.29, -1.06, -0.18, -8.09, -0.00031),
            "track-record": (-10.60, -0.23, -5.12, -3.15, -0.00001),
        },
    ),
    Cause(
        "Nộp ngân sách trên một lao động, cùng một thời điểm",
        "Budget per worker on one vintage",
        {"budget_per_worker": {"value": 0.014, "distribution": {"shape": "pert", "low": 0.01, "high": 0.02}}},
    ),
    Cause(
        "Nộp ngân sách của doanh nghiệp mới tăng như các cụm hiện có",
        "Budget of new tenants grows as that of the old ones",
        {"budget_per_worker_growth": "productivity"},
    ),
    Cause(
        "Phần lẽ ra vẫn đến: di dời nhiều hay ít hơn",
        "What would have come anyway, displaced more or less than the rest",
        {"reference_displacement": 0},
    ),
    Cause(
        "Giá trị tăng thêm trên một lao động, theo cả thu nhập của Hà Nội",
        "Value added per worker from the city's income as well",
        {
            "value_added_per_worker": {
                "value": 0.19,
                "distribution": {"shape": "pert", "low": 0.11, "high": 0.30},
            }
        },
    ),
    Cause(
        "Nhà cung ứng theo năng suất của thành phố",
        "Suppliers at the city's productivity",
        {"regional_productivity": 1},
    ),
    Cause(
        "Vượt chi phí rút rộng như nguồn nêu",
        "Cost overrun drawn as wide as its source says",
        {"optimism_bias": {"value": 0.2, "distribution": {"shape": "pert", "low": -0.1, "high": 0.8}}},
    ),
)
"""Formulas first, then assumptions, in the order in which they are told.

To add a row: a formula with what it changed, or an assumption with its former value, written as in a scenario
file. What no row explains is a row of its own, so a cause left out shows.
"""


def figures(overrides: Mapping[str, Any]) -> pd.DataFrame:
    """Return `FIGURES` (columns) of the announced plan and the record (rows) with values overridden."""
    about = study().about
    names = [about.announced, about.record]
    run = study().simulate(names, as_of=AS_OF, settings=Settings(overrides=overrides))
    met = chance(about.headline_target, run)["probability"]
    worth = [appraised("npv", "p50", horizon, run) for horizon in ("to_horizon", "asset_life")]
    rows = {
        name: (
            run.values(name, "jobs_net")[YEARS[1]],
            run.values(name, "budget_net")[YEARS[1]],
            worth[0][name],
            worth[1][name],
            met[name],
        )
        for name in names
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(FIGURES))


def changes() -> list[tuple[str, pd.DataFrame]]:
    """Return what each cause changed, in order, from the figures before to those of today; they add up."""
    before = recorded(BEFORE)
    formulas = [cause for cause in CAUSES if cause.recorded]
    assumptions = [cause for cause in CAUSES if cause.former]
    former: dict[str, Any] = {}
    for cause in assumptions:
        former |= cause.former
    steps = [(f"{cause.en} · {cause.vi}", recorded(cause.recorded)) for cause in formulas]
    level = figures(former)
    rest = level - before - sum((change for _, change in steps), start=0 * before)
    steps.append(("What no row explains · Phần chưa giải thích", rest))
    for cause in assumptions:
        former = {path: value for path, value in former.items() if path not in cause.former}
        following = figures(former)
        steps.append((f"{cause.en} · {cause.vi}", following - level))
        level = following
    return [("Before · Trước", before), *steps, ("After · Sau", level)]


def recorded(values: Changes) -> pd.DataFrame:
    """Return recorded figures or changes as `figures` does."""
    return pd.DataFrame.from_dict(values, orient="index", columns=list(FIGURES))


def causes() -> str:
    """Return the table of causes: each figure before, what each cause changed, and the figure after."""
    rows = []
    told = changes()
    for name in told[0][1].index:
        for i, (label, frame) in enumerate(told):
            whole = i in (0, len(told) - 1)
            *amounts, probability = (float(v) for v in frame.loc[name])
            cells = [
                *(signed(amount, whole=whole) for amount in amounts),
                signed(100 * probability, 2, whole=whole),
            ]
            rows.append([f"`{name}`" if i == 0 else "", label, *cells])
    return table(["scenario", "cause", *FIGURES], rows, left=2) + (
        f"\n\nMedians of {number(drawn().draws)} draws, seed {drawn().seed}, as of {AS_OF}. Money in bn"
        " VND at constant prices, the state's present value at 10 %; probability in %, changes in points."
    )


def signed(value: float, digits: int = 0, *, whole: bool) -> str:
    """Return a figure as it is, or a change with its sign."""
    text = number(value, digits)
    return text if whole or text.startswith("−") or float(text.replace(",", "")) == 0 else f"+{text}"


FILES: dict[str, dict[str, Callable[[], str]]] = {
    "README.md": {"headline": headline, "findings": findings},
    "docs/changes-of-method.md": {"causes": causes},
    "docs/methods.md": {
        "baseline": baseline,
        "targets": targets,
        "scenarios": scenarios,
        "worked-example": worked_example,
    },
}


def rewritten(text: str, blocks: dict[str, Callable[[], str]], name: str) -> str:
    """Return a text with every block of it made anew.

    Parameters
    ----------
    text
        The document.
    blocks
        Content by name of the block.
    name
        Name of the document, for the message.

    Raises
    ------
    ValueError
        The document lacks a block, or holds one that nothing makes.
    """
    found = [match["name"] for match in BLOCK.finditer(text)]
    if sorted(found) != sorted(blocks):
        raise ValueError(f"{name}: has the blocks {sorted(found)}, not {sorted(blocks)}")
    return BLOCK.sub(lambda match: f"{match[1]}{blocks[match['name']]()}\n{match[3]}", text)


def agree(new: str, old: str) -> bool:
    """Whether texts have the same words, and figures as near as models fitted on another machine give.

    A fit ends where its steps grow small, and that point depends a little on the processor: figures agree
    within 1 %, or within one in their last digit.
    """
    if NUMBER.split(new) != NUMBER.split(old):
        return False
    for one, other in zip(NUMBER.findall(new), NUMBER.findall(old), strict=True):
        step = 10.0 ** -len(other.partition(".")[2])
        a, b = (float(number.replace(",", "")) for number in (one, other))
        if abs(a - b) > max(0.01 * abs(b), 1.01 * step):
            return False
    return True


def schema() -> str:
    """Return the JSON Schema of scenario files as text."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


def stale(root: Path = ROOT, *, write: bool = False) -> list[str]:
    """Return the files that are out of date, and rewrite them where asked to."""
    changed = []
    if (text := schema()) != (root / SCHEMA).read_text(encoding="utf-8"):
        changed.append(SCHEMA)
        if write:
            (root / SCHEMA).write_text(text, encoding="utf-8")
    for name, blocks in FILES.items():
        text = (root / name).read_text(encoding="utf-8")
        new = rewritten(text, blocks, name)
        if new != text and (write or not agree(new, text)):
            changed.append(name)
            if write:
                (root / name).write_text(new, encoding="utf-8")
    return changed


def hashed(root: Path = ROOT) -> list[str]:
    """Hash raw tables anew that changed otherwise than by rows at their end; return the files rewritten."""
    file = root / TABLES
    described = json.loads(file.read_text(encoding="utf-8"))
    changed = False
    for table in described["resources"]:
        content = file.with_name(table["path"]).read_bytes()
        if f"sha256:{hashlib.sha256(content[: table['bytes']]).hexdigest()}" != table["hash"]:
            table["bytes"], table["hash"] = len(content), f"sha256:{hashlib.sha256(content).hexdigest()}"
            changed = True
    if changed:
        file.write_text(json.dumps(described, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return [TABLES] if changed else []


def picture() -> None:
    """Draw the picture of the README: growth in the year of the headline target, by scenario."""
    from clusterecon import tell
    from clusterecon.charts.style import style

    chart = next(c for c in tell(drawn(), "en").briefing.charts if c.id == PICTURE.stem)
    with style():
        chart.figure().savefig(PICTURE, dpi=144, metadata={"Software": None})


def main(arguments: list[str]) -> int:
    """Rewrite or check the documents; return the exit code."""
    unknown = set(arguments) - {"--check", "--picture"}
    if unknown or {"--check", "--picture"} <= set(arguments):
        sys.stderr.write(f"{__doc__}\n")
        return 2
    check = "--check" in arguments
    changed = stale() if check else [*hashed(), *stale(write=True)]
    if "--picture" in arguments:
        picture()
    for name in changed:
        sys.stderr.write(f"{name}: {'out of date, run make docs' if check else 'rewritten'}\n")
    return int(check and bool(changed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
