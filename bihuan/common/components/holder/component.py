"""Markup of a holder."""

from __future__ import annotations

import datetime as dt

from django.utils.safestring import SafeString

from bihuan.common import habits
from bihuan.common.escaping import escape
from bihuan.common.language import known as gettext


def render(
    *, unit: object, person: object = None, since: dt.datetime | None = None, now: dt.datetime | None = None
) -> SafeString:
    """See contract.toml."""
    parts = [f'<span class="holder__unit">{escape(unit)}</span>']
    if person:
        parts.append(f'<span class="holder__person">{escape(person)}</span>')
    if since:
        text = gettext("自%(day)s起") % {"day": habits.day_short(since, now)}
        parts.append(f'<span class="muted small">{escape(text)}</span>')
    return SafeString(f'<span class="holder">{" ".join(parts)}</span>')
