"""The API's root: version, who may call, errors, endpoints."""

from __future__ import annotations

from ninja import NinjaAPI

from bihuan.api import problems
from bihuan.api.auth import BySession, ByToken
from bihuan.api.endpoints import appeals, cases, processes

api = NinjaAPI(
    title="Bihuan",
    version="1",
    description="Everything a page can do with a case, derived from the same process tables and taken by the same services. "
    "Texts are in the language of Accept-Language (zh-hans or en).",
    urls_namespace="api",
    docs_url=None,  # ours is a page of the house: nothing from another host, no inline script
    auth=[ByToken(), BySession()],
)
problems.register(api)
for part in (processes, cases, appeals):
    api.add_router("", part.router)
