"""Checklists, plans, draws and inspections."""
