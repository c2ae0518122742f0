"""Service with proof: the resident's 30 days run from the receipt (信访工作条例 art. 35, 36), so the receipt is provable."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from bihuan.casework.errors import Guarded, Incomplete, Text
from bihuan.casework.guards import Attempt, Guard

WITNESSES = 2  # who see that somebody will not sign


def service_proven(attempt: Attempt) -> None:
    """By hand: who signed, or two witnesses that the resident would not. By post: the item's number. Electronically:
    the number of the delivery record. Attached proofs are files of this case."""
    given = attempt.given
    how, refused = given.get("served_by"), bool(given.get("refused"))
    if refused and how != "hand":
        raise Guarded(_("只有当面送达才有拒绝签收；邮寄被退回的，还没有送达。"), field="refused")
    faults: dict[str, Text] = {}
    if refused:
        names = [name for name in re.split(r"[、，,;；\s]+", given.get("witnesses", "")) if name]
        if len(names) < WITNESSES:
            faults["witnesses"] = _("拒绝签收的，请写明两名见证人的姓名和单位，用顿号隔开。")
    elif not given.get("receipt"):
        faults["receipt"] = {
            "post": _("请填写邮件编号，凭它可以查到签收的日期。"),
            "electronic": _("请填写送达记录的编号。"),
        }.get(str(how), _("请填写签收人；拒绝签收的，勾选“拒绝签收”，并写明两名见证人。"))
    proofs = [str(key) for key in given.get("proof", [])]
    if proofs and attempt.case.pk is not None:
        known = {str(key) for key in attempt.case.attachments.values_list("pk", flat=True)}
        if not set(proofs) <= known:
            faults["proof"] = _("所选的附件不在这个案件里，请先上传，再选择。")
    if faults:
        raise Incomplete(faults)


GUARDS: tuple[Guard, ...] = (service_proven,)
NAMED: dict[str, Guard] = {}
