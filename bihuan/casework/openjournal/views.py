"""The open journal for everybody: no sign-in, no cookie needed, nothing about any case."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.html import json_script
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bihuan.casework.openjournal import alone, selectors, wording
from bihuan.casework.openjournal.errors import NoHeadError
from bihuan.casework.openjournal.forms import CheckForm
from bihuan.casework.openjournal.models import SignedHead
from bihuan.common.merkle import receipts

# Read by programs of others, from anywhere; a head is never changed, but a newer one may come any minute.
OPEN = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-cache"}


@require_safe
def open_journal(request: HttpRequest) -> HttpResponse:
    """What the open journal is, its newest head, and what to keep."""
    head = selectors.newest_head()
    context = {"head": head, "keys": selectors.keys_on_record()}
    return render(request, "openjournal/open_journal.html", context)


@require_safe
def head(_request: HttpRequest) -> HttpResponse:
    """The newest head as JSON."""
    found = selectors.newest_head()
    return JsonResponse(_as_json(found), headers=OPEN) if found else _nothing()


@require_safe
def head_file(_request: HttpRequest) -> HttpResponse:
    """The newest head as the signed lines, to keep."""
    found = selectors.newest_head()
    if found is None:
        return _nothing()
    name = f"bihuan-head-{found.size}.txt"
    return HttpResponse(
        found.note,
        content_type="text/plain; charset=utf-8",
        headers={**OPEN, "Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_safe
def keys(_request: HttpRequest) -> HttpResponse:
    """Every public key, and how each was handed over."""
    rows = selectors.keys_on_record()
    return JsonResponse(
        {
            "keys": [
                {**one, "key_id": row.key_id, "since": row.since.isoformat()}
                for row, one in zip(
                    rows,
                    receipts.keys_as_json(
                        [receipts.Key(bytes(r.public), bytes(r.endorsement)) for r in rows]
                    ),
                    strict=True,
                )
            ]
        },
        headers=OPEN,
    )


@require_safe
def consistency(_request: HttpRequest, old: int, new: int | None = None) -> HttpResponse:
    """The head over `new` entries (default: the newest) with the proof that it begins with the `old` ones."""
    try:
        found = selectors.consistency(old=old, new=new)
    except NoHeadError as error:
        return JsonResponse({"error": str(error)}, status=404, headers=OPEN)
    return HttpResponse(receipts.write_later(found), content_type="application/json", headers=OPEN)


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """The page that checks a receipt in the browser."""
    return render(request, "openjournal/check.html", _checking())


@require_safe
def check_file(request: HttpRequest) -> HttpResponse:
    """The same page as one file to keep: it needs no server."""
    answer = render(
        request,
        "openjournal/check_alone.html",
        {**_checking(), "script": alone.script(), "look": alone.look()},
    )
    answer["Content-Disposition"] = 'attachment; filename="bihuan-check.html"'
    return answer


def _checking() -> dict[str, Any]:
    words = {
        "checks": {str(name): [str(text) for text in pair] for name, pair in wording.SENTENCES.items()},
        "subject": str(wording.SUBJECT),
        "no_key": str(wording.NO_KEY),
        "all_hold": str(wording.ALL_HOLD),
        "not_all_hold": str(wording.NOT_ALL_HOLD),
        "unreadable": _("这不是回执文件，或者文件不完整。请选择登记后交给您的 .json 文件。"),
    }
    return {"form": CheckForm(), "words": json_script(words, "receipt-words")}


def _as_json(found: SignedHead) -> dict[str, Any]:
    key = receipts.Key(bytes(found.key.public), bytes(found.key.endorsement))
    return {
        "size": found.size,
        "root": bytes(found.root).hex(),
        "at": found.at.isoformat(),
        "key_id": found.key.key_id,
        "public": receipts.keys_as_json([key])[0]["public"],
        "head": found.note,
    }


def _nothing() -> HttpResponse:
    return JsonResponse({"error": _("还没有签署过摘要。")}, status=404, headers=OPEN)
