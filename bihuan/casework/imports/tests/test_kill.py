"""kill -9 in the middle of a run, in a process of its own; then the command line goes on with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection

from bihuan.casework.imports.cli import import_file
from bihuan.casework.imports.models import Import
from bihuan.casework.imports.tests.ledger import rows_of, written
from bihuan.common.tables.tests.books import xlsx

VICTIM = """
    import os, sys, time
    from django.conf import settings
    import django
    django.setup()
    settings.DATA_DIR = sys.argv[2]
    settings.DATABASES["default"]["NAME"] = sys.argv[3]
    from django.db import connection
    connection.settings_dict["NAME"] = sys.argv[3]
    from bihuan.casework.imports import targets
    from bihuan.casework.imports.cli import import_file
    from bihuan.casework.imports.tests import ledger
    def slowly(rows, actor, at):
        time.sleep(0.2)
        return ledger.apply_batch(rows, actor, at)
    targets.register(targets.ImportTarget("ledger", "台账", ledger.COLUMNS, slowly, key=ledger.key, batch=10))
    import_file.main(["ledger", sys.argv[1]])
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("ledger")
def test_a_killed_import_is_gone_on_with_and_no_row_is_in_twice(tmp_path: Path) -> None:
    file = tmp_path / "台账.xlsx"
    file.write_bytes(xlsx(rows_of(200)))
    database = str(connection.settings_dict["NAME"])
    victim = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(VICTIM), str(file), str(tmp_path), database],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "bihuan.config.settings"},
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        waited = time.monotonic() + 60
        while not Import.objects.filter(done__gte=20).exists():
            assert victim.poll() is None, victim.stderr and victim.stderr.read().decode()
            assert time.monotonic() < waited
            time.sleep(0.05)
    finally:
        victim.send_signal(signal.SIGKILL)
        victim.wait()
    job = Import.objects.get()
    assert job.state == Import.State.RUNNING
    assert 20 <= job.done < 200
    refused = run(str(file))
    assert refused.exit_code == 1
    assert "--resume" in refused.output
    resumed = run(str(file), "--resume")
    assert resumed.exit_code == 0, resumed.output
    assert "200 rows: 200 brought in" in resumed.output
    assert written() == [str(n) for n in range(1, 201)]


def run(*arguments: str) -> Any:
    return CliRunner().invoke(import_file, ["ledger", *arguments])
