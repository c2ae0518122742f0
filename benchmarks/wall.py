"""What the wall costs: `python -m benchmarks.wall [--rounds 60] [--walls 1000]`, on the filled database of DATABASE_URL.

Opens whole pages (list, filtered list, case, search, Today) as an officer, a dispatcher and a leader, one after the
other in one process, in three ways by turns, so that whatever else the machine does falls on all alike:

- `none`: the session is not asked whether a wall stands before the account (what it was before there were walls);
- `asked`: it is asked, and none does: everybody on almost every day. The ratio to `none` is the cost of the wall;
- `walled`: one case is kept from the account, so the request runs as the role that the database holds the rules for.

`--walls` so many cases are walled from other units meanwhile. Everything is written in one transaction and rolled back.
Figures: milliseconds p50 and p95, processor time of this process, statements, and the ratios.
"""

from __future__ import annotations

import argparse
import logging
import os
import statistics
import time
from collections.abc import Iterator
from typing import Any

WHO = ("chengban", "fenliu", "lingdao")
WAYS = ("none", "asked", "walled")


def main() -> None:
    """Wall, measure, print, roll back."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--walls", type=int, default=1000)
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.config.settings")
    import django

    django.setup()
    logging.disable(logging.INFO)
    from django.db import transaction
    from django.test.utils import setup_test_environment

    setup_test_environment()
    with transaction.atomic():
        _wall_off_others(asked.walls)
        measure(asked.rounds)
        transaction.set_rollback(True)


def measure(rounds: int) -> None:
    """Every page by every way, by turns."""
    from django.test import Client

    from bihuan.casework.models import Case
    from bihuan.casework.wall import policy
    from bihuan.organizations import standing
    from bihuan.organizations.models import Account

    print(f"{Case.objects.count():,} cases")
    for username in WHO:
        account = Account.objects.get(username=username)
        client = Client()
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        for name, addresses in _pages(account).items():
            found: dict[str, list[tuple[float, float, int]]] = {way: [] for way in WAYS}
            for turn in range(rounds + 3):
                for way in WAYS:
                    standing.ask_by("false" if way == "none" else policy.STANDS_BEFORE)
                    with _one_wall(account, stands=way == "walled"):
                        took = _open(client, addresses[turn % len(addresses)])
                    if turn >= 3:
                        found[way].append(took)
            standing.ask_by(policy.STANDS_BEFORE)
            _say(username, name, found)


def _open(client: Any, address: str) -> tuple[float, float, int]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as statements:
        began, worked = time.perf_counter(), time.process_time()
        response = client.get(address)
        took, cpu = time.perf_counter() - began, time.process_time() - worked
    assert response.status_code == 200, (address, response.status_code)
    return took * 1000, cpu * 1000, len(statements)


def _say(who: str, page: str, found: dict[str, list[tuple[float, float, int]]]) -> None:
    p50 = {way: statistics.median(took for took, _cpu, _n in rows) for way, rows in found.items()}
    cpu = {way: statistics.median(cpu for _took, cpu, _n in rows) for way, rows in found.items()}
    for way, rows in found.items():
        p95 = statistics.quantiles((took for took, _cpu, _n in rows), n=20)[-1]
        print(
            f"{who:9} {page:12} {way:7} p50 {p50[way]:6.1f} ms  p95 {p95:6.1f}  cpu {cpu[way]:5.1f}"
            f"  statements {statistics.median(n for _took, _cpu, n in rows):3.0f}"
            f"  ratio {p50[way] / p50['none']:.2f} (cpu {cpu[way] / cpu['none']:.2f})"
        )


def _pages(account: Any) -> dict[str, list[str]]:
    from bihuan.casework import selectors
    from bihuan.organizations.selectors import actor

    acting = actor(account.pk, None, _today())
    assert acting is not None
    numbers = list(selectors.visible_cases(acting).order_by("-pk").values_list("number", flat=True)[:40])
    return {
        "today": ["/"], "list": ["/cases/"], "filtered": ["/cases/?phase=ended", "/cases/?topic=城乡建设"],
        "case": [f"/cases/{number}/" for number in numbers],
        "search": ["/cases/?q=噪声", "/cases/?q=屋面漏雨", "/cases/?q=拖欠工资"],
    }  # fmt: skip


def _today() -> Any:
    from django.utils import timezone

    return timezone.localdate()


class _one_wall:  # noqa: N801 - reads as a context
    """One case that the account is kept from; put up and taken down outside what is measured."""

    def __init__(self, account: Any, *, stands: bool) -> None:
        self.account, self.stands = account, stands

    def __enter__(self) -> None:
        from django.utils import timezone

        from bihuan.casework.models import Case
        from bihuan.casework.wall.models import Wall

        if self.stands:
            case = Case.objects.order_by("pk")[0]
            self.wall = Wall.objects.create(
                case=case, account=self.account, why="recused", since=timezone.now(), by="benchmark"
            )

    def __exit__(self, *_: object) -> None:
        if self.stands:
            self.wall.delete()


def _wall_off_others(count: int) -> None:
    """Cases walled from units in which none of the measured sits."""
    from django.utils import timezone

    from bihuan.casework.models import Case
    from bihuan.casework.wall.models import Wall
    from bihuan.organizations.models import Unit

    unit = Unit.objects.exclude(posts__appointments__account__username__in=WHO).order_by("pk").first()
    assert unit is not None
    rows: Iterator[int] = Case.objects.order_by("-pk").values_list("pk", flat=True)[:count].iterator()
    Wall.objects.bulk_create(
        [Wall(case_id=pk, unit=unit, why="complained", since=timezone.now(), by="benchmark") for pk in rows]
    )


if __name__ == "__main__":
    main()
