"""What stands where a list would: why it is empty, and what happens next."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.casework.listing.finding import Found, Wanted
from bihuan.organizations.actor import Actor
from bihuan.organizations.roles import Role


@dataclass(frozen=True, slots=True)
class Empty:
    """A heading, a sentence, and where to go."""

    title: str
    text: str
    action: str = ""
    href: str = ""
    icon: str = "check"


def of_list(actor: Actor, wanted: Wanted, found: Found) -> Empty:
    """Why the list of cases is empty."""
    everything = reverse("casework:cases") + "?sort=-registered"
    if not actor.roles - {Role.ADMINISTRATOR}:
        return Empty(
            _("系统管理员不能打开案件"),
            _("管理账号的人不看案件。您可以维护机构、岗位和账号。"),
            _("去机构"),
            reverse("organizations:tree"),
            "lock",
        )
    if found.page.before or found.trail:
        return Empty(_("后面没有了"), _("列表已经到头。"), _("回到第一页"), everything)
    if wanted.filters.q:
        return Empty(
            _("没有找到"),
            _("检索逐字匹配编号、事由和内容，两个字起就能查到。请检查有没有错字，或者少写几个字；您的单位没有参与的案件查不到。"),
            _("查看全部案件"), everything, "search",
        )  # fmt: skip
    if wanted.filters:
        return Empty(
            _("没有符合条件的案件"), _("去掉一两个条件再看。"), _("清除全部条件"), everything, "filter"
        )
    return Empty(
        _("还没有案件"),
        _("登记的案件和转到您单位的案件会出现在这里。您单位没有参与的案件，您看不到。"),
        icon="cases",
    )


def of_mine(waiting: int) -> Empty:
    """I hold nothing."""
    if waiting:
        return Empty(
            _("您手上没有待办案件"), _("下面是本单位还没有指定承办人的案件，可以打开一件，由自己承办。")
        )
    return Empty(_("您手上没有待办案件"), _("有案件指定给您时，会出现在这里，同时有通知。"))


def of_unit() -> Empty:
    """Nothing waits in the unit."""
    return Empty(_("本单位的案件都有人承办"), _("新转来的案件会先到这里。"))


def of_overdue() -> Empty:
    """Nothing is late."""
    return Empty(_("全区没有超期案件"), _("任何一件到期没有办，第二天就会出现在这里。"))


def of_nothing() -> Empty:
    """A post without cases."""
    return Empty(
        _("您的岗位不办理案件"),
        _("您可以维护机构、岗位和账号；案件内容您看不到。"),
        _("去机构"),
        reverse("organizations:tree"),
        "organization",
    )
