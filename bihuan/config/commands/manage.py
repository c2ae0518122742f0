"""`bihuan manage`: Django's own commands."""

from __future__ import annotations

import click

from bihuan.common import boot


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Run one of Django's commands, with the database running.

    \b
    Examples:
      bihuan manage showmigrations
      bihuan manage dbshell
    """
    boot.prepare()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["bihuan manage", *arguments])
