"""What the portal refuses, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from bihuan.casework.errors import Refused


class DraftGone(Refused):
    """The phone's cookie leads to no draft: expired, sent, or cookies are switched off."""

    message = _(
        "没有找到您正在填写的内容：可能已经提交，可能超过了保存期限，也可能手机不允许保存 Cookie。请重新填写。"
    )


class AlreadyRated(Refused):
    """A rating is given once."""

    message = _("您已经评价过，评价只能作一次，不能修改。您的意见已经记录在案。")


class NotYetRated(Refused):
    """Nothing was decided that could be rated."""

    message = _("现在还不能评价：承办单位作出处理意见，或者办结之后，可以评价。")


class AlreadyAnswered(Refused):
    """A question is answered once."""

    message = _("这个问题您已经回答过了。还有补充的，请用“补充材料”。")


class NobodyToCheck(Refused):
    """An anonymous letter: no identity is on record that could be compared."""

    message = _("这件是匿名提出的，没有可以核对的身份，查询码不能重新发给。信访人可以重新提出。")


class CheckMissing(Refused):
    """A code was to be issued again without saying how the identity was checked."""

    message = _("重新发给查询码之前，请核对身份，并选择核对的方式。")


class TooManyFiles(Refused):
    """More files than a letter takes."""

    def __init__(self, most: int) -> None:
        super().__init__(_("最多可以附 %(most)s 个文件。请先删去不需要的，再添加。") % {"most": most})


class TooMuch(Refused):
    """More bytes than a letter takes."""

    def __init__(self, most_mb: int) -> None:
        super().__init__(
            _("全部文件合计不能超过 %(most)s MB。请减少照片数量，或者把照片调小再传。") % {"most": most_mb}
        )
