"""`bihuan journal head, consistency, receipt, make-key, rotate-key` and `bihuan verify-receipt`."""

from __future__ import annotations

import base64
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bihuan.common.boot import no_database

if TYPE_CHECKING:
    from bihuan.common.merkle.heads import SignedHead
    from bihuan.common.merkle.receipts import Later

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUT = click.option("--out", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")


def register(root: click.Group, journal: click.Group) -> None:
    """Hang the commands under `bihuan journal` and `bihuan`."""
    for command in (head, consistency, receipt, make_key, rotate_key):
        journal.add_command(command)
    root.add_command(verify_receipt)


def verify_tree(kept: tuple[Path, ...], *, as_json: bool) -> int:
    """Print every fault of the tree; how many there were. A part of `bihuan journal verify`."""
    import json
    from dataclasses import asdict

    from bihuan.casework.openjournal.audit import verify

    found = 0
    try:
        for fault in verify(kept=[_text(file) for file in kept]):
            found += 1
            where = f"{fault.case} entry {fault.seq}: " if fault.case else ""
            click.echo(json.dumps(asdict(fault), ensure_ascii=False) if as_json else f"{where}{fault.what}")
    except ValueError as error:  # UnreadableHead
        raise click.ClickException(f"A kept head cannot be read: {error}") from error
    return found


@click.command()
@click.option("--now", is_flag=True, help="Put every new entry into the tree first.")
@OUT
def head(*, now: bool, out: Path | None) -> None:
    """Print the newest signed head: a few lines that an outsider may keep, so that nothing can be rewritten unseen."""
    from django.utils import timezone

    from bihuan.casework.openjournal import selectors, services
    from bihuan.casework.openjournal.errors import OpenJournalError

    try:
        found = services.append(at=timezone.now()) if now else selectors.newest_head()
    except OpenJournalError as error:
        raise click.ClickException(str(error)) from error
    if found is None:
        raise click.ClickException("No head has been signed yet. Sign one with: bihuan journal head --now")
    _give(found.note, out)


@click.command()
@click.argument("old")
@click.argument("new", required=False, default="")
@OUT
def consistency(old: str, new: str, *, out: Path | None) -> None:
    """Prove that the journal of OLD entries is the beginning of the journal of NEW (default: the newest head).

    \b
    OLD and NEW are numbers of entries, or files with a kept head or a receipt. With a file for OLD its root is checked.
    Exits with 1 when the proof does not hold. The output can be given to: bihuan verify-receipt FILE --head OUTPUT
    """
    from bihuan.casework.openjournal import selectors
    from bihuan.casework.openjournal.errors import OpenJournalError
    from bihuan.common.merkle import heads, proofs, receipts

    kept = _head_in(old)
    later = _head_in(new) if new else None
    try:
        size = int(kept.head.size if kept else old)
        wanted = int(later.head.size if later else new) if new else None
        found = selectors.consistency(old=size, new=wanted)
    except ValueError:
        raise click.BadParameter("neither a number of entries nor a file with a signed head") from None
    except OpenJournalError as error:
        raise click.ClickException(str(error)) from error
    newest = heads.read(found.head).head
    if later is not None and later.head.root != newest.root:
        raise click.ClickException(
            f"The head in {new} is not the one of {newest.size} entries published here."
        )
    holds = kept is None or proofs.consistent(size, newest.size, kept.head.root, newest.root, found.proof)
    _give(receipts.write_later(found) + "\n", out)
    click.echo(
        f"{newest.size} entries {'begin' if holds else 'DO NOT begin'} with the {size} of the older head",
        err=True,
    )
    if not holds:
        sys.exit(1)


@click.command()
@click.argument("number")
@OUT
def receipt(number: str, *, out: Path | None) -> None:
    """Make the receipt file of case NUMBER, under a head signed now if its last entry is not yet under one."""
    from django.utils import timezone

    from bihuan.casework.models import Case
    from bihuan.casework.openjournal import services
    from bihuan.casework.openjournal.errors import OpenJournalError
    from bihuan.common.merkle import receipts

    case = Case.objects.filter(number=number).first()
    if case is None:
        raise click.ClickException(f"There is no case {number}.")
    try:
        _give(receipts.write(services.receipt_for(case=case, at=timezone.now())) + "\n", out)
    except OpenJournalError as error:
        raise click.ClickException(str(error)) from error


@click.command("make-key")
@no_database
def make_key() -> None:
    """Make the key that signs heads, if there is none, and print its public half."""
    from bihuan.casework.openjournal import keys
    from bihuan.casework.openjournal.errors import OpenJournalError

    try:
        secret = keys.make()
    except OpenJournalError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{keys.path()}  public key: {_b64(secret.public_key().public_bytes_raw())}")


@click.command("rotate-key")
@click.option(
    "--lost", is_flag=True, help="The old key is gone and cannot sign the new one; everybody will see that."
)
def rotate_key(*, lost: bool) -> None:
    """Sign with a new key from now on. The old key signs the new one and is then gone."""
    from django.utils import timezone

    from bihuan.casework.openjournal import services
    from bihuan.casework.openjournal.errors import OpenJournalError

    try:
        key = services.rotate_key(at=timezone.now(), lost=lost)
    except OpenJournalError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"key {key.key_id} signs from now on; public key: {_b64(bytes(key.public))}")


@click.command("verify-receipt")
@click.argument("file", type=FILE)
@click.option("--key", default="", help="The public key you trust: base64, or a file with it.")
@click.option(
    "--head", "other", type=FILE, help="Another head with its proof (of `journal consistency` or the page)."
)
@click.option("--english", is_flag=True, help="Say it in English.")
@no_database
def verify_receipt(file: Path, *, key: str, other: Path | None, english: bool) -> None:
    """Check a resident's receipt with nothing but the file: no database, no network, no trust in the office.

    Exits with 0 when everything checked holds, with 1 when something does not, with 2 when a file cannot be read.
    """
    from django.utils import translation

    with translation.override("en" if english else "zh-hans"):
        sys.exit(_verify(file, key, other))


def _verify(file: Path, key: str, other: Path | None) -> int:
    from bihuan.casework.openjournal import wording
    from bihuan.common import habits
    from bihuan.common.merkle import heads, receipts

    try:
        read = receipts.read(_text(file))
        later = _later(other) if other else None
        trusted = _public_key(key) if key else None
    except ValueError as error:  # UnreadableReceipt and UnreadableHead are
        click.echo(str(error), err=True)
        return 2
    signed = heads.read(read.head).head
    names = {
        "case": read.case, "seq": read.seq, "size": signed.size, "moment": habits.moment(signed.at),
        "key": heads.key_id(signed.origin, read.keys[-1].public),
    }  # fmt: skip
    click.echo(str(wording.SUBJECT) % names)
    found = receipts.check(read, trusted=trusted, later=later)
    for one in found:
        click.echo(f"{'✓' if one.holds else '✗'} {wording.sentence(one.check, holds=one.holds)}")
    if trusted is None:
        click.echo(f"· {wording.NO_KEY}")
    good = all(one.holds for one in found)
    click.echo(str(wording.ALL_HOLD if good else wording.NOT_ALL_HOLD))
    return 0 if good else 1


def _later(file: Path) -> Later:
    from bihuan.common.merkle import receipts

    return receipts.read_later(_text(file))


def _public_key(given: str) -> bytes:
    text = _text(Path(given)) if Path(given).is_file() else given
    raw = base64.b64decode(text.strip(), validate=True)
    if len(raw) != 32:
        raise ValueError("--key: not a public key (32 bytes as base64)")
    return raw


def _head_in(given: str) -> SignedHead | None:
    from bihuan.common.merkle import heads, receipts

    if given.isdigit() or not Path(given).is_file():
        return None
    text = _text(Path(given))
    try:
        return heads.read(text)
    except heads.UnreadableHead:
        return heads.read(receipts.read(text).head)


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8-sig")


def _give(text: str, out: Path | None) -> None:
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")
        click.echo(str(out), err=True)


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
