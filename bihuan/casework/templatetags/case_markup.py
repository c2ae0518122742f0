"""`{% journal_entry view %}` and `{% clock_card view %}`: the parts that stand a dozen times on the page of a case."""

from __future__ import annotations

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from bihuan.casework.showing import clock_markup, entry_markup
from bihuan.casework.showing.clocks import ClockView
from bihuan.casework.showing.journal import EntryView

register = template.Library()


@register.simple_tag(takes_context=True)
def journal_entry(context: Context, view: EntryView, *, anchor: bool = False) -> SafeString:
    """One entry of the journal; with `anchor` clocks can point at it."""
    return entry_markup.render(view, context["now"], anchor=anchor)


@register.simple_tag(takes_context=True)
def clock_card(context: Context, view: ClockView) -> SafeString:
    """One run of a clock with its reasons."""
    return clock_markup.render(view, context["now"])
