"""Fills a database with cases that ran, through the engine's own services: hashes, clocks and search are real.

Five years to today, every topic of the sample, about nineteen in twenty ended. Two processes take calendar years in
turn (the counter of case numbers belongs to a year, so they do not wait for each other).
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock
from typing import TYPE_CHECKING

from benchmarks import lives, place
from benchmarks.days import today
from benchmarks.multiply import multiply
from benchmarks.place import Place

if TYPE_CHECKING:
    from bihuan.appeals.sample.loading import District, Told

YEARS = 5
LIVES = lives.COUNT  # written by the engine itself; more cases are copies of them (multiply.py)
SEED = 2026
AT_ONCE = 500
SPARE = 1.06  # letters of units where nobody was in post on the day are left out


@dataclass(frozen=True, slots=True)
class Span:
    """Letters received from `start` to `end`."""

    start: date
    end: date
    count: int
    first: int  # serial of the first letter

    @property
    def year(self) -> int:
        return self.start.year


def fill(running: Place, size: int) -> str:
    """The database with `size` cases, made now or kept from an earlier run; its name."""
    if size % LIVES:
        raise SystemExit(f"The size must be a multiple of {LIVES}.")
    source = "bench_lives"
    _kept(running, source, lambda making: _write_lives(running, making))
    name = place.database(size)
    return _kept(
        running, name,
        lambda making: _multiplied(running, source, making, size // LIVES),
    )  # fmt: skip


def _multiplied(running: Place, source: str, making: str, copies: int) -> None:
    multiply(running, source=source, name=making, copies=copies, prepare=organization)
    _in_process(_settle, running.url(making), copies)


def _kept(running: Place, name: str, make: Callable[[str], None]) -> str:
    mark = place.Mark(name)
    if running.exists(name):
        if not mark.current() and mark.can_grow():
            print(f"{name}: bringing the filled tables up to date")
            _in_process(_grow, running.url(name))
            running.settle(name)
            mark.write()
        if mark.current():
            return name
        print(f"{name}: the tables have changed since it was filled; filling it again")
    began = time.monotonic()
    make(f"{name}_making")
    running.settle(f"{name}_making")
    running.drop(name)
    running.rename(f"{name}_making", name)
    mark.write()
    print(f"{name}: made in {time.monotonic() - began:.0f} s")
    return name


def _write_lives(running: Place, making: str) -> None:
    running.create(making)
    _in_process(_prepare, running.url(making), LIVES)
    spans = _spans(LIVES)
    with multiprocessing.get_context("spawn").Pool(2, maxtasksperchild=1) as pool:
        odd, even = ([span for span in spans if span.year % 2 == rest] for rest in (0, 1))
        pool.starmap(_bring, [(running.url(making), part) for part in (odd, even)])
    _in_process(_finish, running.url(making), LIVES)


def _spans(size: int) -> list[Span]:
    """Weeks or so, each within one year, from the oldest to today; enough letters for `size` cases."""
    last = today() - timedelta(days=1)
    start = last - timedelta(days=365 * YEARS)
    days = max(4, round(4000 * 365 * YEARS / size))
    days = min(days, 60)
    spans: list[Span] = []
    first, at = 1, start
    total = (last - start).days + 1
    while at <= last:
        end = min(at + timedelta(days=days - 1), last, date(at.year, 12, 31))
        until = ((end - start).days + 1) / total * size * SPARE
        count = max(1, round(until) - first + 1)
        spans.append(Span(at, end, count, first))
        first, at = first + count, end + timedelta(days=1)
    return spans


def _in_process(target: Callable[..., None], *arguments: object) -> None:
    """In a process of its own: Django knows one database for its life."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        pool.submit(target, *arguments).result()


def organization(url: str) -> None:
    """Tables and the sample organization alone."""
    _in_process(_prepare, url, 0)


def _django(url: str) -> None:
    os.environ["DATABASE_URL"] = url
    os.environ["BIHUAN_LOG_LEVEL"] = "WARNING"
    from bihuan.common import boot

    boot.prepare()


def _prepare(url: str, size: int) -> None:
    """Tables and the sample organization, with appointments that reach back as far as the letters."""
    del size
    _django(url)
    from django.core.management import call_command

    from bihuan.organizations import sample

    call_command("migrate", interactive=False, verbosity=0)
    sample.HISTORY_DAYS = (YEARS + 1) * 366
    sample.load(seed=SEED)


def _grow(url: str) -> None:
    """Migrations that were added; what they leave to the worker is done too."""
    _django(url)
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    _keep_up()


def _bring(url: str, spans: list[Span]) -> int:
    _django(url)
    from django.db import transaction

    from bihuan.appeals.sample import loading
    from bihuan.common.calendar.working import CHINA

    district = loading.District(datetime.combine(today(), clock(), CHINA))
    done = 0
    for span in spans:
        for some in _told(district, span):
            with transaction.atomic():
                done += loading.bring_in_told(some, district)
        print(f"  {span.end}: {done}", flush=True)
    return done


def _told(district: District, span: Span) -> Iterator[list[Told]]:
    from bihuan.appeals.sample.letters import letters

    last = today() - timedelta(days=1)
    written = letters(
        SEED * 100_000 + span.first, span.start, span.end, district.units, district.places, count=span.count, until=last
    )  # fmt: skip
    some: list[Told] = []
    for serial, letter in enumerate(written, start=span.first):
        if told := district.told(letter, serial):
            some.append(told)
        if len(some) == AT_ONCE:
            yield some
            some = []
    if some:
        yield some


def _settle(url: str, copies: int) -> None:
    """One round of the jobs, as an office has behind it: else the first would run while pages are measured."""
    del copies
    _django(url)
    from django.utils import timezone

    from bihuan.casework import delivery, sweep

    _keep_up()
    sweep.run(at=timezone.now(), batch=5000)
    while delivery.deliver_pending(at=timezone.now()):
        pass


def _keep_up() -> None:
    """The search index as the worker keeps it."""
    from bihuan.casework import searching

    while searching.INDEX.seal():
        pass


def _finish(url: str, size: int) -> None:
    _django(url)
    from bihuan.casework.models import Case

    _keep_up()
    have = Case.objects.count()
    ended = Case.objects.filter(phase="ended").count()
    print(f"  {have} cases, {ended / max(1, have):.1%} ended (asked for {size})")
