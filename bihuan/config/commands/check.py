"""`bihuan check` (placeholder)."""

from __future__ import annotations

import click


@click.command()
def command() -> None:
    """Is this machine ready? Each line says ok, or what to do."""
