"""The evidence at the desk: marked copies beside untouched originals, a package anybody can check, phones that end."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from bihuan.casework.errors import Incomplete, NotYours
from bihuan.casework.models import Case
from bihuan.common.files import store
from bihuan.organizations.models import Account
from bihuan.safety.field import devices, packaging, watermark
from bihuan.safety.field.cli import command
from bihuan.safety.field.errors import DeviceEnded, Unreadable
from bihuan.safety.field.models import Device
from bihuan.safety.field.tests.test_receiving import (  # noqa: F401  the fixture too
    NOON,
    assigned,
    district,
    picture,
    send,
    sha,
    sign,
    told,
    upload,
)
from bihuan.safety.field.verifying import verify
from bihuan.safety.inspections.models import Inspection
from bihuan.safety.tests import cast
from bihuan.safety.tests.cast import actor, at

pytestmark = pytest.mark.django_db


def done() -> Inspection:
    row = assigned()
    photo = upload(row, picture(50))
    sign(row)
    send(row, told(row, (photo,)))
    return row


def packed(row: Inspection) -> bytes:
    out = io.BytesIO()
    packaging.write(row, out, at=at(NOON))
    return out.getvalue()


def test_the_shown_copy_is_marked_and_the_original_stays_as_it_was() -> None:
    row = assigned()
    out = io.BytesIO()
    Image.new("RGB", (640, 480), (200, 200, 200)).save(out, "JPEG")
    photo = upload(row, out.getvalue())
    with Image.open(
        io.BytesIO(watermark.marked(photo, ["JC-2026-000001  2026-03-03 09:20:00", "无位置"]))
    ) as copy:
        foot = copy.crop((0, copy.height - 30, copy.width, copy.height)).convert("L")
        assert min(foot.tobytes()) < 110  # the band
        assert copy.getpixel((320, 100)) == pytest.approx((200, 200, 200), abs=6)
    with store.open(photo) as original:
        assert original.read() == out.getvalue()


def test_a_package_is_checked_with_nothing_but_itself(tmp_path: Path) -> None:
    file = tmp_path / "case.zip"
    file.write_bytes(packed(done()))
    with file.open("rb") as opened:
        checked = verify(opened)
    assert checked.problems == ()
    assert (checked.records, checked.entries >= 3) == (1, True)
    assert CliRunner().invoke(command, [str(file)]).exit_code == 0
    with zipfile.ZipFile(file) as package:
        package.extractall(tmp_path / "out")
    ran = subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path / "out", capture_output=True, check=False
    )
    assert ran.returncode == 0, ran.stdout


def test_the_same_case_gives_the_same_package() -> None:
    row = done()
    assert packed(row) == packed(row)


def rewritten(content: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The package with contents changed and, as a forger would, the sums made anew."""
    out, sums = io.BytesIO(), []
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = change(name, old.read(name))
            if name != "SHA256SUMS" and data is not None:
                new.writestr(name, data)
                sums.append(f"{sha(data)}  {name}\n")
        new.writestr("SHA256SUMS", "".join(sums))
    return out.getvalue()


def test_a_package_that_was_changed_is_found_even_when_its_sums_were_made_anew() -> None:
    content = packed(done())

    def photo(name: str, data: bytes) -> bytes | None:
        return data + b"x" if name.startswith("files/") else data

    def record(name: str, data: bytes) -> bytes | None:
        return data.replace("过期".encode(), "有效".encode()) if name.startswith("records/") else data

    def taken(name: str, data: bytes) -> bytes | None:
        return None if name.startswith("files/") else data

    def entry(name: str, data: bytes) -> bytes | None:
        if name != "journal.json":
            return data
        chain = json.loads(data)
        chain[-1]["text"] = chain[-1]["text"].replace("罗守安", "罗守")
        return json.dumps(chain, ensure_ascii=False).encode()

    for change, word in ((photo, "its hash is"), (record, "does not stand in the journal"), (taken, "not in the package"),
                         (entry, "was changed")):  # fmt: skip
        problems = verify(io.BytesIO(rewritten(content, change))).problems
        assert any(word in text for text in problems), (change, problems)
    assert verify(io.BytesIO(content[:-40])).problems
    assert verify(io.BytesIO(b"no zip")).problems


def test_a_phone_gets_the_same_key_each_time_and_its_halves_open_nothing_alone() -> None:
    me, key, half = actor("anjian"), uuid4(), b"h" * 32
    common: dict[str, Any] = {"device": key, "name": "Android", "at": at(NOON)}
    first = devices.key_for(half=half, actor=me, **common)
    assert devices.key_for(half=half, actor=me, **common) == first
    assert devices.key_for(half=b"i" * 32, actor=me, **common) != first
    assert bytes(Device.objects.get().half) != first
    with pytest.raises(DeviceEnded):  # a colleague who signs in on this phone gets no key to it
        devices.key_for(half=half, actor=cast.colleague(), **common)
    with pytest.raises(Unreadable):
        devices.key_for(half=b"short", actor=me, **common)


def test_a_lost_phone_is_ended_by_its_officer_or_the_head_and_its_half_of_the_key_is_gone() -> None:
    me, key = actor("anjian"), uuid4()
    _judge, head = cast.officers()
    devices.key_for(device=key, half=b"h" * 32, name="Android", actor=me, at=at(NOON))
    with pytest.raises(NotYours):
        devices.end(device=key, because="遗失", actor=cast.colleague(), at=at(NOON))
    with pytest.raises(Incomplete):
        devices.end(device=key, because=" ", actor=head, at=at(NOON))
    ended = devices.end(device=key, because="手机遗失", actor=head, at=at(NOON))
    assert bytes(ended.half) == b""
    for asked in (lambda: devices.key_for(device=key, half=b"h" * 32, name="", actor=me, at=at(NOON)),
                  lambda: devices.of_request(str(key), me)):  # fmt: skip
        with pytest.raises(DeviceEnded):
            asked()


def browser(username: str) -> Client:
    client = Client()
    client.force_login(
        Account.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def test_what_is_sent_by_http_is_answered_in_words_a_phone_understands() -> None:
    row = assigned()
    client, number = browser("anjian"), row.case.number
    work = client.get(reverse("field:work")).json()
    assert [one["number"] for one in work["work"]] == [number]
    assert len(work["work"][0]["checklist"]["items"]) == 2
    now = timezone.now().isoformat()
    for kind, shade in (("photo", 50), ("lead", 1), ("second", 2), ("unit", 3)):
        content = picture(shade)
        about = json.dumps(
            {"name": "IMG.HEIC", "kind": kind, "taken_at": now, "position": None, "no_place": "denied"}
        )
        file = io.BytesIO(content)
        file.name = "IMG.HEIC"
        answer = client.post(
            reverse("field:file", args=[number, sha(content)]), {"file": file, "about": about}
        )
        assert (answer.status_code, answer.json()["sha256"]) == (200, sha(content))
    assert len(client.get(reverse("field:files", args=[number])).json()["have"]) == 4
    address = reverse("field:record", args=[number, uuid4()])
    body = told(row, ("0" * 64,), began_at=now, ended_at=now)
    missing = client.post(address, body, content_type="application/json")
    assert (missing.status_code, missing.json()["missing"]) == (409, ["0" * 64])
    body = told(row, (sha(picture(50)),), began_at=now, ended_at=now)
    wrong = client.post(address, body.replace("三具灭火器已经过期。", ""), content_type="application/json")
    assert wrong.status_code == 422
    assert list(wrong.json()["fields"].values()) == ["不合格的，请写明发现了什么。"]
    # The page on the phone is English: so is what it is told, whatever language the account has.
    english = {"X-Page-Language": "en"}
    kinds = [
        client.get(reverse("field:work"), headers=one).json()["work"][0]["kind"] for one in ({}, english)
    ]
    assert kinds[0] != kinds[1]
    assert kinds[1].isascii()
    ahead = {"X-Device-Now": (timezone.now().replace(microsecond=0)).isoformat()}
    good = client.post(address, body, content_type="application/json", headers=ahead)
    assert (good.status_code, good.json()["outcome"], len(good.json()["hazards"])) == (200, "taken", 1)
    assert good.json()["sha256"] == hashlib.sha256(body.encode()).hexdigest()
    assert client.post(address, body, content_type="application/json").json()["again"] is True
    nowhere = client.post(
        reverse("field:record", args=["JC-2026-999999", uuid4()]), body, content_type="application/json"
    )
    assert (nowhere.status_code, nowhere.json()) == (404, {"gone": True})


def test_the_evidence_page_shows_copies_originals_and_the_package() -> None:
    row = done()
    client, number, photo = browser("anjian"), row.case.number, sha(picture(50))
    page = client.get(reverse("field:evidence", args=[number])).content.decode()
    assert photo[:16] in page
    assert client.get(reverse("field:original", args=[number, photo])).getvalue() == picture(50)
    assert client.get(reverse("field:shown", args=[number, photo])).headers["Content-Type"] == "image/jpeg"
    assert verify(io.BytesIO(client.get(reverse("field:package", args=[number])).getvalue())).problems == ()
    assert client.get(reverse("field:original", args=[number, "0" * 64])).status_code == 404


def test_an_enterprise_sees_the_photographs_of_its_own_hazard_marked_and_nothing_of_the_inspection() -> None:
    row = done()
    hazard = row.findings.get(hazard__isnull=False).hazard
    assert hazard is not None
    photo = sha(picture(50))
    officer, _principal = cast.staff(row.enterprise)
    Account.objects.filter(pk=officer.account_id or 0).update(must_change_password=False)
    client = Client()
    client.force_login(
        Account.objects.get(pk=officer.account_id or 0), backend="django.contrib.auth.backends.ModelBackend"
    )
    address = reverse("field:hazard_photo", args=[hazard.number, photo])
    assert client.get(address).status_code == 404  # not yet ordered: the enterprise does not see the hazard
    assert browser("anjian").get(address).status_code == 200
    assert client.get(reverse("field:shown", args=[row.case.number, photo])).status_code == 403
    assert Case.objects.filter(pk=row.pk).exists()
