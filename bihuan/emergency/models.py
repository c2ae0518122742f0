"""The models of the slice; each room keeps its own."""

from bihuan.emergency.accidents.models import Accident, Report
from bihuan.emergency.readiness.models import (
    Alert,
    CallOut,
    Drill,
    LogLine,
    Plan,
    PlanTrigger,
    Response,
    Shelter,
    Shift,
    Summons,
    Supply,
    Team,
)

__all__ = [
    "Accident", "Alert", "CallOut", "Drill", "LogLine", "Plan", "PlanTrigger", "Report", "Response", "Shelter", "Shift",
    "Summons", "Supply", "Team",
]  # fmt: skip
