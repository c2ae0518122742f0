"""The documents that steps of suspension issue."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from bihuan.safety.enforcement.papers import register_forms
from bihuan.safety.papers import Form
from bihuan.safety.suspension.models import Suspension
from bihuan.safety.suspension.process import TABLES

LAW = "《中华人民共和国安全生产法》"
FORMS = (
    Form("refusal_record", _("拒不停产停业认定书"), "拒认",
         f"经查，你单位对“{{subject}}”（编号：{{case}}）的停产停业决定拒不执行。依据{LAW}第七十条的规定认定如下：",
         "请立即停产停业。继续拒不执行的，将通知有关单位停止供电、停止供应民用爆炸物品，并依照第一百一十三条提请关闭。"),
    Form("cut_notice", _("停止供电（供应）通知书"), "停供",
         f"{{enterprise}}拒不执行停产停业决定（编号：{{case}}），有发生生产安全事故的现实危险。经本部门主要负责人批准，依据{LAW}第七十条的规定通知如下：",
         "停止供应应当在保证安全的前提下进行。企业履行决定后，本部门将及时通知恢复。"),
    Form("lift_notice", _("恢复供电（供应）通知书"), "复供",
         f"{{enterprise}}已经履行停产停业决定（编号：{{case}}）。依据{LAW}第七十条第二款的规定，停止供电、供应的措施即行解除，请恢复供应。"),
    Form("cut_withdrawn", _("不再停止供电（供应）通知书"), "撤供",
         f"{{enterprise}}已经履行停产停业决定（编号：{{case}}）。依据{LAW}第七十条第二款的规定，先前通知的停止供电、供应不再执行，请照常供应。"),
    Form("revocation_notice", _("停产停业决定撤销通知书"), "停撤",
         "对“{subject}”（编号：{case}）作出的停产停业决定已经撤销。因该决定停止供电、供应的，随之解除，请供应单位恢复供应。"),
    Form("resume_application", _("恢复生产申请书"), "复申",
         "我单位因“{subject}”（编号：{case}）停产停业，现已整改完毕，申请恢复生产：", addressed=False),
    Form("resumption_decision", _("恢复生产批准书"), "复产",
         "你单位因“{subject}”（编号：{case}）停产停业，整改后经验收合格，同意恢复生产：",
         "请落实安全措施后恢复生产。恢复生产将向社会公布。"),
)  # fmt: skip


def enterprise_of(case_id: int) -> str:
    """The name of the enterprise a suspension is about."""
    name = Suspension.objects.filter(pk=case_id).values_list("enterprise__name", flat=True).first()
    return str(name or "")


def register_all() -> None:
    """Make them known to the engine, for each table."""
    for table in TABLES:
        register_forms(table.name, FORMS, enterprise_of)
