"""The working calendar and the legal counting of time. Pure: no Django, no database, no clock of its own."""
