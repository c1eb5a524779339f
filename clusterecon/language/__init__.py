"""Numbers, dates, labels and sentences in Vietnamese and English."""
