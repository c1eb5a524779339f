"""Tables that tests of linkages share: Germany 1995 as printed, Viet Nam 2018 as shipped."""

import io
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from clusterecon.data.input_output import input_output, location_quotients
from clusterecon.ground.errors import InputError
from clusterecon.leontief import table as table_leontief

RAW = Path(__file__).parents[1] / "data" / "raw"
FRAMES = (
    "input_output_flows",
    "input_output_accounts",
    "input_output_totals",
    "sectors",
    "location_quotients",
)
SHIPPED = ("VNM_2018", "HAN", "2021-Q4")
"""Table, region and period of its quotients."""
MIX = {
    "D31T33": 0.20, "D25": 0.20, "D10T12": 0.15, "D13T15": 0.15, "D16": 0.10, "D22": 0.08, "D28": 0.05,
    "D27": 0.04, "D17T18": 0.03,
}  # fmt: skip
CENTRAL = (0.1242, 0.25, 0.65, 0.10)
"""Share of GDP, delta, propensity to consume, leakage."""
AVERAGE = 0.2018  # bn VND of value added a worker
PER_WORKER = 0.19  # bn VND of value added per tenant's worker, to turn jobs per bn VND into jobs per job

# Eurostat (2008), Manual of Supply, Use and Input-Output Tables, table 15.4 (p. 482), Germany 1995, million
# EUR, thousand persons; the region and its quotients are made up for the test.
GERMANY = """
farming,      A, 43910,  21664, 2927,  1084,  9382,  8500,   1096,  0.3
manufacturing,C, 1079446,395022,156703,6505,  296464,197792, 8381,  0.8
building,     F, 245606, 115624,13427, 1548,  78819, 3457,   3236,  1.1
trade,        G, 540063, 311407,21943, 8349,  214450,269663, 9251,  1.0
business,     M, 692487, 415426,13371, 8473,  124810,214757, 4258,  1.4
other,        Q, 508918, 365017,13772, 12551, 272975,119504, 10206, 1.2
"""
GERMANY_FLOWS = [
    [1131, 25480, 1, 607, 710, 762],
    [7930, 304584, 64167, 41082, 11981, 30360],
    [426, 7334, 3875, 5296, 23457, 9155],
    [3559, 72717, 14190, 74399, 10835, 21008],
    [3637, 96115, 31027, 65755, 193176, 34223],
    [1552, 14986, 1747, 11225, 15058, 22070],
]
GERMANY_HOUSEHOLDS = 1_001_060  # at purchasers' prices, imports and taxes on products included
ACCOUNTS = [
    "output", "value_added", "imported_intermediate", "taxes_less_subsidies_on_inputs",
    "compensation_of_employees", "household_consumption_domestic", "employment",
]  # fmt: skip
BERLIN = ("DEU_1995", "BER", "1995")


def germany():
    wide = pd.read_csv(
        io.StringIO(GERMANY), names=["sector", "isic_section", *ACCOUNTS, "slq"], skipinitialspace=True
    )
    accounts = wide.melt("sector", ACCOUNTS).astype({"value": float})
    names = wide["sector"].tolist()
    flows = pd.DataFrame(
        [
            (a, b, z)
            for a, row in zip(names, GERMANY_FLOWS, strict=True)
            for b, z in zip(names, row, strict=True)
        ],
        columns=["from_sector", "to_sector", "value"],
    )
    quotients = wide[["isic_section", "slq"]].set_axis(["section", "value"], axis=1)
    total = [["household_consumption_at_purchasers_prices", GERMANY_HOUSEHOLDS]]
    return {
        "sectors": wide[["sector", "isic_section"]].assign(table="DEU_1995", value=range(1, 7)),
        "input_output_accounts": accounts.assign(table="DEU_1995"),
        "input_output_flows": flows.assign(table="DEU_1995"),
        "input_output_totals": pd.DataFrame(total, columns=["variable", "value"]).assign(table="DEU_1995"),
        "location_quotients": quotients.assign(region="BER", variable="slq", period="1995"),
    }


def linkage_table(frames, choice):
    """Return the table of a study as a study reads it."""
    table, region, period = choice
    return table_leontief.linkage_table(
        input_output(frames, table), location_quotients(frames, region, period)
    )


@cache
def shipped_frames():
    """Return the shipped rows, which nobody may change."""
    return {name: pd.read_csv(RAW / f"{name}.csv") for name in FRAMES}


@cache
def shipped_table():
    return linkage_table(shipped_frames(), SHIPPED)


def refused(match, call, *args, **kwargs):
    with pytest.raises(InputError, match=match) as caught:
        call(*args, **kwargs)
    return caught.value.mistakes
