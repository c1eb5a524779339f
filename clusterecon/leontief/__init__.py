"""Input–output linkages: coefficients, multipliers, regionalisation, supply shocks, and ratios over draws.

Pure functions of labelled (DataFrame, Series) or plain arrays; results are labelled where the input is.
Every guard raises `clusterecon.errors.InputError` and names the sector.
"""

from clusterecon.leontief.coefficients import (
    check_national_balance,
    check_regional_balance,
    leontief_inverse,
    technical_coefficients,
)
from clusterecon.leontief.frames import TableChoice, linkage_table
from clusterecon.leontief.multipliers import (
    closed_inverse,
    type1_effects,
    type1_multipliers,
    type1_output_multipliers,
    type2_effects,
    type2_multipliers,
)
from clusterecon.leontief.ratios import LinkageRatios, indirect_by_sector, linkage_ratios
from clusterecon.leontief.regional import flegg_lambda, flegg_quotients, household_column, regionalise
from clusterecon.leontief.structure import aggregate, backward_linkages, forward_linkages
from clusterecon.leontief.supply import (
    mixed_model_readings,
    supply_shock_multipliers,
    supply_shock_requirements,
)
from clusterecon.leontief.table import LinkageTable

__all__ = [
    "LinkageRatios",
    "LinkageTable",
    "TableChoice",
    "aggregate",
    "backward_linkages",
    "check_national_balance",
    "check_regional_balance",
    "closed_inverse",
    "flegg_lambda",
    "flegg_quotients",
    "forward_linkages",
    "household_column",
    "indirect_by_sector",
    "leontief_inverse",
    "linkage_ratios",
    "linkage_table",
    "mixed_model_readings",
    "regionalise",
    "supply_shock_multipliers",
    "supply_shock_requirements",
    "technical_coefficients",
    "type1_effects",
    "type1_multipliers",
    "type1_output_multipliers",
    "type2_effects",
    "type2_multipliers",
]
