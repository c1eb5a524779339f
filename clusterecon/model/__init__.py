"""Puts the equations together draw by draw, and checks the identities."""
