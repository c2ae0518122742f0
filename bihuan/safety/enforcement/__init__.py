"""Enforcement: penalties, closure proposals, interviews and warnings, listed supervision."""
