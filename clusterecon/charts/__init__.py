"""One figure a function, in one style, in Vietnamese and English."""
