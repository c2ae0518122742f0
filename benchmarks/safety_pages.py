"""Work safety's pages over HTTP at size: `python -m benchmarks.safety_pages [--seconds 6]`, on the database that
`benchmarks.safety` filled (DATABASE_URL).

Starts the web server with two workers as an office runs it and keeps eight signed-in users asking, drawn at random: the
ledger (its first page, further pages, by state and grade, by enterprise), the files of enterprises and their hazards, the
register by name and by code, and the search over all hazards. Hazards that were filled by SQL are put into the search index
first, as the worker would file them. Figures go to benchmarks/results.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import random
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks import days, machine, wrk

USERS = 8
TARGET = 50.0  # ms, p95
READERS = ("inspector", "unit_head", "leader", "supervisor", "auditor")
OFFICE = {
    "BIHUAN_MODE": "production", "BIHUAN_SECRET_KEY": "only-for-benchmarks-" + "0" * 40,
    "BIHUAN_HOSTS": "localhost,127.0.0.1", "BIHUAN_HTTPS": "0", "BIHUAN_SECOND_FACTOR": "",
    "BIHUAN_LOG_LEVEL": "WARNING",
}  # fmt: skip
MISSING = "NOT EXISTS (SELECT FROM casework_searchtext t WHERE t.case_id = c.id)"
Lines = list[tuple[str, str]]


def main() -> None:
    """Index what is missing, serve, ask."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument(
        "--index-only", action="store_true", help="put the hazards into the search index, no more"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bihuan-bench-safety-") as folder:
        os.environ.update(
            OFFICE,
            BIHUAN_DATA_DIR=folder,
            BIHUAN_VAULT_KEY=base64.b64encode(secrets.token_bytes(32)).decode(),
        )
        from bihuan.common import boot

        boot.prepare()
        index()
        if not asked.index_only:
            pages = kinds()
            with served(Path(folder)) as (port, pid):
                measure(port, pid, pages, asked.seconds)


def index() -> None:
    """File the hazards of each span of the search index that has none."""
    from django.db import connection, transaction

    from bihuan.common.search.postings import SPAN_BITS, postings
    from bihuan.common.search.text import fold

    began, filed = time.monotonic(), 0
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT id >> %s FROM casework_case c WHERE {MISSING}", [SPAN_BITS])
        spans = sorted(row[0] for row in cursor.fetchall())
        for span in spans:
            low = span << SPAN_BITS
            with transaction.atomic():
                cursor.execute(
                    "SELECT id, number || E'\\n' || subject || E'\\n' || body FROM casework_case c "
                    f"WHERE id >= %s AND id < %s AND {MISSING} ORDER BY id",
                    [low, low + (1 << SPAN_BITS)],
                )
                texts = [(key, fold(text)) for key, text in cursor.fetchall()]
                with cursor.copy("COPY casework_searchtext (case_id, plain) FROM STDIN") as copy:
                    for row in texts:
                        copy.write_row(row)
                cursor.execute(
                    "INSERT INTO casework_searchsegment (span, cases) VALUES (%s, %s) RETURNING id",
                    [span, len(texts)],
                )
                segment = cursor.fetchone()[0]
                with cursor.copy(
                    "COPY casework_searchposting (pair, segment, places) FROM STDIN (FORMAT binary)"
                ) as copy:
                    copy.set_types(["text", "int4", "bytea"])
                    for pair, places in postings((key - low, text) for key, text in texts):
                        copy.write_row((pair, segment, places))
            filed += len(texts)
        if filed:
            cursor.execute("ANALYZE casework_searchtext")
            cursor.execute("ANALYZE casework_searchposting")
            print(
                f"{filed:,} cases put into the search index in {time.monotonic() - began:,.0f} s", flush=True
            )


def kinds() -> dict[str, Lines]:
    """What is asked, by kind of page, each with the cookie of one of eight users."""
    from django.test import Client

    from bihuan.organizations.models import Account
    from bihuan.safety.models import Enterprise, Hazard

    cookies = []
    people = (
        Account.objects.filter(appointments__ends_on__isnull=True, is_active=True)
        .distinct()
        .order_by("username")
    )
    for account in people.filter(appointments__post__roles__overlap=list(READERS)):
        client = Client(SERVER_NAME="localhost")
        client.force_login(account)
        if client.get("/safety/ledger/").status_code == 200:
            cookies.append("; ".join(f"{name}={one.value}" for name, one in client.cookies.items()))
        if len(cookies) == USERS:
            break
    dice, count = random.Random(11), Hazard.objects.count()
    codes = list(Enterprise.objects.order_by("?").values_list("credit_code", flat=True)[:400])
    last = days.today()
    after = [
        f"{(last - timedelta(days=dice.randrange(1400))).isoformat()}_{dice.randrange(count)}"
        for _n in range(200)
    ]
    asked = {
        "ledger, first page": ["/safety/ledger/"],
        "ledger, further pages": [f"/safety/ledger/?after={one}" for one in after],
        "ledger, open and general": ["/safety/ledger/?open=yes&grade=general"],
        "ledger of an enterprise": [f"/safety/ledger/?enterprise={code}" for code in codes],
        "enterprise file": [f"/safety/enterprises/{code}/" for code in codes],
        "enterprise file, hazards": [f"/safety/enterprises/{code}/?tab=hazards" for code in codes],
        "register, by name": [f"/safety/enterprises/?q={quote(f'第{dice.randrange(1, 20_000)}')}" for _n in range(200)],
        "register, by code": [f"/safety/enterprises/?q={code}" for code in codes],
        "search, a rare word": [f"/cases/?q={quote(f'第{dice.randrange(1, count)}处')}" for _n in range(200)],
        "search, a word in every hazard": [f"/cases/?q={quote('灭火器压力')}"],
    }  # fmt: skip
    return {kind: [(dice.choice(cookies), path) for path in paths for _n in range(max(1, 40 // len(paths)))]
            for kind, paths in asked.items()}  # fmt: skip


@contextmanager
def served(folder: Path) -> Iterator[tuple[int, int]]:
    """The server on a free port, and its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "bihuan.config.cli",
        "serve",
        "--no-jobs",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    with (
        (folder / "serve.log").open("wb") as log,
        subprocess.Popen(command, stdout=log, stderr=log) as server,
    ):
        try:
            until = time.monotonic() + 400
            while time.monotonic() < until and server.poll() is None:
                try:
                    socket.create_connection(("127.0.0.1", port), 2).close()
                    break
                except OSError:
                    time.sleep(0.5)
            else:
                raise SystemExit((folder / "serve.log").read_text()[-2000:])
            yield port, server.pid
        finally:
            server.terminate()
            server.wait(60)


def measure(port: int, pid: int, pages: dict[str, Lines], seconds: float) -> None:
    """Each kind: warmed, then measured; every answer must be 200."""
    rows: list[dict[str, Any]] = []
    path = Path(__file__).parent / "results" / f"{days.now():%Y-%m-%d-%H%M}-safety-pages.json"
    for kind, lines in pages.items():
        wrk.read(port, lines, users=USERS, seconds=2)
        before = machine.seconds(machine.tree(pid))
        seen = wrk.read(port, lines, users=USERS, seconds=seconds)
        spent = (machine.seconds(machine.tree(pid)) - before) / max(1, seen.requests) * 1000
        rows.append({
            "what": kind, "users": USERS, "per_second": round(seen.per_second, 1), "p50_ms": seen.p50, "p95_ms": seen.p95,
            "wrong": seen.wrong, "kilobytes": round(seen.kilobytes, 1), "server_cpu_ms": round(spent, 1),
            "load": os.getloadavg()[0], "target_p95_ms": TARGET, "missed_times": round(seen.p95 / TARGET, 1),
            "commit": machine.commit(),
        })  # fmt: skip
        path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
        print(
            f"{kind}: {seen.per_second:.0f}/s, p50 {seen.p50:.0f} ms, p95 {seen.p95:.0f} ms ({rows[-1]['missed_times']} times "
            f"the target), server {spent:.1f} ms of processor a request, {seen.wrong} wrong, load {os.getloadavg()[0]:.0f}",
            flush=True,
        )  # fmt: skip


if __name__ == "__main__":
    main()
