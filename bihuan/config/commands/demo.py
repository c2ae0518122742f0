"""`bihuan demo`: the fictional district."""

from __future__ import annotations

import importlib
from importlib.util import find_spec

import click

from bihuan.common import boot

# In the order of the arrows: who the officials are, then what they deal with, then what it comes to.
SEEDERS = (
    "bihuan.organizations.sample",
    "bihuan.appeals.sample",
    "bihuan.safety.sample",
    "bihuan.safety.enforcement.sample",
    "bihuan.emergency.sample",
    "bihuan.directives.sample",
    "bihuan.supervision.sample",
    "bihuan.insight.sample",
    "bihuan.portal.sample",
)
SEED = 2026


@click.command()
@click.option("--seed", default=SEED, show_default=True, help="Another number makes another district.")
def command(seed: int) -> None:
    """Load a fictional district: units, posts, accounts, and three years of appeals in every state.

    Everything in it is invented, from a seed, so it is the same each time. Running it again adds nothing. Not in
    production: sample accounts have known passwords.

    \b
    Example:
      bihuan demo && bihuan serve
    """
    boot.prepare()
    from django.conf import settings
    from django.core.management import call_command

    if not settings.DEMO:
        raise click.ClickException(
            "The sample district has accounts with known passwords, so BIHUAN_MODE=production refuses it."
        )
    call_command("migrate", interactive=False, verbosity=0)
    load(seed)


def load(seed: int) -> None:
    """Call every seeder that is present; each is idempotent by its own contract."""
    for name in SEEDERS:
        if find_spec(name) is None:
            continue
        click.echo(f"Sample data: {name.split('.')[1]} …")
        importlib.import_module(name).load(seed=seed)
    click.echo("The sample district is ready.")
