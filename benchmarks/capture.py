"""The floor below: the same SQL, sent by pgbench to the same cluster.

Requests are made in this process by Django's test client and every statement is kept with its values. What a request
asks becomes a script of pgbench; reading ones are kept as they are, a few dozen different ones at random. In writing
ones the number, key and submission of the case become variables, so that each run writes a case of its own.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import place, server
from benchmarks.place import Place

WRITES = re.compile(
    r"^\s*(SAVEPOINT|INSERT|UPDATE|DELETE|WITH (?!RECURSIVE))|FOR (NO KEY )?UPDATE", re.IGNORECASE
)
UUID = re.compile(r"'[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}'")


def statements(
    running: Place, name: str, asks: Sequence[tuple[str, str, dict[str, str] | None]]
) -> list[list[str]]:
    """The SQL of each (cookie, path, form or None), in a process of its own."""
    environment = {
        **os.environ, **server.office(), "DATABASE_URL": running.url(name), "BIHUAN_LOG_LEVEL": "ERROR",
        "BIHUAN_DATA_DIR": str(place.FOLDER),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.capture"], input=json.dumps(asks), text=True, capture_output=True,
        env=environment, cwd=place.ROOT,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    found: list[list[str]] = json.loads(done.stdout.splitlines()[-1])
    return found


def pgbench(running: Place, name: str, scripts: Sequence[str], *, users: int, seconds: float) -> float:
    """Transactions a second, of scripts drawn at random."""
    with tempfile.TemporaryDirectory() as folder:
        files: list[str] = []
        for at, script in enumerate(scripts):
            path = Path(folder, f"{at}.sql")
            path.write_text(script)
            files += ["-f", str(path)]
        done = subprocess.run(
            ["pgbench", "-n", "-c", str(users), "-j", "2", "-T", str(round(seconds)), "-M", "simple", *files,
             "-h", str(running.cluster.socket_folder), "-U", "bihuan", name],
            capture_output=True, text=True,
        )  # fmt: skip
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    if done.returncode or found is None or "aborted" in done.stderr:
        print(f"pgbench: {done.stderr.strip()[-600:]}")
        return 0.0
    return float(found[1])


def reading(found: Sequence[Sequence[str]]) -> list[str]:
    """One script for each request."""
    return ["".join(f"{statement};\n" for statement in one) for one in found if one]


def writing(found: Sequence[str], *, number: str, key: int) -> str:
    """One script for a chain of requests that write one case, each in its transaction; each run writes a new case."""
    script: list[str] = []
    own = re.compile(rf"(?<![\d.]){key}(?!\d)")
    under_way = False
    names: dict[str, str] = {}
    for statement in found:
        if statement.startswith("--"):  # the end of a request
            script += ["COMMIT;\n"] if under_way else []
            under_way = False
            continue
        if not under_way and WRITES.search(statement):
            script.append("BEGIN;\n")
            under_way = True
        text = own.sub(":key", statement.replace(number, number.rpartition("-")[0] + "-:last"))
        for known in UUID.findall(text):  # a person's stands in two tables
            text = text.replace(known, f"':{names.setdefault(known, f'u{len(names)}')}'")
        if "casework_casenumber" in text and "RETURNING" in text:
            script.append(f"{text} AS key \\gset\n")  # its last column is the key of the new case
        else:
            script.append(f"{text};\n")
    script += ["COMMIT;\n"] if under_way else []
    fresh = ", ".join(f"gen_random_uuid() AS {name}" for name in names.values())
    return (f"SELECT {fresh} \\gset\n" if fresh else "") + "".join(script)


def main() -> None:
    """Reads the requests on standard input, writes the statements on standard output."""
    from bihuan.common import boot

    boot.prepare()
    from django.db import connection
    from django.test import Client

    answers: list[list[str]] = []
    client = Client(SERVER_NAME="localhost")
    for cookie, path, form in json.load(sys.stdin):
        seen: list[str] = []

        def keep(
            execute: Any, query: str, params: Any, many: bool, context: Any, seen: list[str] = seen
        ) -> Any:
            seen.append(connection.ops.compose_sql(query, params) if params else query)  # type: ignore[attr-defined]
            return execute(query, params, many, context)

        client.cookies.load(cookie)
        for attempt in (0, 1):  # the first fills what a running server has in memory
            seen.clear()
            with connection.execute_wrapper(keep):
                if form is None:
                    client.get(path)
                else:
                    if attempt:
                        break
                    answer = client.post(path, form)
                    seen.append(f"-- {answer.status_code} {answer.headers.get('Location', '')}")
                    break
        answers.append(list(seen))
    print(json.dumps(answers))


if __name__ == "__main__":
    main()
