"""Values that assumptions had before, by name: with them the model gives the figures of before."""

CENTRAL = {
    "regional_productivity": 1,
    "value_added_per_worker": 0.19,
    "labour_offset": 0,
    "budget_per_worker": 0.014,
    "budget_per_worker_growth": "productivity",
    "reference_displacement": 0,
}
"""What a reader sets to follow METHODS 13 by hand."""

DRAWN = {
    "regional_productivity": 1,
    "value_added_per_worker": {"value": 0.19, "distribution": {"shape": "pert", "low": 0.11, "high": 0.30}},
    "labour_offset": 0,
    "budget_per_worker": {"value": 0.014, "distribution": {"shape": "pert", "low": 0.010, "high": 0.020}},
    "budget_per_worker_growth": "productivity",
    "reference_displacement": 0,
}
"""The same with the spread they had."""
