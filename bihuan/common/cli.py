"""`bihuan calendar`: what the working calendar says, bringing in a year, counting a limit by hand."""

from __future__ import annotations

import json
import os
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from bihuan.common.calendar.working import WorkingCalendar

UNITS = {
    "hours": "hours", "小时": "hours",
    "calendar_days": "calendar_days", "日": "calendar_days", "天": "calendar_days",
    "working_days": "working_days", "工作日": "working_days",
}  # fmt: skip


def register(root: click.Group) -> None:
    """Hang the group under `bihuan`."""
    root.add_command(calendar)


@click.group()
def calendar() -> None:
    """Holidays and make-up working days, and the counting of legal time limits."""
    import django
    from django.apps import apps

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.config.settings")
    if not apps.ready:
        django.setup()


@calendar.command()
@click.argument("year", type=click.IntRange(1949, 2999))
@click.option("--json", "as_json", is_flag=True, help="Print JSON, in the form that `calendar update` reads.")
def show(year: int, *, as_json: bool) -> None:
    """Show the holidays and make-up working days of YEAR.

    \b
    Example:  bihuan calendar show 2026
    """
    from django.utils.translation import gettext as _

    from bihuan.common.calendar_texts import why_text

    in_force = _calendar()
    paper = in_force.paper(year)
    if as_json:
        days = paper.days() if paper else []
        papers = paper.source.split() if paper else []
        _print_json({"year": year, "papers": papers, "days": days, "version": in_force.version})
        return
    if paper is None:
        click.echo(
            _("%(year)s年的放假安排尚未公布：只按周末休息计算，所得日期为暂定。") % {"year": year}
            + "\n"
            + _("公布后请运行：bihuan calendar update 文件")
        )
        return
    for (why, _run), rulings in groupby(
        paper.rulings, key=lambda r: (in_force.kind(r.date).why, r.name if r.off else str(r.date))
    ):
        dates = [ruling.date for ruling in rulings]
        span = dates[0].isoformat() + (f" – {dates[-1].isoformat()}" if len(dates) > 1 else "")
        click.echo(f"{span:<26}{why_text(why)}")
    working = in_force.working_between(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())
    click.echo(_("全年工作日：%(days)s天") % {"days": working})
    click.echo(_("来源：%(source)s") % {"source": paper.source or "—"})
    click.echo(_("日历版本：%(version)s") % {"version": in_force.version})


@calendar.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--year", type=int, help="Refuse the file if it is of another year.")
@click.option("--json", "as_json", is_flag=True, help="Print what changed as JSON.")
def update(file: Path, *, year: int | None, as_json: bool) -> None:
    """Bring in a year's holiday arrangement from FILE and recompute what depends on it.

    FILE is JSON: Bihuan's own form (see `calendar show YEAR --json`) or the holiday-cn project's. Either
    all of it happens or nothing.

    \b
    Example:  bihuan calendar update 2027.json --year 2027
    """
    from django.utils import timezone
    from django.utils.translation import gettext as _

    from bihuan.common import calendars
    from bihuan.common.calendar.papers import CalendarFileError
    from bihuan.common.calendar_texts import problem_text, why_text

    try:
        change = calendars.update_from_file(file, at=timezone.now(), year=year)
    except CalendarFileError as problem:
        raise click.ClickException(problem_text(problem)) from problem
    if as_json:
        _print_json(
            {
                "year": change.year,
                "changed": change.changed,
                "newly_known": change.newly_known,
                "days": [
                    {"date": d.date.isoformat(), "before": d.before, "after": d.after} for d in change.days
                ],
                "effects": change.effects,
                "version": change.after.version,
            }
        )
        return
    if not change.changed:
        click.echo(_("%(year)s年的放假安排没有变化。") % {"year": change.year})
        return
    if change.newly_known:
        click.echo(_("%(year)s年的放假安排已载入，此前没有。") % {"year": change.year})
    for day in change.days:
        click.echo(f"{day.date.isoformat()}  {why_text(day.before)} → {why_text(day.after)}")
    for label, rows in change.effects.items():
        click.echo(_("%(label)s：%(rows)s项已重新计算") % {"label": _(label), "rows": rows})
    click.echo(_("日历版本：%(version)s") % {"version": change.after.version})


@calendar.command()
@click.argument("start")
@click.argument("amount", type=click.IntRange(0, 36_500))
@click.argument("unit", type=click.Choice(list(UNITS)))
@click.option("--roll", is_flag=True, help="A last day that is a day off moves to the next working day.")
@click.option(
    "--extend", type=click.IntRange(0, 36_500), default=0, help="Add this many units (an extension)."
)
@click.option(
    "--pause", "pauses", multiple=True, metavar="FROM/TO", help="Do not count FROM/TO; TO may be empty."
)
@click.option("--json", "as_json", is_flag=True, help="Print the whole explanation as JSON.")
def count(
    start: str, amount: int, unit: str, *, roll: bool, extend: int, pauses: tuple[str, ...], as_json: bool
) -> None:
    """Count AMOUNT of UNIT from START (a date, or a date and time; Beijing time if no zone is given).

    \b
    Examples:  bihuan calendar count 2026-02-12 5 working_days
               bihuan calendar count 2026-02-12T09:30 24 hours --json
    """
    from django.utils.translation import gettext as _

    from bihuan.common.calendar.explanations import explain_limit
    from bihuan.common.calendar.rules import Roll, TimeLimit, TimeUnit
    from bihuan.common.calendar_texts import translated

    limit = TimeLimit(amount, TimeUnit(UNITS[unit]), Roll.GENEROUS if roll else Roll.STRICT, article="")
    explanation = explain_limit(
        limit,
        start=_moment(start),
        calendar=_calendar(),
        pauses=[_pause(text) for text in pauses],
        extended_by=extend,
    )
    if as_json:
        _print_json(explanation)
        return
    said = translated(explanation)
    for day in said["days"]:
        click.echo(f"{day['date']} {day['weekday']}  {'+' if day['counted'] else ' '}  {day['why']}")
    for text in said["principles"]:
        click.echo(text)
    click.echo(_("截止：%(due)s") % {"due": said["due_at"] or _("待定")})


def _calendar() -> WorkingCalendar:
    """The calendar in force; the shipped one, saying so, where no database answers."""
    from django.db import DatabaseError
    from django.utils.translation import gettext as _

    from bihuan.common import calendars
    from bihuan.common.calendar.working import load_shipped

    try:
        return calendars.current()
    except DatabaseError:
        click.echo(_("数据库无法连接，以下按随程序附带的日历计算。"), err=True)
        return load_shipped()


def _moment(text: str) -> datetime:
    from django.utils.translation import gettext as _

    from bihuan.common.calendar.working import CHINA

    try:
        moment = datetime.fromisoformat(text)
    except ValueError as problem:
        raise click.BadParameter(
            _("无法识别日期“%(text)s”。请写作 2026-02-12 或 2026-02-12T09:30。") % {"text": text}
        ) from problem
    return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)


def _pause(text: str) -> Any:
    from django.utils.translation import gettext as _

    from bihuan.common.calendar.deadlines import Pause

    start, slash, end = text.partition("/")
    if not slash:
        raise click.BadParameter(_("暂停请写作 起始/结束，例如 2026-03-02/2026-03-06。"))
    try:
        return Pause(_moment(start), _moment(end) if end else None)
    except ValueError as problem:
        raise click.BadParameter(_("暂停的结束早于起始，请更正。")) from problem


def _print_json(value: dict[str, Any]) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
