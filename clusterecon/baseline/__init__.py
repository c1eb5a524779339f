"""The forecast of industry without new clusters, and its back-test."""
