"""Readiness: plans, teams, supplies, drills, duty, call-out, response, alerts."""
