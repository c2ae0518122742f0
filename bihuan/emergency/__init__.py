"""Accidents, plans, teams, drills, duty rosters, alerts."""
