"""Hidden hazards."""
