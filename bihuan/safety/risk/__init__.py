"""Risk points and their assessment."""
