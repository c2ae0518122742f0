"""The documents that an inspection's steps issue: the site record (art. 68) and the record of a refused entry."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from bihuan.casework.documents import Issuing
from bihuan.safety.inspections.models import Inspection
from bihuan.safety.inspections.process import INSPECTION
from bihuan.safety.inspections.together import ordered_hazards, results
from bihuan.safety.papers import Form, register_forms

LAW = "《中华人民共和国安全生产法》"
FORMS = (
    Form("site_record", _("现场检查记录"), "检记",
         f"依据{LAW}第六十二条、第六十五条、第六十八条的规定，对你单位进行了现场检查（编号：{{case}}），记录如下："),
    Form("refusal_record", _("拒绝检查情况记录"), "拒记",
         f"对你单位进行现场检查时（编号：{{case}}），存在拒绝、阻碍检查的情况，依据{LAW}第六十六条、第一百零八条的规定记录如下："),
    Form("rectification_order", _("责令限期整改指令书"), "限改",
         f"经现场检查（编号：{{case}}），你单位存在下列事故隐患。依据{LAW}第六十五条第一款第二项的规定，现责令你单位限期整改：",
         f"请于{{deadline}}前整改完毕，并书面报告。逾期不整改或者整改后仍然达不到安全生产条件的，将依照{LAW}第九十九条、第一百零二条等规定处理。"
         "如不服本指令，可以依法申请行政复议或者提起行政诉讼。"),
    Form("reinspection_opinion", _("整改复查意见书"), "复查",
         f"对现场检查（编号：{{case}}）责令你单位整改的事故隐患，依据{LAW}第六十五条的规定进行了复查，意见如下："),
    Form("onsite_measure", _("现场处理措施决定书"), "现决",
         f"本机关于现场检查（编号：{{case}}）时，发现你单位存在危及安全的情形。依据{LAW}第六十五条第一款第三项的规定，现作出下列现场处理措施决定：",
         "重大事故隐患排除后，经审查同意，方可恢复生产经营和使用。如不服本决定，可以依法申请行政复议或者提起行政诉讼。"),
)  # fmt: skip


def inspectors(issuing: Issuing) -> list[tuple[str, str]]:
    """Who inspected, with certificate numbers."""
    return officers(issuing)[:1]


def officers(issuing: Issuing) -> list[tuple[str, str]]:
    """Who inspected, with certificate numbers, and each failed item with the law it offends."""
    row = Inspection.objects.select_related("lead", "second").get(pk=issuing.case.pk)
    said = []
    if row.lead is not None and row.second is not None:
        numbers = [*row.certificates, "", ""]
        said.append(
            (
                "检查人员",
                f"{row.lead.name}（执法证号：{numbers[0]}）\n{row.second.name}（执法证号：{numbers[1]}）",
            )
        )
    failed = row.findings.filter(answer="failed").select_related("item").order_by("item__number")
    items = [
        f"{one.item.text}：{one.note}" + (f"（{one.item.reference}）" if one.item.reference else "")
        for one in failed
    ]
    if items:
        said.append(("不合格项", "\n".join(items)))
    return said


def signed(issuing: Issuing) -> list[dict[str, str]]:
    """Who signed by hand on the phone (art. 68), by the hashes that the record itself names; a refusal in words.

    What is decided after the record stands on its signatures; a record written at a desk has none and leaves lines to
    be signed on paper.
    """
    row = Inspection.objects.select_related("lead", "second").get(pk=issuing.case.pk)
    entry = issuing.entry
    if entry.step == "measure_on_site":
        entry = issuing.case.entries.filter(step="submit").order_by("-seq").first() or entry
    evidence = entry.data.get("evidence", "")
    pictures = {
        one.kind: one.sha256
        for one in row.evidence.exclude(kind="photo").order_by("received_at", "pk")
        if one.sha256 in evidence
    }
    names = {"lead": row.lead.name if row.lead else "", "second": row.second.name if row.second else ""}
    said = [
        {"label": f"{label}（{names[kind]}）", "sha256": pictures.get(kind, "")}
        for kind, label in (("lead", "主办人员签名"), ("second", "协办人员签名"))
    ]
    if issuing.entry.step == "measure_on_site":
        return said
    head = entry.data.get("signed_by") or entry.data.get("by") or ""
    unit = {
        "label": f"被检查单位负责人签名（{head}）" if head else "被检查单位负责人签名",
        "sha256": pictures.get("unit", ""),
    }
    if entry.data.get("signature") == "refused":
        unit = {
            "label": "被检查单位负责人",
            "text": f"拒绝签字。{entry.data.get('refusal', '')}（安全生产法第六十八条）",
        }
    elif entry.step == "refuse_entry":
        unit = {"label": "被检查单位", "text": "拒绝、阻碍检查，没有签字。"}
    return [*said, unit]


def register_all() -> None:
    """Make them known to the engine."""
    register_forms(
        INSPECTION.name,
        FORMS,
        {
            "site_record": officers,
            "refusal_record": officers,
            "onsite_measure": inspectors,
            "rectification_order": lambda one: [*ordered_hazards(one), *inspectors(one)],
            "reinspection_opinion": lambda one: [*results(one), *inspectors(one)],
        },
        dict.fromkeys(("site_record", "refusal_record", "onsite_measure"), signed),
    )
