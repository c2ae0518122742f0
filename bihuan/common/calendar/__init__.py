"""The working calendar and the legal counting of time. Pure: no Django, no database, no clock of its own.

`papers` reads a year's holiday arrangement, `working` knows every day, `deadlines` counts, and
`explanations` says why.
"""
