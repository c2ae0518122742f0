"""A ledger of 100,000 rows through `bihuan import appeals FILE`, on a database with nothing in it but the organization."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import xlsxwriter

from benchmarks import fill, lives, place
from benchmarks.days import today
from benchmarks.place import Place
from benchmarks.results import Figure, Results

HEADS = (
    "编号",
    "收到时间",
    "反映的问题",
    "请求、事实和理由",
    "答复意见",
    "答复时间",
    "渠道",
    "地点",
    "姓名",
    "电话",
)


def measure(running: Place, results: Results, *, rows: int) -> None:
    """Rows a second from start to end of the command, and its peak memory."""
    name = "bench_import"
    running.create(name)
    fill.organization(running.url(name))
    path = place.FOLDER / f"ledger-{rows}.xlsx"
    if not path.exists():
        write(running, path, rows)
    environment = {
        **os.environ,
        "DATABASE_URL": running.url(name),
        "BIHUAN_DATA_DIR": str(place.FOLDER),
        "BIHUAN_LOG_LEVEL": "WARNING",
    }
    command = [sys.executable, "-m", "bihuan.config.cli", "import", "appeals", str(path), "--as", "dengji"]
    began = time.monotonic()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command, env=environment, stdout=said, stderr=subprocess.STDOUT, cwd=place.ROOT
        )
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        took = time.monotonic() - began
        said.seek(0)
        words = said.read().decode(errors="replace").strip().splitlines()
    with running.connect(name) as connection:
        came = lives.count(connection)
    if process.returncode:
        print("\n".join(words[-15:]))
    cpu = {"importer_ms": round((usage.ru_utime + usage.ru_stime) / rows * 1000, 3)}
    results.add(
        Figure(
            "import of a workbook", rows, round(came / took, 1), "rows/s", cpu=cpu,
            note=f"{came:,} of {rows:,} rows became cases in {took:.1f} s",
        )
    )  # fmt: skip
    results.add(Figure("import: peak memory", rows, round(usage.ru_maxrss / 1024, 1), "MB"))
    running.drop(name)


def write(running: Place, path: Path, rows: int) -> None:
    """A ledger as an office keeps it: what the sample's letters say, most of them answered."""
    with running.connect("bench_lives") as connection:
        letters = connection.execute(
            """SELECT c.subject, c.body, c.channel, j.name, e.data->>'opinion', e.data->>'basis', e.data->>'remedy'
                 FROM casework_case c JOIN organizations_jurisdiction j ON j.id = c.jurisdiction_id
                 JOIN casework_entry e ON e.case_id = c.id AND e.step = 'decide' ORDER BY c.id"""
        ).fetchall()
    dice = random.Random(5)
    words = {"letter": "来信", "visit": "来访", "call": "来电", "web": "网上", "forwarded": "上级转来"}
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("台账")
    sheet.write_row(0, 0, HEADS)
    for at in range(rows):
        subject, body, channel, town, opinion, basis, remedy = letters[dice.randrange(len(letters))]
        got = today() - timedelta(days=dice.randrange(30, 1800))
        reply = f"{opinion}依据：{basis}{remedy}" if dice.random() < 0.95 else ""
        replied = (got + timedelta(days=dice.randrange(5, 28))).isoformat() if reply else ""
        sheet.write_row(
            at + 1, 0,
            (
                f"TZ{at:07}", got.isoformat(), subject, body, reply, replied, words[channel], town, "周秀珍",
                f"1990000{at % 10000:04}",
            ),
        )  # fmt: skip
    book.close()
