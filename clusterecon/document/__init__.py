"""A briefing as plain data: sections, tables, charts, and how text is set."""
