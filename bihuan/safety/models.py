"""The models of the slice; each room keeps its own."""

from bihuan.safety.enterprises.models import (
    Certificate,
    Contact,
    Contractor,
    Enterprise,
    Equipment,
    FileChange,
    MajorHazardInstallation,
    WorkPlace,
)
from bihuan.safety.hazards.models import (
    Hazard,
    Judgment,
    Reward,
    RuleClause,
    RulePack,
    StatisticsReport,
    Suspicion,
)
from bihuan.safety.inspections.models import (
    CheckItem,
    Checklist,
    Draw,
    Finding,
    Inspection,
    OfficerCertificate,
    Plan,
    PlanLine,
    Replacement,
)
from bihuan.safety.maps.models import Boundary
from bihuan.safety.risk.models import Assessment, BandTable, ColourChange, LibraryEntry, RiskPoint

__all__ = [
    "Assessment", "BandTable", "Boundary", "Certificate", "CheckItem", "Checklist", "ColourChange", "Contact", "Contractor",
    "Draw", "Enterprise", "Equipment", "FileChange", "Finding", "Hazard", "Inspection", "Judgment", "LibraryEntry",
    "MajorHazardInstallation", "OfficerCertificate", "Plan", "PlanLine", "Replacement", "Reward", "RiskPoint", "RuleClause",
    "RulePack", "StatisticsReport",
    "Suspicion", "WorkPlace",
]  # fmt: skip
