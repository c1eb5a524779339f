"""Scenarios: a base of sourced assumptions and short, named overrides."""

from clusterecon.scenario.fields import Assumptions, Cohort, Stock, Target
from clusterecon.scenario.scenario import (
    REFERENCE,
    Header,
    Scenario,
    load_scenario,
    scenario_order,
)
from clusterecon.scenario.schema import json_schema

__all__ = [
    "REFERENCE",
    "Assumptions",
    "Cohort",
    "Header",
    "Scenario",
    "Stock",
    "Target",
    "json_schema",
    "load_scenario",
    "scenario_order",
]
