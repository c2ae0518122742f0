"""Suspension and resumption of production: measures and penalties, staged approvals, power cut-off."""
