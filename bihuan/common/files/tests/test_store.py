from __future__ import annotations

import hashlib
import io
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from PIL import Image, ImageFile

from bihuan.common.files import errors, kinds, names, previews, serving, sniff, store
from bihuan.common.files.sweeping import sweep
from bihuan.common.files.tests import samples
from bihuan.common.files.tests.samples import image

NOW = datetime(2026, 9, 1, tzinfo=UTC)
MB = 1 << 20


def everything(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def put(content: bytes, name: str = "现场.jpg", **more: int) -> store.StoredFile:
    return store.put(io.BytesIO(content), name=name, **more)


def test_a_file_comes_back_as_it_was(a_store: Path) -> None:
    photo = image("JPEG")
    kept = put(photo)
    assert kept == store.StoredFile(hashlib.sha256(photo).hexdigest(), len(photo), "image/jpeg", "现场.jpg")
    with store.open(kept.sha256) as file:
        assert file.read() == photo
    assert store.is_whole(kept.sha256)
    assert everything(a_store)[0].relative_to(a_store).parts[:2] == (kept.sha256[:2], kept.sha256[2:4])


def test_the_same_content_is_kept_once_under_two_names(a_store: Path) -> None:
    first, second = put(image("JPEG"), "a.jpg"), put(image("JPEG"), "b.jpeg")
    assert first.sha256 == second.sha256
    assert (first.name, second.name) == ("a.jpg", "b.jpeg")
    assert len(everything(a_store)) == 1


def test_a_change_on_the_disk_is_noticed(a_store: Path) -> None:
    kept = put(image("JPEG"))
    everything(a_store)[0].write_bytes(b"other")
    assert not store.is_whole(kept.sha256)


class Endless(io.RawIOBase):
    """Sends as long as it is read from."""

    def __init__(self) -> None:
        self.sent = 0

    def read(self, size: int = -1, /) -> bytes:
        self.sent += size
        return b"x" * size


def test_forty_megabytes_are_refused_as_soon_as_twenty_have_come(a_store: Path) -> None:
    stream = Endless()
    with pytest.raises(errors.FileTooLargeError, match="超过 20 MB"):
        store.put(stream, name="a.txt")
    assert stream.sent <= 22 * MB
    assert everything(a_store) == []


def test_a_size_announced_too_large_is_refused_before_a_byte_is_read() -> None:
    stream = Endless()
    with pytest.raises(errors.FileTooLargeError):
        store.put(stream, name="a.txt", size=40 * MB)
    assert stream.sent == 0


class Broken(io.RawIOBase):
    """A connection that is lost."""

    def __init__(self) -> None:
        self.reads = 0

    def read(self, size: int = -1, /) -> bytes:
        self.reads += 1
        if self.reads > 1:
            raise ConnectionResetError
        return image("JPEG")


def test_a_broken_upload_leaves_nothing(a_store: Path) -> None:
    with pytest.raises(errors.UploadIncompleteError, match="没有传完"):
        store.put(Broken(), name="a.jpg")
    with pytest.raises(errors.UploadIncompleteError):
        put(image("JPEG")[:-20], size=len(image("JPEG")))
    assert everything(a_store) == []


def test_an_empty_file_and_a_refused_one_leave_nothing(a_store: Path) -> None:
    with pytest.raises(errors.FileEmptyError):
        put(b"")
    with pytest.raises(errors.ExecutableRefusedError):
        put(samples.EXE)
    assert everything(a_store) == []


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\windows\\系统.txt", "系统.txt"),
        ("/abs/照片.jpg", "照片.jpg"),
        ("照片\u202egpj.exe", "照片gpj.exe"),
        ("a\x00b\r\nc.txt", "abc.txt"),
        ("...", "附件"),
        ("", "附件"),
        ("CON.txt", "附件_CON.txt"),
        ('a"b<c>.txt', "a_b_c_.txt"),
        (".htaccess", "htaccess"),
        ("长" * 300 + ".docx", "长" * 115 + ".docx"),
    ],
)
def test_names_lead_nowhere_and_deceive_nobody(sent: str, kept: str) -> None:
    assert names.clean_name(sent) == kept


def test_a_file_without_extension_gets_that_of_its_content() -> None:
    assert put(image("PNG"), "扫描件").name == "扫描件.png"


@pytest.mark.parametrize("asked", ["../../../etc/passwd", "", "a" * 63, "A" * 64, "a" * 64, "a/" * 32])
def test_only_a_hash_that_is_there_opens_a_file(asked: str) -> None:
    with pytest.raises(errors.FileMissingError):
        store.open(asked)


def test_a_kill_before_the_rename_leaves_nothing_visible(a_store: Path) -> None:
    """A process of its own is killed between writing and renaming."""
    code = (
        "import io, os, pathlib, signal, django.conf\n"
        f"django.conf.settings.configure(DATA_DIR={str(a_store.parent)!r}, ATTACHMENT_LIMIT=10**7)\n"
        "from bihuan.common.files import store\n"
        "pathlib.Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "store.put(io.BytesIO('来信'.encode()), name='a.txt')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": ":".join(sys.path)}, check=False)
    assert done.returncode == -signal.SIGKILL
    (draft,) = everything(a_store)
    assert draft.parent.name == "drafts"
    with pytest.raises(errors.FileMissingError):
        store.open(hashlib.sha256("来信".encode()).hexdigest())
    long_ago = (NOW - timedelta(days=2)).timestamp()
    os.utime(draft, (long_ago, long_ago))
    assert sweep(in_use=set, at=NOW, dry_run=False).drafts == 1
    assert everything(a_store) == []


def test_the_sweep_takes_only_what_is_old_and_unused_and_first_says_what(a_store: Path) -> None:
    used, unused, fresh = put(b"used", "a.txt"), put(b"unused", "b.txt"), put(b"fresh", "c.txt")
    for kept in (used, unused):
        place = next(path for path in everything(a_store) if path.name == kept.sha256)
        os.utime(place, ((NOW - timedelta(days=2)).timestamp(),) * 2)
    place = next(path for path in everything(a_store) if path.name == fresh.sha256)
    os.utime(place, ((NOW - timedelta(hours=1)).timestamp(),) * 2)

    def in_use(hashes: object) -> set[str]:
        return {used.sha256}

    planned = sweep(in_use=in_use, at=NOW)
    assert (planned.scanned, planned.files, planned.size) == (3, (unused.sha256,), 6)
    assert len(everything(a_store)) == 3
    assert sweep(in_use=in_use, at=NOW, dry_run=False) == planned
    assert {path.name for path in everything(a_store)} == {used.sha256, fresh.sha256}


def test_putting_again_what_is_old_makes_it_young(a_store: Path) -> None:
    put(b"again", "a.txt")
    os.utime(everything(a_store)[0], (0, 0))
    put(b"again", "a.txt")
    assert sweep(in_use=lambda _: set(), at=datetime.now(UTC), dry_run=False).files == ()


def test_a_served_file_is_a_download_that_no_browser_runs() -> None:
    kept = put("说明".encode(), "说明 1.txt")
    response = serving.serve(kept.sha256, name=kept.name, media_type=kept.media_type)
    assert b"".join(response.streaming_content) == "说明".encode()  # type: ignore[arg-type]
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%E8%AF%B4%E6%98%8E%201.txt"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Length"] == "6"


@pytest.mark.django_db  # closing a response looks at the connection
def test_a_media_type_from_elsewhere_is_not_repeated() -> None:
    kept = put(b"x", "a.txt")
    response = serving.serve(kept.sha256, name='a"\r\nSet-Cookie: x=1.html', media_type="text/html")
    assert response["Content-Type"] == "application/octet-stream"
    assert "\n" not in response["Content-Disposition"]
    response.close()


def test_a_preview_is_upright_small_and_says_nothing_of_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    kept = put(image("JPEG", (3000, 2000), exif=exif, comment=b"SecretComment"))
    shown = previews.preview(kept.sha256)
    with Image.open(io.BytesIO(shown)) as picture:
        assert picture.size == (1067, 1600)
        assert not picture.getexif()
    assert b"Secret" not in shown
    response = serving.serve_preview(kept.sha256)
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")


def test_transparency_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(previews.preview(put(out.getvalue(), "a.png").sha256))) as picture:
        assert picture.getpixel((1, 1)) == (255, 255, 255)


def test_what_is_no_image_too_large_or_cut_off_has_no_preview(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as the PDF maker leaves it
    out = io.BytesIO()
    Image.new("1", (6000, 6000)).save(out, "PNG")
    for content, name in (
        (b"text", "a.txt"),
        (out.getvalue(), "a.png"),
        (image("JPEG", (900, 900))[:-200], "a.jpg"),
    ):
        with pytest.raises(errors.PreviewUnavailableError, match="下载查看"):
            previews.preview(put(content, name).sha256)


def test_every_text_about_files_has_english() -> None:
    po = Path(kinds.__file__).parents[1] / "locale/en/LC_MESSAGES/django.po"
    with po.open("rb") as file:
        english = {message.id for message in read_po(file) if message.string}
    messages = {
        str(e.message)
        for e in vars(errors).values()
        if isinstance(e, type) and issubclass(e, errors.FileError)
    }
    labels = {kind.label for kind in kinds.KINDS} | {*kinds.Family} | {*sniff.Flag}
    assert (messages | {str(label) for label in labels}) - english == set()
