"""What a message says: that there is something, and where to read it. Never what it is about, nor who anybody is."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from bihuan.organizations import directory
from bihuan.portal.models import Message, Publication, Wish


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a message. An SMS is `text`; an e-mail and a letter have both."""

    title: str
    text: str


def words_of(message: Message, wish: Wish | None = None) -> Words:
    """In the language in which it was filed."""
    with override(wish.language if wish is not None else "zh-hans"):
        number = message.case.number
        said = {
            "filed": _("您反映的事项已经登记，编号 %(number)s。"),
            "question": _("您反映的事项 %(number)s：承办单位有问题要问您，请您回答。"),
            "document": _("您反映的事项 %(number)s 有新的书面文书。"),
            "ended": _("您反映的事项 %(number)s 已经办结。"),
        }[message.kind] % {"number": number}
        return Words(_("事项 %(number)s 的通知") % {"number": number}, f"{said}{_where(message)}")


def _where(message: Message) -> str:
    phone = telephone_of(message.case.registry_unit_id)
    place = f"{settings.PORTAL_URL}/r/follow/" if settings.PORTAL_URL else ""
    if place and phone:
        said = _("请凭编号和查询码在 %(place)s 查看，或者打电话 %(phone)s。")
    elif place:
        said = _("请凭编号和查询码在 %(place)s 查看。")
    elif phone:
        said = _("请凭编号和查询码在网上查看，或者打电话 %(phone)s。")
    else:
        said = _("请凭编号和查询码在网上查看，或者到登记的单位询问。")
    office = directory.unit(message.case.registry_unit_id)
    sign = _("【%(office)s】") % {"office": office.short_name} if office is not None else ""
    return said % {"place": place, "phone": phone} + sign


def telephone_of(unit_id: int) -> str:
    """What the office has published as its telephone, in one line."""
    row = Publication.objects.filter(unit_id=unit_id).order_by("-published_at").first()
    return " ".join(row.telephone.split()) if row is not None else ""
