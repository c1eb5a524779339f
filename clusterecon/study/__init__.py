"""A folder with scenarios and data, read, checked and ready to be simulated."""
