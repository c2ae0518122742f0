"""200 inspections made without signal, with 1,000 photographs, come back into signal at once: none lost, none doubled.

    python -m benchmarks.field [--inspections 200] [--photos 5] [--at-once 40]

Fills a migrated database (DATABASE_URL) that holds nothing else, or goes on with one it filled, starts the web server with
two workers as an office runs it, and lets as many phones send as `--at-once` says, each as the application does: what is
there, file by file, then the record. One request in seven is cut off after it was sent, so that the phone never hears the
answer and sends again; a busy server is asked later and later, at most TRIES times. Then counts what is in the database and
on the disk, which is a folder of the run's own.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import io
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks import machine

PASSWORD = "bench-phone-2026"
DEAF = 7  # one answer in so many is never heard
TRIES = 60  # of one request; a phone that hears nothing so often has found a fault, not a crowd
LONGEST_WAIT = 4.0  # seconds between two tries


@dataclass
class Phone:
    """One inspection on one phone."""

    number: str
    username: str
    checklist: int
    items: list[int]
    key: str = field(default_factory=lambda: str(uuid.uuid4()))
    files: list[tuple[str, str, bytes]] = field(default_factory=list)  # hash, kind, bytes


def picture(seed: int, side: int) -> bytes:
    """A photograph of noise, about 100 KB."""
    from PIL import Image

    out = io.BytesIO()
    dice = random.Random(seed)
    Image.frombytes("RGB", (side, side), dice.randbytes(side * side * 3)).save(out, "JPEG", quality=75)
    return out.getvalue()


def fill(inspections: int, photos: int) -> list[Phone]:
    """The district, enterprises, officers and assigned inspections; what each phone has to send."""
    from django.utils import timezone

    from bihuan.casework import services as casework
    from bihuan.organizations import sample
    from bihuan.organizations.actor import SYSTEM
    from bihuan.organizations.models import Account, Jurisdiction, Unit
    from bihuan.organizations.selectors import actor as actor_on
    from bihuan.safety.enterprises import services as enterprises
    from bihuan.safety.enterprises.codes import check_character
    from bihuan.safety.enterprises.models import Enterprise
    from bihuan.safety.inspections import checklists
    from bihuan.safety.inspections import services as planning

    sample.load(seed=1, on=timezone.localdate())
    now, today = timezone.now(), timezone.localdate()
    officers = list(Account.objects.filter(appointments__post__title="安全生产执法员").distinct())
    officers.sort(key=lambda one: one.username != "anjian")
    for n, account in enumerate(officers):
        account.set_password(PASSWORD)
        account.must_change_password = False
        account.save()
        planning.certify(
            account=account,
            number=f"B{n}",
            issued_on=date(2020, 1, 1),
            expires_on=date(2099, 1, 1),
            actor=SYSTEM,
        )
    me = actor_on(officers[0].pk, None, today)
    assert me is not None
    items = [
        checklists.Item("现场", "消防", "", f"第{n}项检查内容。", "《安全生产法》第三十六条")
        for n in range(1, 21)
    ]
    sheet, _new = checklists.publish(code="BENCH", title="通用", sector="", items=items, at=now)
    keys = list(sheet.items.order_by("number").values_list("pk", flat=True))
    place, unit = Jurisdiction.objects.get(name="石湾镇"), Unit.objects.get(code="QL-YJ")
    phones = []
    before = Enterprise.objects.count()  # a database that an earlier run filled goes on
    for n in range(before, before + inspections):
        first = f"91990103MB{n:07d}"
        facts = enterprises.Facts(
            credit_code=first + check_character(first),
            name=f"第{n}工厂",
            place=place,
            regulator=unit,
            address=f"工业路{n}号",
        )
        firm = enterprises.enter(facts=facts, actor=SYSTEM, at=now)
        case = planning.plan(
            enterprise=firm,
            kind="routine",
            inspect_by=today + timedelta(days=9),
            checklist=sheet,
            actor=me,
            at=now,
        )
        casework.take(
            case_id=case.pk,
            step="assign",
            actor=me,
            at=now,
            given={"lead": officers[0].pk, "second": officers[1].pk},
        )
        phone = Phone(case.number, officers[n % 2].username, sheet.pk, keys)
        for kind, side, count in (
            ("photo", 260, photos),
            ("lead", 40, 1),
            ("second", 41, 1),
            ("unit", 42, 1),
        ):
            for m in range(count):
                content = picture(n * 100 + m + side * 100_000, side)
                phone.files.append((hashlib.sha256(content).hexdigest(), kind, content))
        phones.append(phone)
    return phones


def record(phone: Phone) -> bytes:
    """What the application writes: two items failed, the photographs at the first."""
    from django.utils import timezone

    photos = [sha for sha, kind, _content in phone.files if kind == "photo"]
    began = timezone.now() - timedelta(hours=1)
    return json.dumps({
        "format": "bihuan-field-1", "kind": "record", "inspection": phone.number, "checklist": phone.checklist,
        "began_at": began.isoformat(), "ended_at": (began + timedelta(minutes=50)).isoformat(), "place": "工业路",
        "content": "全部", "photos": [], "signature": "signed", "signed_by": "钱大有", "offsets": [0],
        "signatures": {kind: sha for sha, kind, _content in phone.files if kind != "photo"},
        "answers": [
            {"item": key, "answer": "failed" if n < 2 else "passed", "note": f"问题{n}" if n < 2 else "",
             "photos": photos if n == 0 else []}
            for n, key in enumerate(phone.items)
        ],
    }, ensure_ascii=False).encode()  # fmt: skip


class Line:
    """A phone's connection; sometimes it hangs up before the answer."""

    def __init__(self, port: int, dice: random.Random) -> None:
        self.port, self.dice = port, dice
        self.headers: dict[str, str] = {}
        self.times: list[float] = []
        self.again: dict[int, int] = {}  # status (0: not heard) -> how often it was asked again

    def sign_in(self, username: str) -> None:
        """By the form."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        link.request("GET", "/accounts/login/")
        answer = link.getresponse()
        token = _cookie(answer, "csrftoken")
        page = answer.read().decode()
        hidden = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        link.request(
            "POST", "/accounts/login/", f"csrfmiddlewaretoken={hidden}&login={username}&password={PASSWORD}",
            {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"csrftoken={token}"},
        )  # fmt: skip
        answer = link.getresponse()
        answer.read()
        session = _cookie(answer, "sessionid")
        if not session:
            raise SystemExit(f"{username} could not sign in: {answer.status}")
        token = _cookie(answer, "csrftoken") or token
        self.headers = {"Cookie": f"csrftoken={token}; sessionid={session}"}
        status, data = self.ask("GET", "/safety/field/work/")
        if status != 200:
            raise SystemExit(f"work: {status}")
        self.headers["X-CSRFToken"] = data["token"]

    def ask(
        self, method: str, path: str, body: bytes | None = None, kind: str = "", deaf: bool = False
    ) -> tuple[int, Any]:
        """One request; (0, None) when nobody heard the answer."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=180)
        headers = {**self.headers, **({"Content-Type": kind} if kind else {})}
        began = time.monotonic()
        try:
            link.request(method, path, body, headers)
            if deaf:
                assert link.sock is not None
                time.sleep(self.dice.random() * 0.05)
                link.sock.shutdown(socket.SHUT_RDWR)
                return 0, None
            answer = link.getresponse()
            data = answer.read()
        except OSError:
            return 0, None
        finally:
            link.close()
        self.times.append((time.monotonic() - began) * 1000)
        return answer.status, json.loads(data) if data[:1] == b"{" else {}

    def until_heard(self, make: Callable[[], tuple[str, str, bytes | None, str]]) -> tuple[int, Any]:
        """Again, as a phone does; a busy server is asked later and later. A fault of the server ends the run at once."""
        wait = 0.1
        for _try in range(TRIES):
            method, path, body, kind = make()
            status, data = self.ask(method, path, body, kind, deaf=self.dice.randrange(DEAF) == 0)
            if status == 500:
                raise SystemExit(f"{path}: the server answers 500")
            if status not in (0, 429, 502, 503):
                return status, data
            self.again[status] = self.again.get(status, 0) + 1
            if status:  # an answer that was not heard is asked for at once, a busy server later
                time.sleep(wait * (0.5 + self.dice.random()))
                wait = min(wait * 2, LONGEST_WAIT)
        raise SystemExit(f"{path}: no answer after {TRIES} tries ({self.again})")


def _cookie(answer: http.client.HTTPResponse, name: str) -> str:
    for value in answer.headers.get_all("Set-Cookie") or ():
        if value.startswith(f"{name}="):
            return value.split(";")[0].partition("=")[2]
    return ""


def send(line: Line, phone: Phone) -> dict[str, Any]:
    """One phone's whole sending. Returns the receipt."""
    _status, data = line.until_heard(lambda: ("GET", f"/safety/field/files/{phone.number}/", None, ""))
    have = set(data["have"])
    body = record(phone)
    for sha, kind, content in phone.files:
        if sha not in have:
            multipart, kind_of = form(sha, kind, content)
            status, data = line.until_heard(
                lambda sha=sha, multipart=multipart, kind_of=kind_of: (  # type: ignore[misc]
                    "POST", f"/safety/field/files/{phone.number}/{sha}/", multipart, kind_of
                )
            )  # fmt: skip
            if status != 200 or data["sha256"] != sha:
                raise SystemExit(f"{phone.number}: file refused: {status} {data}")
    status, data = line.until_heard(
        lambda: ("POST", f"/safety/field/records/{phone.number}/{phone.key}/", body, "application/json")
    )
    whole = {sha: len(content) for sha, _kind, content in phone.files}
    if (
        status != 200
        or data["outcome"] != "taken"
        or data["files"] != whole
        or data["sha256"] != hashlib.sha256(body).hexdigest()
    ):
        raise SystemExit(f"{phone.number}: {status} {data}")
    return dict(data)


def form(sha: str, kind: str, content: bytes) -> tuple[bytes, str]:
    """The fields of a file as a browser sends them."""
    from django.utils import timezone

    about = {"name": "IMG.jpg", "kind": kind, "taken_at": timezone.now().isoformat(), "offset": 0,
             "position": {"longitude": 116.1, "latitude": 30.5, "accuracy": 9}}  # fmt: skip
    mark = sha[:24]
    head = (
        f'--{mark}\r\nContent-Disposition: form-data; name="about"\r\n\r\n{json.dumps(about)}\r\n--{mark}\r\n'
        f'Content-Disposition: form-data; name="file"; filename="IMG.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
    ).encode()
    return head + content + f"\r\n--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"


def counted(phones: list[Phone]) -> list[str]:
    """What is wrong in the database and on the disk; nothing, when all is there once."""
    from bihuan.casework.models import Entry
    from bihuan.common.files import store
    from bihuan.safety.field.models import Arrival, Evidence
    from bihuan.safety.hazards.models import Hazard

    wrong = []
    wanted = {sha for phone in phones for sha, _kind, _content in phone.files}
    numbers = [phone.number for phone in phones]
    kept = list(
        Evidence.objects.filter(inspection__case__number__in=numbers).values_list("sha256", flat=True)
    )
    arrived = Arrival.objects.filter(inspection__case__number__in=numbers)
    for what, found, expected in (
        ("files", len(kept), len(wanted)), ("different files", len(set(kept)), len(wanted)),
        ("records", arrived.count(), len(phones)),
        ("records taken", arrived.filter(outcome="taken").count(), len(phones)),
        ("submissions", Entry.objects.filter(step="submit", case__number__in=numbers).count(), len(phones)),
        ("hazards", Hazard.objects.filter(case__origin__number__in=numbers).count(), 2 * len(phones)),
    ):  # fmt: skip
        if found != expected:
            wrong.append(f"{what}: {found}, not {expected}")
    wrong += [f"{sha}: the bytes on the disk differ" for sha in wanted if not store.is_whole(sha)]
    return wrong


def main() -> None:
    """Fill, serve, send, count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--inspections", type=int, default=200)
    parser.add_argument("--photos", type=int, default=5, help="of each inspection")
    parser.add_argument("--at-once", type=int, default=40)
    parser.add_argument("--port", type=int, default=8144)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bihuan-bench-field-") as folder:
        os.environ["BIHUAN_DATA_DIR"] = folder  # its own, whatever is set: the photographs are counted in it
        os.environ["BIHUAN_MODE"] = "demo"
        from bihuan.common import boot

        boot.prepare()
        _serve_and_send(fill(asked.inspections, asked.photos), asked)


def _serve_and_send(phones: list[Phone], asked: argparse.Namespace) -> None:
    program = [
        sys.executable,
        "-m",
        "bihuan.config.cli",
        "serve",
        "--no-jobs",
        "--host",
        "127.0.0.1",
    ]
    with Path(os.environ["BIHUAN_DATA_DIR"], "serve.log").open("wb") as log:
        server = subprocess.Popen([*program, "--port", str(asked.port)], stdout=log, stderr=log)
        try:
            _answering(asked.port)
            _report(phones, asked, server.pid)
        finally:
            server.terminate()
            server.wait(30)


def _answering(port: int) -> None:
    end = time.monotonic() + 900  # a machine that others use makes the tables of pages slowly
    while time.monotonic() < end:
        try:
            http.client.HTTPConnection("127.0.0.1", port, timeout=5).request("GET", "/safety/field/")
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit("the server does not answer")


def _report(phones: list[Phone], asked: argparse.Namespace, server: int) -> None:
    port, at_once = asked.port, asked.at_once
    sessions: dict[str, dict[str, str]] = {}
    for username in {phone.username for phone in phones}:
        line = Line(port, random.Random(1))
        line.sign_in(username)
        sessions[username] = line.headers
    times: list[float] = []
    lock = threading.Lock()

    def one(phone: Phone) -> None:
        line = Line(port, random.Random(phone.number))
        line.headers = sessions[phone.username]
        send(line, phone)
        with lock:
            times.extend(line.times)
            for status, count in line.again.items():
                again[status] = again.get(status, 0) + count

    again: dict[int, int] = {}
    spent, own, began = machine.seconds(machine.tree(server)), time.process_time(), time.monotonic()
    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(one, phones))
    seconds = time.monotonic() - began
    spent, own = machine.seconds(machine.tree(server)) - spent, time.process_time() - own
    times.sort()
    wrong = counted(phones)
    files = sum(len(phone.files) for phone in phones)
    print(
        f"{len(phones)} inspections with {files} files ({files - 3 * len(phones)} photographs) in {seconds:.1f} s, "
        f"{at_once} at once; requests p50 {times[len(times) // 2]:.0f} ms, p95 {times[int(len(times) * 0.95)]:.0f} ms; "
        f"asked again: {again.pop(0, 0)} not heard, {sum(again.values())} told to come later; "
        f"processor time: server {spent:.1f} s, phones {own:.1f} s; load {os.getloadavg()[0]:.0f}"
    )
    print("\n".join(wrong) if wrong else "none lost, none doubled")
    if wrong:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
