"""From what a form, an API call or an importer hands over to clean values, and from those to the journal's JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import is_naive
from django.utils.translation import gettext_lazy as _

from bihuan.casework.errors import Incomplete, Text
from bihuan.casework.spec import Field, Kind, Step
from bihuan.common.calendar.working import CHINA

EARLIEST = date(1949, 10, 1)


def clean(step: Step, given: Mapping[str, Any], *, at: datetime) -> dict[str, Any]:
    """The values of the step's own fields, typed. Raises Incomplete naming every field that is wrong; what the step
    does not ask for is an error too, never silently dropped."""
    faults: dict[str, Text] = {
        name: _("这一步没有这一栏。") for name in given if name not in {f.name for f in step.gives}
    }
    cleaned: dict[str, Any] = {}
    for asked in step.gives:
        value = given.get(asked.name)
        if isinstance(value, str):
            value = value.replace("\x00", "").strip()
        if value in (None, "", []):
            if asked.required:
                faults[asked.name] = _("请填写这一栏。")
            continue
        try:
            cleaned[asked.name] = _typed(asked, value, at)
        except _WrongShape as wrong:
            faults[asked.name] = wrong.text
    if faults:
        raise Incomplete(faults)
    return cleaned


def as_json(given: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the journal stores them: dates in ISO 8601."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in given.items()}


class _WrongShape(Exception):
    def __init__(self, text: Text) -> None:
        self.text = text


def _typed(asked: Field, value: Any, at: datetime) -> Any:
    match asked.kind:
        case Kind.DATE:
            return _date(asked, value, at)
        case Kind.MOMENT:
            return _moment(asked, value, at)
        case Kind.CHOICE:
            if value not in {key for key, _label in asked.choices}:
                raise _WrongShape(_("请从列出的选项中选一个。"))
            return value
        case Kind.NUMBER | Kind.UNIT | Kind.OFFICER:
            try:
                return int(value)
            except (TypeError, ValueError):
                raise _WrongShape(_("请填写整数。")) from None
        case Kind.LINE:
            if len(str(value)) > 200 or "\n" in str(value):
                raise _WrongShape(_("请用一行写完，不超过200字。"))
            return str(value)
        case Kind.YES:
            return bool(value)
        case Kind.TEXT | Kind.FILES:
            return value


def _date(asked: Field, value: Any, at: datetime) -> date:
    try:
        day = value if isinstance(value, date) else parse_date(str(value))
    except ValueError:  # well formed, and no such day: 30 February
        raise _WrongShape(_("日历上没有这一天，请改正。")) from None
    if isinstance(day, datetime):
        day = day.astimezone(CHINA).date()
    if day is None:
        raise _WrongShape(_("日期请写成 2026-03-05 的样子。"))
    if day < EARLIEST:
        raise _WrongShape(_("日期过早，请检查年份。"))
    if asked.not_future and day > at.astimezone(CHINA).date():
        raise _WrongShape(_("这个日期还没有到，请填写已经发生的日期。"))
    return day


def _moment(asked: Field, value: Any, at: datetime) -> datetime:
    try:
        moment = value if isinstance(value, datetime) else parse_datetime(str(value))
    except ValueError:
        raise _WrongShape(_("日历上没有这一天，请改正。")) from None
    if moment is None:
        raise _WrongShape(_("时间请写成 2026-03-05 14:30 的样子。"))
    moment = moment.replace(tzinfo=CHINA) if is_naive(moment) else moment
    if asked.not_future and moment > at:
        raise _WrongShape(_("这个时间还没有到，请填写已经发生的时间。"))
    return moment
