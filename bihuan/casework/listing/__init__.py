"""Lists of cases: what is found, in which order, page by page, and what can be done to many at once."""
