"""Accidents: reports with their hours, grades, investigation."""
