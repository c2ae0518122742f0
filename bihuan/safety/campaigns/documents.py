"""The document that ends a campaign."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from bihuan.safety.campaigns.process import CAMPAIGN
from bihuan.safety.enforcement.papers import register_forms
from bihuan.safety.papers import Form

FORMS = (
    Form(
        "campaign_summary",
        _("专项整治总结"),
        "整结",
        "“{subject}”（编号：{case}）已经结束，情况总结如下：",
        addressed=False,
    ),
)


def register_all() -> None:
    """Make it known to the engine."""
    register_forms(CAMPAIGN.name, FORMS, lambda _case_id: "")
