"""Raw tables: their schema and checks, what was known on a day, and the processed copy."""
