"""Assumptions with unit, source and grade; scenarios, cohorts, targets and indicators."""
