"""Taking back what was sent on by mistake, before whoever has it now has acted. Pure.

The one who sent it on, or somebody of the same unit, takes it back with a reason; it stays in the journal that it was
sent and taken back. What carries an order's or a decision's number (an order, a grant) is not taken back but revoked.
"""

from __future__ import annotations

from bihuan.casework.spec import Field, Holder, Kind, Role, Start, Step, Who
from bihuan.safety.hazards.process_fields import DEADLINE, TO_ENTERPRISE

ENTERPRISE = (Role.SAFETY_OFFICER, Role.PRINCIPAL)
OFFICE = (Role.INSPECTOR, Role.OFFICER, Role.UNIT_HEAD)
ARTICLE = "安全生产法 第四十一条第二款（如实记录）"
WHY = Field("reason", "撤回的理由", Kind.TEXT)
HELP = "下一个环节还没有办理的，本单位可以撤回；撤回留在办理记录里"

# fmt: off
RECALLS = (
    Step("recall_judgment", "撤回定级", ARTICLE, sources=("pending_assignment", "pending_confirmation"),
         target="pending_verification", roles=(*OFFICE, *ENTERPRISE), gives=(WHY,), guards=("untouched",), help=HELP),
    Step("recall_inside", "撤回整改完成的报告", ARTICLE, sources=("pending_acceptance",), target="rectifying",
         roles=ENTERPRISE, gives=(WHY, DEADLINE), starts=(Start("rectification"),), voids=("acceptance",),
         guards=("untouched", "same_deadline"), help=HELP),
    Step("recall_report", "撤回整改完成的报告", ARTICLE, sources=("pending_reinspection",), target="ordered",
         roles=ENTERPRISE, who=Who.ANYWHERE, holder=Holder.GIVEN, gives=(TO_ENTERPRISE, WHY, DEADLINE),
         starts=(Start("rectification"),), voids=("reinspection",),
         guards=("of_this_enterprise", "to_the_enterprise", "untouched", "same_deadline"), help=HELP),
    Step("recall_ask_inside", "撤回延期申请", ARTICLE, sources=("extension_inside",), target="rectifying",
         roles=ENTERPRISE, gives=(WHY,), guards=("untouched",), help=HELP),
    Step("recall_ask", "撤回延期申请", ARTICLE, sources=("extension_pending",), target="ordered", roles=ENTERPRISE,
         who=Who.ANYWHERE, holder=Holder.GIVEN, gives=(TO_ENTERPRISE, WHY),
         guards=("of_this_enterprise", "to_the_enterprise", "untouched"), help=HELP),
)
# fmt: on
# What each takes back.
OF = {
    "recall_judgment": "judge",
    "recall_inside": "rectify_inside",
    "recall_report": "rectify",
    "recall_ask_inside": "ask_inside",
    "recall_ask": "ask_extension",
}  # fmt: skip
