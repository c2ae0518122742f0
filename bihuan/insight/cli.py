"""`bihuan insight`: the Board's figures from the command line."""

from __future__ import annotations

import time

import click


def register(root: click.Group) -> None:
    """Hang the group under `bihuan`."""
    root.add_command(insight)


@click.group()
def insight() -> None:
    """The Board's figures: count what is new, or all of it again."""


@insight.command()
def rebuild() -> None:
    """Forget the figures and count the whole journal again. The Board shows the old ones until it is done.

    Needed after places were moved to another town; otherwise only to make sure.
    """
    from django.utils import timezone

    from bihuan.insight import counting, standing

    began = time.monotonic()
    total = counting.rebuild(at=timezone.now(), progress=lambda done: click.echo(f"{done:,} cases", err=True))
    standing.refresh(at=timezone.now())
    click.echo(
        f"{total:,} cases counted into {counting.progress().buckets:,} figures "
        f"in {time.monotonic() - began:.1f} s"
    )


@insight.command()
def count() -> None:
    """Count what the journal has gained since the last time (the worker does this every minute)."""
    from django.utils import timezone

    from bihuan.insight import counting, standing

    done = counting.count_new(at=timezone.now())
    standing.refresh(at=timezone.now())
    click.echo(f"{done:,} entries counted")
