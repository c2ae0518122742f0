"""Who writes, what is killed and who looks afterwards, for `kills.py`."""

from __future__ import annotations

import base64
import http.client
import json
import os
import random
import secrets
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from bihuan.common.database.cluster import Cluster

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 240.0  # seconds until somebody must have been served again


@dataclass
class Writer(threading.Thread):
    """Registers appeals one after the other; the same one again, under the same key, until it is acknowledged."""

    port: int
    token: str
    acknowledged: list[str] = field(default_factory=list)  # case numbers
    answers: Counter[int] = field(default_factory=Counter)
    stopped: bool = False

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        connection = self._connect()
        form = self._form()
        while not self.stopped:
            try:
                connection.request("POST", "/api/v1/appeals", json.dumps(form), self._headers())
                answer = connection.getresponse()
                body = answer.read()
                self.answers[answer.status] += 1
                if answer.status == 201:
                    self.acknowledged.append(json.loads(body)["number"])
                    form = self._form()
                else:
                    time.sleep(0.2)
            except (OSError, http.client.HTTPException):
                self.answers[0] += 1
                connection.close()
                connection = self._connect()
                time.sleep(0.1)

    def _connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}

    @staticmethod
    def _form() -> dict[str, object]:
        return {
            "subject": f"路灯不亮 {secrets.token_hex(6)}", "body": "已经三天不亮。", "channel": "web",
            "received_on": time.strftime("%Y-%m-%d"), "submission": str(uuid.uuid4()),
        }  # fmt: skip


class Office:
    """`bihuan serve` in a folder of its own, and what may be killed of it."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.process: subprocess.Popen[bytes] | None = None
        key = folder / "key"
        if not key.exists():
            key.write_text(base64.b64encode(os.urandom(32)).decode())
        self.environment = {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "BIHUAN_MODE": "production", "BIHUAN_SECRET_KEY": "only-for-killing-" + "0" * 40, "BIHUAN_HTTPS": "0",
            "BIHUAN_HOSTS": "localhost,127.0.0.1", "BIHUAN_DATA_DIR": str(folder / "data"),
            "BIHUAN_VAULT_KEY": key.read_text(), "BIHUAN_PG_SHARED_BUFFERS": "64MB",
        }  # fmt: skip
        self.data = folder / "data"

    def bihuan(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "bihuan.config.cli", *arguments]
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, cwd=ROOT, check=False
        )

    def start(self) -> None:
        log = (self.folder / "server.log").open("ab")
        command = [
            sys.executable, "-m", "bihuan.config.cli", "serve", "--host", "127.0.0.1", "--port", str(self.port),
        ]  # fmt: skip
        self.process = subprocess.Popen(
            command, env=self.environment, stdout=log, stderr=log, cwd=ROOT, start_new_session=True
        )

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(120)
            self.process = None

    def kill(self, what: str) -> bool:
        """False when there was nothing of the kind to kill just now."""
        assert self.process is not None
        everyone = _tree(self.process.pid)
        try:
            postmaster = int((self.data / "postgres" / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return False  # it is being started
        victims = {
            "database": [postmaster],
            "backend": [pid for pid in _children(postmaster) if b"bihuan" in _words(pid)][:1],
            "web": [pid for pid in everyone if b"granian" in _words(pid) and _words(_parent(pid)).count(b"granian")],
            "jobs": [pid for pid in everyone if b"bihuan.config.cli\0worker" in _words(pid) and b"setpriv" not in _words(pid)],
            "everything": [self.process.pid, *everyone, postmaster],
        }[what]  # fmt: skip
        if what in ("web", "backend"):
            victims = [random.choice(victims)] if victims else []
        for pid in victims:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        if what == "everything":
            self.process.wait(30)
            self.start()
        return bool(victims)


def _words(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    except OSError:
        return 0


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [int(one) for one in task.read_text().split()]
        except OSError:
            continue
    return found


def _tree(pid: int) -> list[int]:
    return [deeper for child in _children(pid) for deeper in (child, *_tree(child))]


class Auditor:
    """Looks into the database as the office's own program would, in this process."""

    def __init__(self, office: Office) -> None:
        os.environ.update(office.environment)
        os.environ["BIHUAN_MODE"] = "demo"  # only of this process: production loads no sample district
        os.environ["DATABASE_URL"] = Cluster(office.data).url
        os.environ["DJANGO_SETTINGS_MODULE"] = "bihuan.config.settings"
        import django

        django.setup()

    def tokens(self, many: int) -> list[str]:
        """A district, and clerks of the registry with tokens."""
        from django.utils import timezone

        from bihuan.api.tokens import create_token
        from bihuan.organizations import sample
        from bihuan.organizations.models import Appointment, Jurisdiction
        from bihuan.organizations.selectors import actor

        today = timezone.localdate()
        if not Jurisdiction.objects.exists():
            sample.load(seed=1, on=today)
        clerks = Appointment.objects.filter(post__roles__contains=["intake"], post__unit__code="QL-XF")
        accounts = list(clerks.values_list("account_id", flat=True))
        made = []
        for n in range(many):
            who = actor(accounts[n % len(accounts)], None, today)
            assert who is not None
            made.append(create_token(actor=who, name=f"kills {n}", days=2, at=timezone.now())[1])
        return made

    def missing(self, numbers: list[str]) -> tuple[list[str], list[str]]:
        """(acknowledged and not there once, faults of chain and clocks) of these cases; waits for the database."""
        from django.db import InterfaceError, OperationalError, connection

        until = time.monotonic() + PATIENCE
        while True:
            try:
                return self._missing(numbers)
            except (OperationalError, InterfaceError):
                if time.monotonic() > until:
                    raise
                connection.close()
                connection.close_pool()  # type: ignore[attr-defined]
                time.sleep(0.2)

    def _missing(self, numbers: list[str]) -> tuple[list[str], list[str]]:
        from bihuan.casework import clock_audit, journal
        from bihuan.casework.models import Case

        found = Counter(Case.objects.filter(number__in=numbers).values_list("number", flat=True))
        lost = [number for number in numbers if found[number] != 1]
        faults: list[str] = []
        for pk in Case.objects.filter(number__in=numbers[-20:]).values_list("pk", flat=True):
            faults += [f"{f.case}: {f.what}" for f in journal.verify(case_id=pk)]
            faults += [f"{d.case}: {d.what}" for d in clock_audit.verify(case_id=pk)]
        return lost, faults

    def twice(self) -> int:
        """Registrations that are there more than once."""
        from django.db.models import Count

        from bihuan.casework.models import Case

        return Case.objects.values("subject").annotate(n=Count("pk")).filter(n__gt=1).count()

    def stored(self) -> int:
        from bihuan.casework.models import Case

        return Case.objects.count()
