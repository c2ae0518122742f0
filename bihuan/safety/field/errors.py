"""What is refused of that which a phone sends, each with a sentence for the officer."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.casework.errors import Refused


class Unreadable(Refused):
    """What came is no record of this program."""

    message = gettext_lazy("服务器读不懂这份记录，可能是程序版本太旧。记录还在本机，请更新后再发送。")


class Damaged(Refused):
    """The bytes that arrived are not those that were sent."""

    message = gettext_lazy("文件在传送中损坏，请再发送一次。原件还在本机。")


class NoPicture(Refused):
    """Only pictures are evidence here."""

    message = gettext_lazy("只能发送照片。")


class OtherContent(Refused):
    """Another record came under the same key."""

    message = gettext_lazy("服务器上已经有同一编号、内容不同的记录。两份都没有丢失，请联系管理员。")


class FilesMissing(Refused):
    """The record names files that have not arrived."""

    def __init__(self, hashes: Sequence[str]) -> None:
        self.hashes = list(hashes)
        super().__init__(_("还有 %(count)s 个文件没有送达，请继续发送。") % {"count": len(self.hashes)})


class DeviceEnded(Refused):
    """The phone was reported lost, or belongs to somebody else."""

    message = gettext_lazy("这部手机已经停用（例如报失）。本机的记录不能再打开，请联系单位负责人。")


class HowMissing(Refused):
    """A held record is settled by saying what became of it."""

    message = gettext_lazy("请写明这份记录怎样处理。")
