"""Runs: tidy tables, targets, comparison, goal seek and the record of what went in."""
