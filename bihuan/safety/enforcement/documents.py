"""The documents that steps of enforcement issue."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from bihuan.safety.enforcement.models import Matter, Penalty
from bihuan.safety.enforcement.papers import register_forms
from bihuan.safety.enforcement.process import PENALTY
from bihuan.safety.enforcement.small_processes import ADMONITION, CLOSURE, LISTING
from bihuan.safety.papers import Form

PL = "《中华人民共和国行政处罚法》"
LAW = "《中华人民共和国安全生产法》"
REMEDY = (
    "如不服本决定，可以自收到本决定书之日起六十日内申请行政复议，或者六个月内提起行政诉讼。"
    "行政复议或者行政诉讼期间，本决定不停止执行，法律另有规定的除外。到期不缴纳罚款的，每日按罚款数额的百分之三加处罚款，加处的数额不超过罚款数额。"
)
FORMS = (
    Form("preservation", _("先行登记保存证据通知书"), "登存",
         f"因“{{subject}}”（编号：{{case}}）一案，依据{PL}第五十六条的规定，对下列物品先行登记保存：",
         "七个工作日内作出处理决定；在此期间，不得销毁或者转移。"),
    Form("penalty_notice", _("行政处罚告知书"), "罚告",
         f"你单位（你）因“{{subject}}”（编号：{{case}}）一案，拟受行政处罚。依据{PL}第四十四条的规定，现将有关内容告知如下：",
         "你单位（你）有权陈述和申辩。告知听证权利的，可以在收到本告知书后五个工作日内要求举行听证；不因陈述、申辩而加重处罚。"),
    Form("hearing_notice", _("听证通知书"), "听通",
         f"应你单位（你）的要求，“{{subject}}”（编号：{{case}}）一案依据{PL}第六十四条的规定举行听证：",
         "无正当理由拒不出席或者中途退出的，视为放弃听证权利。认为主持人与本案有直接利害关系的，可以申请回避。"),
    Form("penalty_decision", _("行政处罚决定书"), "罚",
         f"“{{subject}}”（编号：{{case}}）一案已经调查终结，依据{PL}第五十七条的规定，决定如下：", REMEDY),
    Form("no_penalty", _("不予行政处罚决定书"), "不罚",
         f"“{{subject}}”（编号：{{case}}）一案，依据{PL}第三十三条、第五十七条的规定，决定不予行政处罚："),
    Form("daily_fine", _("按日连续处罚通知书"), "日罚",
         f"你单位（你）被责令改正且受到罚款处罚，拒不改正。依据{LAW}第一百一十二条的规定，自作出责令改正之日的次日起，"
         "按照原处罚数额按日连续处罚：", REMEDY),
    Form("transfer_record", _("案件移送函"), "案移",
         "下列案件依法应当由你机关处理，现予移送，请出具接收回执：{subject}（编号：{case}）。", addressed=False),
)  # fmt: skip
CLOSURE_FORMS = (
    Form("closure_proposal", _("提请关闭建议书"), "提关",
         f"依据{LAW}第一百一十三条的规定，提请对{{enterprise}}予以关闭（编号：{{case}}）。情况如下：",
         addressed=False),
)  # fmt: skip
ADMONITION_FORMS = (
    Form(
        "interview_record",
        _("安全生产约谈纪要"),
        "约谈",
        "就“{subject}”（编号：{case}）进行了约谈，纪要如下：",
    ),
)
LISTING_FORMS = (
    Form("listing_notice", _("重大事故隐患挂牌督办通知书"), "挂牌",
         f"你单位的重大事故隐患“{{subject}}”（编号：{{case}}）依据{LAW}第四十一条第三款的规定挂牌督办："),
    Form("delisting_notice", _("重大事故隐患摘牌通知书"), "摘牌",
         "你单位挂牌督办的重大事故隐患“{subject}”（编号：{case}）经验收合格，予以摘牌："),
)  # fmt: skip


def enterprise_of(case_id: int) -> str:
    """The name of the enterprise a case of enforcement is about."""
    for model in (Penalty, Matter):
        name = model._default_manager.filter(pk=case_id).values_list("enterprise__name", flat=True).first()
        if name:
            return str(name)
    return ""


def register_all() -> None:
    """Make them known to the engine."""
    register_forms(PENALTY.name, FORMS, enterprise_of)
    register_forms(CLOSURE.name, CLOSURE_FORMS, enterprise_of)
    register_forms(ADMONITION.name, ADMONITION_FORMS, enterprise_of)
    register_forms(LISTING.name, LISTING_FORMS, enterprise_of)
