"""The models of the slice; each room keeps its own."""

from bihuan.emergency.accidents.models import Accident, Report

__all__ = ["Accident", "Report"]
