"""What every room stands on: errors, files, periods, fingerprints, limits."""
