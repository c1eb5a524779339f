"""Input-output coefficients, inverses, location quotients and multipliers."""
