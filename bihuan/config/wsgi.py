"""The WSGI application that granian serves."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from bihuan.config.door import Door
from bihuan.config.threads import keep_in_threads

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.config.settings")
keep_in_threads()
application = Door(get_wsgi_application(), at_once=int(os.environ.get("BIHUAN_AT_ONCE", "4")))
get_resolver().url_patterns  # noqa: B018 - imports every view now: else the first visitor waits for it
