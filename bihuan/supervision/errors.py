"""What the services of this slice refuse, said to people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from bihuan.casework.errors import Refused


class NotAllowed(Refused):
    """The actor's post does not do this."""

    message = gettext_lazy("这件事由督查员和区领导办理，您现在的岗位不能操作。")


class NoSuchCase(Refused):
    """A number that is not there, or not the actor's to see."""

    message = gettext_lazy("没有这个编号的案件，或者您看不到它。请核对编号。")


class NotInOffice(Refused):
    """The account holds no post on that day."""

    message = gettext_lazy("这个人那一天没有任职。请核对日期和人员。")


class BadDates(Refused):
    """The end before the beginning."""

    message = gettext_lazy("结束日期早于开始日期，请改正。")


class Taken(Refused):
    """There is one already."""

    message = gettext_lazy("已经有这一条了，不用重复登记。")


class BadAmount(Refused):
    """An amount that is no amount."""

    message = gettext_lazy("金额请写成不超过两位小数的数，例如 12500.00，不能是零。")


class NotHeldYet(Refused):
    """A record of a day that has not come."""

    message = gettext_lazy("这一天还没有到，不能登记听到的事项。")


class CalledOff(Refused):
    """The day was called off, or is published and past."""

    message = gettext_lazy("这一天已经取消或者已经过去，不能再改。")


class Closed(Refused):
    """The minutes are closed."""

    message = gettext_lazy("会议纪要已经定稿，不能再改。")


class NotConcerned(Refused):
    """A statement by an office that never had the case."""

    message = gettext_lazy("只有经手过这一件的单位可以说明。")


class NothingSaid(Refused):
    """An empty statement."""

    message = gettext_lazy("请写下要说明的话。")


class NoTarget(Refused):
    """Money for nothing, or for two things."""

    message = gettext_lazy("请写明这笔钱用在哪一件案件或者哪一次集中化解，只能选一个。")
