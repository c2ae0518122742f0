"""The documents that a hazard's steps issue."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from bihuan.safety.hazards import opinions
from bihuan.safety.hazards.process import HAZARD
from bihuan.safety.papers import Form, register_forms

LAW = "《中华人民共和国安全生产法》"
FORMS = (
    Form("rectification_order", _("责令限期整改指令书"), "限改",
         f"经查，你单位存在下列事故隐患：{{subject}}（编号：{{case}}）。依据{LAW}第六十五条第一款第二项的规定，现责令你单位限期整改：",
         f"请于{{deadline}}前整改完毕，并书面报告。逾期不整改或者整改后仍然达不到安全生产条件的，将依照{LAW}第九十九条、第一百零二条等规定处理。"
         "如不服本指令，可以依法申请行政复议或者提起行政诉讼。"),
    Form("onsite_measure", _("现场处理措施决定书"), "现决",
         f"因你单位存在下列事故隐患：{{subject}}（编号：{{case}}），依据{LAW}第六十五条第一款第三项的规定，现作出下列现场处理措施：",
         "重大事故隐患排除后，经审查同意，方可恢复生产经营和使用。"),
    Form("reinspection_opinion", _("整改复查意见书"), "复查",
         f"对你单位的事故隐患“{{subject}}”（编号：{{case}}）的整改情况，依据{LAW}第六十五条的规定进行了复查，意见如下："),
    Form("close_out", _("事故隐患销号通知书"), "销号",
         f"你单位的事故隐患“{{subject}}”（编号：{{case}}）经第二级核验，依据{LAW}第四十一条第三款的规定予以销号。核验意见如下："),
    Form("major_report", _("重大事故隐患报告"), "隐报",
         f"依据{LAW}第四十一条第二款的规定，现将本单位的重大事故隐患“{{subject}}”（编号：{{case}}）报告如下：", addressed=False),
    Form("governance_plan", _("重大事故隐患治理方案"), "治案",
         f"依据{LAW}第四十一条的规定，对重大事故隐患“{{subject}}”（编号：{{case}}）制定治理方案如下，由主要负责人签署：",
         addressed=False),
    Form("rectification_report", _("事故隐患整改报告"), "整报",
         "事故隐患“{subject}”（编号：{case}）已经整改完成，情况报告如下：", addressed=False),
    Form("transfer_record", _("安全生产问题移送记录"), "移",
         f"检查中发现的下列问题应当由其他有关部门处理，依据{LAW}第六十九条的规定移送：{{subject}}（编号：{{case}}）。",
         addressed=False),
)  # fmt: skip


def register_all() -> None:
    """Make them known to the engine."""
    register_forms(HAZARD.name, FORMS, wanted={opinions.KIND: opinions.its_own})
