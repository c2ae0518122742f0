"""kill -9 of the database, its backends, web processes, the job worker and everything at once, while people write.

    python benchmarks/kills.py --kills 1000

Starts `bihuan serve` on a data folder of its own with production's settings (an acknowledged commit is on the disk), lets
clients register appeals through the API without a pause, kills, waits until a registration is acknowledged again, and
looks: every acknowledged case is there once, its journal's chain and its clocks are recomputed and equal. Every 100
kills, and at the end, `bihuan journal verify` and `bihuan clocks verify` read everything. `--full` fills the disk instead
(needs root, for a small tmpfs).
"""

from __future__ import annotations

import argparse
import base64
import http.client
import json
import os
import random
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import uuid
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bihuan.common.database.cluster import Cluster  # noqa: E402

# In fifty kills. The database is where an acknowledged write could be lost; starting everything anew takes longest.
MIX = ["database"] * 20 + ["backend"] * 14 + ["web"] * 12 + ["jobs"] * 3 + ["everything"]
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


def _wait_for_a_write(writers: list[Writer], seen: int) -> float:
    began = time.monotonic()
    while sum(len(w.acknowledged) for w in writers) <= seen:
        if time.monotonic() - began > PATIENCE:
            raise SystemExit(f"nothing was acknowledged for {PATIENCE} s after a kill")
        time.sleep(0.02)
    return time.monotonic() - began


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--minutes", type=float, default=1e9, help="stop after so long, with what was done")
    parser.add_argument("--writers", type=int, default=4)
    parser.add_argument("--port", type=int, default=8131)
    parser.add_argument("--folder", type=Path, help="kept afterwards; else a temporary one")
    parser.add_argument("--full", action="store_true", help="fill the disk instead of killing")
    parser.add_argument("--result", type=Path, help="write the figures here, as JSON, after every 20 kills")
    asked = parser.parse_args()
    folder = asked.folder or Path(tempfile.mkdtemp(prefix="bihuan-kills-"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    try:
        (_fill if asked.full else _kill)(asked, folder)
    finally:
        if asked.folder is None:
            shutil.rmtree(folder, ignore_errors=True)


def _begin(asked: argparse.Namespace, folder: Path) -> tuple[Office, Auditor, list[Writer]]:
    office = Office(folder, asked.port)
    made = office.bihuan("migrate")
    assert made.returncode == 0, made.stderr
    office.bihuan("journal", "make-key")
    office.start()
    _wait_for_port(asked.port)
    try:
        auditor = Auditor(office)
        writers = [Writer(asked.port, token) for token in auditor.tokens(asked.writers)]
        for writer in writers:
            writer.start()
        _wait_for_a_write(writers, 0)
    except BaseException:
        office.stop()
        raise
    return office, auditor, writers


def _kill(asked: argparse.Namespace, folder: Path) -> None:
    office, auditor, writers = _begin(asked, folder)
    done: Counter[str] = Counter()
    back: dict[str, list[float]] = {}
    lost: list[str] = []
    faults: list[str] = []
    looked = [0] * len(writers)
    began = time.monotonic()
    dice = random.Random(6)
    broken: BaseException | None = None
    try:
        while sum(done.values()) < asked.kills and time.monotonic() - began < asked.minutes * 60:
            what = dice.choice(MIX)
            time.sleep(dice.uniform(0.0, 0.15))  # somewhere in the middle of somebody's write
            if not office.kill(what):
                continue
            done[what] += 1
            seen = sum(len(w.acknowledged) for w in writers)
            back.setdefault(what, []).append(_wait_for_a_write(writers, seen))
            now = [len(w.acknowledged) for w in writers]
            fresh = [n for w, a, b in zip(writers, looked, now, strict=True) for n in w.acknowledged[a:b]]
            looked = now
            gone, wrong = auditor.missing(fresh)
            lost, faults = lost + gone, faults + wrong
            if sum(done.values()) % 100 == 0:
                faults += _verify(office)
            if sum(done.values()) % 20 == 0:
                _tell(asked, done, back, writers, lost, faults, time.monotonic() - began)
    except BaseException as error:
        broken = error
        traceback.print_exc()
    finally:
        for writer in writers:
            writer.stopped = True
        for writer in writers:
            writer.join(20)
        everything = [number for w in writers for number in w.acknowledged]
        gone, wrong = auditor.missing(everything)
        lost, faults = sorted({*lost, *gone}), faults + wrong + _verify(office)
        if twice := auditor.twice():
            faults.append(f"{twice} registered twice")
        _tell(asked, done, back, writers, lost, faults, time.monotonic() - began)
        office.stop()
    if lost or faults or broken:
        raise SystemExit(1)


def _verify(office: Office) -> list[str]:
    """What the two commands say of everything, if they end with anything but 0."""
    said = [office.bihuan("journal", "verify"), office.bihuan("clocks", "verify")]
    return [one.stdout[-500:] + one.stderr[-500:] for one in said if one.returncode != 0]


def _tell(
    asked: argparse.Namespace, done: Counter[str], back: dict[str, list[float]], writers: list[Writer],
    lost: list[str], faults: list[str], seconds: float,
) -> None:  # fmt: skip
    figures = {
        "kills": sum(done.values()), "by kind": dict(done), "minutes": round(seconds / 60, 1),
        "acknowledged": sum(len(w.acknowledged) for w in writers), "lost": len(lost), "faults": len(faults),
        "answers": dict(sum((w.answers for w in writers), Counter())),
        "seconds until served again (median, longest)": {
            what: [round(sorted(all_)[len(all_) // 2], 2), round(max(all_), 2)] for what, all_ in back.items()
        },
    }  # fmt: skip
    print(json.dumps(figures, ensure_ascii=False), flush=True)
    for line in (lost + faults)[:10]:
        print("  ", line, flush=True)
    if asked.result:
        asked.result.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n")


def _fill(asked: argparse.Namespace, folder: Path) -> None:
    """The data folder on a tmpfs that is filled to the last byte under load, and given room again, several times."""
    data = folder / "data"
    data.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=420m,mode=0755", "tmpfs", str(data)], check=True)
    try:
        office, auditor, writers = _begin(asked, folder)
        ballast = data / "ballast"
        for turn in range(5):
            before = Counter(sum((w.answers for w in writers), Counter()))
            with ballast.open("wb", buffering=0) as file:
                try:
                    while True:
                        file.write(b"\0" * 65536)
                except OSError:
                    pass
                until = time.monotonic() + 20
                while time.monotonic() < until:  # whatever is given back meanwhile is taken again
                    try:
                        file.write(b"\0" * 4096)
                    except OSError:
                        time.sleep(0.05)
            full = Counter(sum((w.answers for w in writers), Counter())) - before
            ballast.unlink()
            seconds = _wait_for_a_write(writers, sum(len(w.acknowledged) for w in writers))
            everything = [number for w in writers for number in w.acknowledged]
            lost, faults = auditor.missing(everything)
            print(
                f"full {turn + 1}: answers while full {dict(full)}; served again {seconds:.1f} s after there was room; "
                f"acknowledged {len(everything)}, lost {len(lost)}, faults {faults + _verify(office)}",
                flush=True,
            )
        for writer in writers:
            writer.stopped = True
        office.stop()
    finally:
        subprocess.run(["umount", "--lazy", str(data)], check=False)


def _wait_for_port(port: int) -> None:
    until = time.monotonic() + 300
    while time.monotonic() < until:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/health/ready")
            if connection.getresponse().status == 200:
                return
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(0.3)
    raise SystemExit("the server does not answer")


if __name__ == "__main__":
    main()
