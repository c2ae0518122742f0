"""The figures of the Board: each a table with what it counts, drawn where a picture helps."""
