"""`bihuan check`: is this machine ready?"""

from __future__ import annotations

import sys

import click

from bihuan.config.checking import Finding, findings


@click.command()
def command() -> None:
    """Is this machine ready? Each line says ok, or what to do.

    Looks at the database and its version, migrations, secret, data folder, disk, the built pages and what PDF
    documents need. Ends with code 1 when something must be done; a hint (!) alone ends with 0.

    \b
    Example:
      BIHUAN_MODE=production bihuan check
    """
    worst = Finding.OK
    for finding in findings():
        mark = {Finding.OK: "ok", Finding.HINT: "!", Finding.FAULT: "DO"}[finding.level]
        click.echo(f"{mark:3} {finding.what}: {finding.text}")
        worst = max(worst, finding.level)
    if worst == Finding.FAULT:
        sys.exit(1)
