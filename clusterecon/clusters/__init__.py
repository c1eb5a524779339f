"""Land to jobs, value added and budget; gross to net; wastewater plants."""
