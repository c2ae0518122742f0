"""The WSGI application that granian serves."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from bihuan.config.door import Door
from bihuan.config.threads import keep_in_threads

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.config.settings")
keep_in_threads()
application = Door(get_wsgi_application(), at_once=int(os.environ.get("BIHUAN_AT_ONCE", "4")))
get_resolver().url_patterns  # noqa: B018 - imports every view now: else the first visitor waits for it
# What is there now stays: it need not be looked through again. A page makes thousands of objects that are gone with it,
# so the collector, which only finds rings of them, need not look after every 700.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
