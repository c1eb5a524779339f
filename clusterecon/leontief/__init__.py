"""Input–output linkages: the textbook's model, a new cluster as a supply shock, and ratios over draws.

Pure functions of arrays; every guard raises `clusterecon.errors.InputError` and names the sector.
"""

from clusterecon.leontief.ratios import LinkageRatios, linkage_ratios
from clusterecon.leontief.supply import indirect_by_sector
from clusterecon.leontief.table import LinkageTable, linkage_table
from clusterecon.leontief.textbook import (
    closed_inverse,
    effects,
    flegg_lambda,
    household_column,
    leontief_inverse,
    multipliers,
    regional_coefficients,
    technical_coefficients,
)

__all__ = [
    "LinkageRatios",
    "LinkageTable",
    "closed_inverse",
    "effects",
    "flegg_lambda",
    "household_column",
    "indirect_by_sector",
    "leontief_inverse",
    "linkage_ratios",
    "linkage_table",
    "multipliers",
    "regional_coefficients",
    "technical_coefficients",
]
