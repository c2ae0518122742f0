"""`bihuan vault`: change the key while serving, see which key holds whom, end keeping when its time is over."""

from __future__ import annotations

import click


def register(root: click.Group) -> None:
    """Hang the group under `bihuan`."""
    root.add_command(vault)


@click.group()
def vault() -> None:
    """Protected persons: the key over them, and how long they are kept. Nobody can be listed or opened from here."""


@vault.command()
def status() -> None:
    """How many persons are under which key, and which keys are at hand."""
    from django.db.models import Count

    from bihuan.vault.errors import VaultKeyError
    from bihuan.vault.keys import keyring
    from bihuan.vault.models import Person

    try:
        ring = keyring()
    except VaultKeyError as error:
        raise click.ClickException(str(error)) from error
    at_hand = {key.key_id for key in ring.all}
    rows = Person.objects.filter(forgotten_at__isnull=True).values_list("key_id").annotate(Count("pk"))
    for key_id, count in rows.order_by("key_id"):
        here = "in use" if key_id == ring.current.key_id else "former" if key_id in at_hand else "NOT AT HAND"
        click.echo(f"{key_id}  {here:<12} {count}")
    click.echo(
        f"in use: {ring.current.key_id}; forgotten: {Person.objects.exclude(forgotten_at=None).count()}"
    )


@vault.command()
@click.option(
    "--new-key/--no-new-key", default=True, help="Make a new key first (key file), or only wrap anew."
)
@click.option(
    "--batch", type=click.IntRange(1), default=500, show_default=True, help="Persons in one transaction."
)
def rotate(*, new_key: bool, batch: int) -> None:
    """Put a new key in the place of the old one and wrap every person anew, while people work.

    \b
    May be stopped and run again (with --no-new-key). The old key stays readable beside the new one; old backups need it.
    Where the key comes from the environment: put the new one into BIHUAN_VAULT_KEY and the old one into
    BIHUAN_VAULT_OLD_KEYS, start the processes anew, then run this with --no-new-key.
    """
    from bihuan.vault import key_sources, services
    from bihuan.vault.errors import VaultError
    from bihuan.vault.keys import keyring
    from bihuan.vault.models import Person

    try:
        if new_key:
            source = key_sources.in_use()
            if not isinstance(source, key_sources.FromFile):
                raise click.ClickException(
                    "The key comes from the environment: exchange it there, then run this with --no-new-key."
                )
            keyring()
            source.exchange()
        current = keyring().current.key_id
        left = Person.objects.exclude(key_id=current).filter(forgotten_at__isnull=True).count()
        with click.progressbar(length=left, label=f"under key {current}", show_pos=True) as bar:
            while done := services.rewrap(batch=batch):
                bar.update(done)
    except VaultError as error:
        raise click.ClickException(str(error)) from error
    click.echo("every person is under the key in use")


@vault.command()
@click.option("--dry-run", is_flag=True, help="Only say whose time is over: the case, its track, until when.")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="As of this day (default: today).")
def retention(*, dry_run: bool, day: object) -> None:
    """Destroy the keys of persons whose time of keeping is over in all their matters. The cases stay, without a name."""
    from datetime import datetime

    from django.utils import timezone

    from bihuan.vault import services

    on = day.date() if isinstance(day, datetime) else timezone.localdate()
    if dry_run:
        count = 0
        for one in services.due(on=on):
            count += 1
            click.echo(f"{one.case_number}  {one.track}  kept until {one.until}")
        click.echo(f"{count} persons would be forgotten", err=True)
        return
    click.echo(f"{services.expire(at=timezone.now(), on=on)} persons forgotten")
