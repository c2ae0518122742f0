"""The application that runs on the phone: its one page, its manifest, its worker. Nothing in them is about anybody."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from bihuan.safety.field.texts import texts

ASSETS = (
    "dist/app.css", "dist/field.css", "dist/field.js", "dist/icons.svg", "dist/field-192.png", "dist/field-512.png",
)  # fmt: skip
SHELLS = ("field:shell", "field:shell_en")


def shell(request: HttpRequest, lang: str) -> HttpResponse:
    """The page. The worker keeps it on the phone, so it holds no name, no token and no inspection."""
    with translation.override(lang):
        request.LANGUAGE_CODE = lang
        context = {
            "texts": texts(), "other": SHELLS[1] if lang == "zh-hans" else SHELLS[0], "version": version(),
            "lang": lang,
        }  # fmt: skip
        response = render(request, "field/shell.html", context)
    response["Cache-Control"] = "no-cache"
    return response


def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone asks to install the application."""
    lang = "en" if request.GET.get("lang") == "en" else "zh-hans"
    with translation.override(lang):
        content = {
            "id": reverse("field:shell"), "name": _("闭环现场检查"), "short_name": _("现场检查"), "lang": lang,
            "start_url": reverse(SHELLS[0] if lang == "zh-hans" else SHELLS[1]), "scope": reverse("field:shell"),
            "display": "standalone", "background_color": "#10333e", "theme_color": "#10333e",
            "icons": [
                {"src": static(f"dist/field-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
                for size in (192, 512) for purpose in ("any", "maskable")
            ],
        }  # fmt: skip
    response = JsonResponse(content, content_type="application/manifest+json")
    response["Cache-Control"] = "no-cache"
    return response


def worker(request: HttpRequest) -> HttpResponse:
    """The worker of this version: the list of what to keep, and the program of `frontend/field/worker.js`."""
    del request
    facts = {
        "version": version(),
        "files": [static(one) for one in ASSETS],
        "shells": [reverse(one) for one in SHELLS],
    }
    program = f"self.FIELD = {json.dumps(facts)};\n{_read('dist/field-worker.js')}"
    response = HttpResponse(program, content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = "/"
    response["Cache-Control"] = "no-cache"
    return response


@lru_cache(maxsize=1)
def _hashed_version() -> str:
    return _version()


def version() -> str:
    """Twelve characters that change when anything that lies on the phone changes."""
    return _hashed_version() if hasattr(staticfiles_storage, "hashed_files") else _version()


def _version() -> str:
    digest = hashlib.sha256()
    for one in (*ASSETS, "dist/field-worker.js"):
        digest.update(_read(one).encode("latin-1"))
    for lang in ("zh-hans", "en"):
        with translation.override(lang):
            digest.update(json.dumps(texts(), ensure_ascii=False, sort_keys=True).encode())
    return digest.hexdigest()[:12]


def _read(name: str) -> str:
    """The bytes of a built file, each as one character; empty when the front end is not built."""
    path = finders.find(name)
    if path is None:
        try:
            with staticfiles_storage.open(name) as file:
                return str(file.read().decode("latin-1"))
        except FileNotFoundError:
            return ""
    with open(path, "rb") as file:  # noqa: PTH123  a path as the finders give it
        return file.read().decode("latin-1")
