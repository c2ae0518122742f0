"""Search in Chinese: any run of two characters is found, the newest hit first, and the match is shown.

`text` is pure (fold, tokens, query, snippet); `index` asks the database; `schema` makes the migration operations.
How a slice uses it is written at the head of `index`.
"""
