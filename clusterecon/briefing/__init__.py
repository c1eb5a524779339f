"""A run turned into a document: the one source of page, slides and workbook."""
