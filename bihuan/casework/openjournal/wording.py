"""What a check means, in words for whoever holds a receipt."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from bihuan.common.merkle.receipts import Check

# (it holds, it does not hold)
SENTENCES = {
    Check.SIGNATURE: (
        _("签名摘要是用回执中的公钥对应的密钥签的，签后没有改动。"),
        _("签名摘要的签名对不上：摘要或者签名被改动过。"),
    ),
    Check.INCLUSION: (
        _("您这个案件的这条登记记录，确实在这份签名摘要所代表的登记簿里，位置和内容都相符。"),
        _("这条登记记录不在这份签名摘要所代表的登记簿里：回执或者登记簿被改动过。"),
    ),
    Check.KEY: (
        _("回执的公钥就是您给出的公钥，或者由它逐次签名交接而来。"),
        _("回执的公钥不是您给出的公钥，也不是由它签名交接而来的。"),
    ),
    Check.LATER: (
        _("另一份签名摘要里仍然完整包含这份回执时的全部记录，一条也没有改动或者删除。"),
        _("两份签名摘要互相矛盾：以前的记录被改动或者删除过。请保存好这两份文件，它们就是证据。"),
    ),
    Check.LATER_SIGNATURE: (
        _("另一份签名摘要的签名也成立。"),
        _("另一份签名摘要的签名不成立，不能用来核对。"),
    ),
}
NO_KEY = _("没有另外给出公钥：只能确认回执前后一致。请把回执中的公钥编号与信访部门公布的核对。")
ALL_HOLD = _("结论：全部成立。")
NOT_ALL_HOLD = _("结论：不成立。请保存好文件，向上一级机关或者检察机关反映。")
SUBJECT = _(
    "案件 %(case)s 的第 %(seq)s 条登记记录；登记簿当时共有 %(size)s 条，签署时间 %(moment)s，公钥编号 %(key)s。"
)


def sentence(check: Check, *, holds: bool) -> str:
    """One check, in one sentence."""
    return str(SENTENCES[check][0 if holds else 1])
