"""A run told to a reader: the one source of page, slides and workbook."""
