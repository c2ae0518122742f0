"""Earlier appeals that are likely about the same matter: by matter and place, never by who appeals.

`scoring` is pure; `finding` asks the search postings and the cases, in a number of steps that does not grow with them.
"""
