"""What is refused about printing, each with what to do instead."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from bihuan.casework.errors import Refused


class NothingChosen(Refused):
    """No document."""

    message = _("请先选择要打印的文书。")


class TooMany(Refused):
    """More than one run may hold."""

    message = _("一次最多打印300份文书，请分几次。")


class NotYourDocuments(Refused):
    """Documents of another unit, or void ones."""

    message = _("只能打印本单位出具的、没有作废的文书。请刷新页面，重新选择。")


class MayNotOpen(Refused):
    """Names and addresses are for those who deal with the person."""

    message = _("您的岗位不能打开信访人的姓名和地址。可以打印不带姓名的文书，或者请承办人打印。")


class NeedsAnother(Refused):
    """More than 20 persons at once are opened with the consent of a second."""

    message = _("一次打开20人以上的姓名和地址，须由本单位另一位工作人员确认，不能由本人确认。")


class NotWaiting(Refused):
    """There is nothing to confirm."""

    message = _("这一批文书不在等待确认，请刷新页面。")
