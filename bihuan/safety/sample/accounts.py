"""The two people of the first sample enterprise who can be signed in to, for the demo's sign-in page."""

from __future__ import annotations

from bihuan.organizations.roles import ROLE_TEXTS, Role
from bihuan.organizations.sample import SampleAccount
from bihuan.organizations.sample_district import PASSWORD

FIRST = "青岚精细化工有限公司"
SHOWN = tuple(
    SampleAccount(
        username=username,
        password=PASSWORD,
        name=name,
        roles=(ROLE_TEXTS[role].label,),
        unit=FIRST,
        post=ROLE_TEXTS[role].label,
    )
    for username, name, role in (
        ("qiye", "安小满", Role.SAFETY_OFFICER),
        ("qiyezhang", "钱大有", Role.PRINCIPAL),
    )
)
