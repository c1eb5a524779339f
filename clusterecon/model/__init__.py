"""The one place where the pure parts meet: land, additionality, linkages, baseline, appraisal."""

from clusterecon.model.outcome import PARTS, Outcome, evaluate
from clusterecon.model.parameters import Block, Parameters, central_parameters
from clusterecon.model.simulate import (
    ModelInputs,
    baseline_growth,
    central_case,
    simulate,
    simulate_block,
)

__all__ = [
    "PARTS",
    "Block",
    "ModelInputs",
    "Outcome",
    "Parameters",
    "baseline_growth",
    "central_case",
    "central_parameters",
    "evaluate",
    "simulate",
    "simulate_block",
]
