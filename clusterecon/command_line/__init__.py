"""Options in, tables out, exit codes."""
