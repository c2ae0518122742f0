"""The API's root: version, who may call, errors, endpoints."""

from __future__ import annotations

from ninja import NinjaAPI
from ninja.renderers import JSONRenderer

from bihuan.api import problems
from bihuan.api.auth import BySession, ByToken
from bihuan.api.endpoints import appeals, cases, processes


class Readable(JSONRenderer):
    """Chinese as itself, not as numbers."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    title="Bihuan",
    version="1",
    renderer=Readable(),
    description="Everything a page can do with a case, from the same process tables and by the same services. "
    "Texts are in the language of Accept-Language (zh-hans or en).",
    urls_namespace="api",
    docs_url=None,  # ours is a page of the house: nothing from another host, no inline script
    auth=[ByToken(), BySession()],
)
problems.register(api)
for part in (processes, cases, appeals):
    api.add_router("", part.router)
