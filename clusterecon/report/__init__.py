"""Runs a notebook and publishes its folder whole or not at all; batches, lists and schedules."""
