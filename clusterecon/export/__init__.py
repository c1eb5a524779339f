"""Writers of pages, PDF, slides, workbooks and pictures."""
