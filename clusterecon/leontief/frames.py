"""From tidy frames of a study to the table that the model reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from clusterecon.errors import InputError, nearest
from clusterecon.leontief._sectors import FloatArray, listed
from clusterecon.leontief.coefficients import check_national_balance, technical_coefficients
from clusterecon.leontief.table import LinkageTable

FLOWS, ACCOUNTS, TOTALS = "input_output_flows", "input_output_accounts", "input_output_totals"
SECTORS, QUOTIENTS = "sectors", "location_quotients"
KEYS = {
    FLOWS: ("table", "from_sector", "to_sector", "value"),
    ACCOUNTS: ("table", "sector", "variable", "value"),
    TOTALS: ("table", "variable", "value"),
    SECTORS: ("table", "sector", "isic_section"),
    QUOTIENTS: ("region", "section", "variable", "period", "value"),
}
NEEDED = (
    "output",
    "value_added",
    "imported_intermediate",
    "taxes_less_subsidies_on_inputs",
    "compensation_of_employees",
    "employment",
)
HOUSEHOLDS, DOMESTIC = "household_consumption", "household_consumption_domestic"
HOUSEHOLD_TOTAL = "household_consumption_at_purchasers_prices"


@dataclass(frozen=True)
class TableChoice:
    """Which table, region and year of quotients to take from the frames."""

    table: str
    """Value of the column `table` in the input–output frames."""
    region: str
    """Value of the column `region` in the location quotients."""
    period: str
    """Value of the column `period` in the location quotients."""
    industry: tuple[str, ...] = ("B", "C", "D", "E")
    """ISIC sections that count as industry."""
    services: tuple[str, ...] = tuple("GHIJKLMNOPQRSTU")
    """ISIC sections that count as services."""


def linkage_table(frames: Mapping[str, pd.DataFrame], choice: TableChoice) -> LinkageTable:
    """Return one table of a study, checked, with the location quotients of one region.

    Parameters
    ----------
    frames
        Tidy frames by name, further columns ignored:

        - ``input_output_flows``: table, from_sector, to_sector, value; domestic flows; a cell left out is 0.
        - ``input_output_accounts``: table, sector, variable, value; `output`, `value_added`,
          `imported_intermediate`, `taxes_less_subsidies_on_inputs`, `compensation_of_employees`, `employment`
          (persons, any unit), and either `household_consumption_domestic` or `household_consumption` with
          `import_share`, for every sector.
        - ``input_output_totals``: table, variable, value; `household_consumption_at_purchasers_prices`.
        - ``sectors``: table, sector, isic_section; their order is that of the table.
        - ``location_quotients``: region, section, variable, period, value; rows with variable `slq`;
          a section may be an ISIC section or, more closely, a sector of the table.
    choice
        Table, region and period.

    Returns
    -------
    LinkageTable
        With household shares over all household spending, imports and product taxes included, and
        productivity relative to the economy's average (`value_added` over `employment`).

    Raises
    ------
    InputError
        A frame, column, sector, account or quotient missing, unknown or twice; a column that does not add up
        to its output within 1e-3 (domestic and imported inputs, taxes on inputs, value added); any guard of
        `LinkageTable`. All mistakes of a step at once, the sector named.
    """
    _check_columns(frames)
    listing = _of_table(frames[SECTORS], choice)
    labels = listing["sector"].astype(str).tolist()
    sections = listing["isic_section"].astype(str).tolist()
    accounts, mistakes = _accounts(_of_table(frames[ACCOUNTS], choice), labels)
    flows = _flows(_of_table(frames[FLOWS], choice), labels, mistakes)
    quotients = _quotients(frames[QUOTIENTS], choice, dict(zip(labels, sections, strict=True)), mistakes)
    total = _household_total(_of_table(frames[TOTALS], choice, empty=True), choice, mistakes)
    if mistakes:
        raise InputError(mistakes)
    coefficients = technical_coefficients(flows, accounts["output"])
    per_output = {name: _over(accounts[name], accounts["output"]) for name in NEEDED if name != "employment"}
    check_national_balance(
        coefficients,
        per_output["imported_intermediate"],
        per_output["taxes_less_subsidies_on_inputs"],
        per_output["value_added"],
    )
    return LinkageTable(
        sectors=tuple(labels),
        coefficients=np.asarray(coefficients),
        value_added=per_output["value_added"].to_numpy(),
        compensation=per_output["compensation_of_employees"].to_numpy(),
        household_shares=_domestic_consumption(accounts).to_numpy() / total,
        location_quotients=quotients,
        industry=np.isin(sections, choice.industry),
        services=np.isin(sections, choice.services),
        relative_productivity=_relative_productivity(accounts),
    )


def _check_columns(frames: Mapping[str, pd.DataFrame]) -> None:
    mistakes = [f"{name}: this table is missing" for name in KEYS if name not in frames]
    for name, columns in KEYS.items():
        if name in frames:
            absent = [column for column in columns if column not in frames[name].columns]
            mistakes += [f"{name}: column '{column}' is missing" for column in absent]
    if mistakes:
        raise InputError(mistakes)


def _of_table(frame: pd.DataFrame, choice: TableChoice, *, empty: bool = False) -> pd.DataFrame:
    names = frame["table"].astype(str)
    rows = frame[names == choice.table]
    if rows.empty and not empty:
        raise InputError(f"no rows for table '{choice.table}'{nearest(choice.table, set(names))}")
    return rows


def _flows(rows: pd.DataFrame, labels: list[str], mistakes: list[str]) -> pd.DataFrame:
    for column in ("from_sector", "to_sector"):
        unknown = sorted(set(rows[column].astype(str)) - set(labels))
        mistakes += [f"{FLOWS}: {column} '{s}' is not in {SECTORS}{nearest(s, labels)}" for s in unknown]
    twice = rows[rows.duplicated(["from_sector", "to_sector"])]
    mistakes += listed(
        [
            f"{FLOWS}: from '{a}' to '{b}' appears more than once"
            for a, b in zip(twice["from_sector"], twice["to_sector"], strict=True)
        ]
    )
    square = pd.DataFrame(0.0, index=labels, columns=labels)
    if not mistakes:
        given = rows.pivot_table(index="from_sector", columns="to_sector", values="value", sort=False)
        square = given.reindex(index=labels, columns=labels).fillna(0.0)
    return square


def _accounts(rows: pd.DataFrame, labels: list[str]) -> tuple[pd.DataFrame, list[str]]:
    mistakes = [
        f"{SECTORS}: '{s}' appears more than once" for s in sorted({s for s in labels if labels.count(s) > 1})
    ]
    unknown = sorted(set(rows["sector"].astype(str)) - set(labels))
    mistakes += [f"{ACCOUNTS}: sector '{s}' is not in {SECTORS}{nearest(s, labels)}" for s in unknown]
    twice = rows[rows.duplicated(["sector", "variable"])]
    mistakes += listed(
        [
            f"{ACCOUNTS}: {v} of '{s}' appears more than once"
            for s, v in zip(twice["sector"], twice["variable"], strict=True)
        ]
    )
    if mistakes:
        return pd.DataFrame(), mistakes
    wide = rows.pivot_table(index="sector", columns="variable", values="value", sort=False).reindex(labels)
    households = (DOMESTIC,) if DOMESTIC in wide else (HOUSEHOLDS, "import_share")
    for name in (*NEEDED, *households):
        lacking = labels if name not in wide else wide.index[wide[name].isna()].tolist()
        mistakes += listed([f"{ACCOUNTS}: {name} of '{sector}' is missing" for sector in lacking])
    return wide, mistakes


def _quotients(
    frame: pd.DataFrame, choice: TableChoice, sections: dict[str, str], mistakes: list[str]
) -> FloatArray:
    chosen = frame[
        (frame["region"].astype(str) == choice.region)
        & (frame["variable"] == "slq")
        & (frame["period"].astype(str) == choice.period)
    ]
    if chosen.empty:
        mistakes.append(f"{QUOTIENTS}: no slq of region '{choice.region}' for '{choice.period}'")
        return np.zeros(len(sections))
    names = chosen["section"].astype(str)
    twice = sorted(set(names[names.duplicated()]))
    mistakes += [f"{QUOTIENTS}: slq of '{section}' appears more than once" for section in twice]
    by_name = dict(zip(names, chosen["value"].astype(float), strict=True))
    values = [by_name.get(sector, by_name.get(section, np.nan)) for sector, section in sections.items()]
    mistakes += listed(
        [
            f"{QUOTIENTS}: no slq for '{sector}' (section {section}) in region '{choice.region}'"
            for (sector, section), value in zip(sections.items(), values, strict=True)
            if np.isnan(value)
        ]
    )
    return np.array(values)


def _household_total(rows: pd.DataFrame, choice: TableChoice, mistakes: list[str]) -> float:
    values = rows.loc[rows["variable"] == HOUSEHOLD_TOTAL, "value"]
    if len(values) == 1 and values.iloc[0] > 0:
        return float(values.iloc[0])
    mistakes.append(f"{TOTALS}: '{choice.table}' needs {HOUSEHOLD_TOTAL} once, above 0")
    return np.nan


def _over(values: "pd.Series[Any]", output: "pd.Series[Any]") -> "pd.Series[Any]":
    return values / output.where(output > 0, 1.0)


def _domestic_consumption(accounts: pd.DataFrame) -> "pd.Series[Any]":
    if DOMESTIC in accounts:
        return accounts[DOMESTIC]
    return accounts[HOUSEHOLDS] * (1 - accounts["import_share"])


def _relative_productivity(accounts: pd.DataFrame) -> FloatArray:
    added, workers = (
        accounts["value_added"].to_numpy(dtype=float),
        accounts["employment"].to_numpy(dtype=float),
    )
    if not (np.isfinite(workers) & (workers >= 0)).all() or workers.sum() <= 0:
        raise InputError(f"{ACCOUNTS}: employment must not be negative, and not 0 everywhere")
    each: FloatArray = np.divide(added, workers, out=np.full(added.size, np.inf), where=workers > 0)
    average = added.sum() / workers.sum()
    relative: FloatArray = each / average
    return relative
