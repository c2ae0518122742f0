"""A ledger of 100,000 hazards brought in, killed on the way and gone on with.

    python -m benchmarks.safety_import [--rows 100000]

On a migrated database with enterprises in it (DATABASE_URL). Writes a workbook as offices keep them (two of three rows closed,
one in a thousand without a date), runs `bihuan import hazards FILE`, ends it with SIGKILL when four tenths are in, goes on with
`--resume`, and at last brings the same file in again. Says the rows a second, and what was lost or doubled: exit 1 if anything.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import xlsxwriter

from benchmarks import days, machine

HEADS = ("编号", "企业名称", "检查日期", "隐患内容", "隐患部位", "整改期限", "验收日期", "验收人")
WHAT = (
    "配电箱没有接地", "灭火器压力不足", "安全出口堵塞", "操作规程没有上墙", "防护罩缺失", "气瓶没有固定", "吊索具磨损",
    "警示标志褪色",
)  # fmt: skip
WHERE = ("一车间", "二车间", "仓库", "配电室", "食堂", "装卸区")
KILL_AT = 0.4


def main() -> None:
    """Write, bring in, kill, go on, count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=100_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bihuan-bench-import-") as folder:
        os.environ["BIHUAN_DATA_DIR"] = folder
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            path = Path(folder, "隐患台账.xlsx")
            bad = write(path, asked.rows, connection)
            run(path, asked.rows, bad, connection)


def write(path: Path, rows: int, connection: psycopg.Connection) -> int:
    """The workbook. Returns how many of its rows are wrong."""
    firms = [
        one[0] for one in connection.execute("SELECT credit_code FROM safety_enterprise ORDER BY 1 LIMIT 500")
    ]
    if not firms:
        raise SystemExit("There is no enterprise in this database: load the sample district first.")
    dice, mark, bad, last = random.Random(5), f"{time.time():.0f}", 0, days.today() - timedelta(days=60)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("台账")
    sheet.write_row(0, 0, HEADS)
    for n in range(1, rows + 1):
        day = last - timedelta(days=dice.randrange(900))
        wrong, closed = n % 1000 == 0, n % 3 != 0
        bad += wrong
        sheet.write_row(n, 0, (f"{mark}-{n}", firms[n % len(firms)]))
        if not wrong:
            sheet.write_datetime(n, 2, day)
        sheet.write_row(n, 3, (f"{dice.choice(WHAT)}，第{n}处", dice.choice(WHERE)))
        sheet.write_datetime(n, 5, day + timedelta(days=15))
        if closed and not wrong:
            sheet.write_datetime(n, 6, day + timedelta(days=9))
            sheet.write(n, 7, "安小满")
    book.close()
    return bad


def run(path: Path, rows: int, bad: int, connection: psycopg.Connection) -> None:
    """Killed once, gone on with, and once more the same file."""
    before, began = count(connection), time.monotonic()
    process = start(path)
    while process.poll() is None and count(connection) - before < rows * KILL_AT:
        time.sleep(0.2)
    killed_at = count(connection) - before
    if process.poll() is None:
        process.send_signal(signal.SIGKILL)
    process.wait()
    first = time.monotonic() - began
    began = time.monotonic()
    resumed, spent = finish(start(path, "--resume"))
    second = time.monotonic() - began
    came = count(connection) - before
    began = time.monotonic()
    again, _spent = finish(start(path))
    third = time.monotonic() - began
    doubled = connection.execute(
        "SELECT count(*) FROM (SELECT source_number FROM safety_hazard WHERE source_number <> '' "
        "GROUP BY source, source_number HAVING count(*) > 1) twice"
    ).fetchone()
    found: dict[str, Any] = {
        "rows": rows, "killed_after_rows": killed_at,
        "seconds_until_killed": round(first, 1), "seconds_resumed": round(second, 1),
        "rows_a_second": round(came / (first + second)), "resumed_processor_s": round(spent, 1), "came": came,
        "rejected": bad,
        "lost": rows - bad - came,
        "doubled": doubled[0] if doubled else 0, "again_added": count(connection) - came - before,
        "again_seconds": round(third, 1), "load": os.getloadavg()[0], "commit": machine.commit(),
    }  # fmt: skip
    Path(__file__).parent.joinpath("results", f"{days.now():%Y-%m-%d-%H%M}-safety-import.json").write_text(
        json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    )
    print(json.dumps(found, ensure_ascii=False, indent=1))
    print(resumed[-400:], again[-300:], sep="\n")
    if found["lost"] or found["doubled"] or found["again_added"]:
        raise SystemExit(1)


def count(connection: psycopg.Connection) -> int:
    """Hazards that came from a ledger."""
    row = connection.execute("SELECT count(*) FROM safety_hazard WHERE source <> ''").fetchone()
    return row[0] if row else 0


def start(path: Path, *more: str) -> subprocess.Popen[bytes]:
    """The command, its words kept in a file."""
    with Path(f"{path}.said").open("wb") as said:
        return subprocess.Popen(
            [sys.executable, "-m", "bihuan.config.cli", "import", "hazards", str(path), *more],
            stdout=said,
            stderr=said,
        )


def finish(process: subprocess.Popen[bytes]) -> tuple[str, float]:
    """What it said, and the processor time it took."""
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    path = Path(str(process.args[5]) + ".said")  # type: ignore[index]
    words = path.read_text(errors="replace")
    if process.returncode not in (0, 2):
        raise SystemExit(words[-2000:])
    return words, usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
