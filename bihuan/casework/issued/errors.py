"""What is refused about issued documents, each with what to do instead."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from bihuan.casework.errors import Refused


class AlreadyVoid(Refused):
    """It was voided before."""

    message = _("这份文书已经作废，不能再次作废或者更换。")


class AlreadyServed(Refused):
    """The resident holds it: their time runs from it."""

    message = _("这份文书已经送达，不能作废或者更换。信访人的期限已经起算；确有错误的，通过复查、复核纠正。")


class NotTheIssuer(Refused):
    """Only the head of the unit that issued it."""

    message = _("只有出具单位的负责人可以作废或者更换文书。")


class ReasonMissing(Refused):
    """A void document says why."""

    message = _("请写明作废或者更换的原因。")


class NothingChanged(Refused):
    """A replacement says something else."""

    message = _("更换的文书与原来的没有不同，请先改正内容。")
