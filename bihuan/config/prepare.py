"""What `bihuan serve` does before the first request, in a process of its own."""

from __future__ import annotations

import io
import sys

import click

from bihuan.common import boot
from bihuan.config.commands.problems import explain


def main() -> None:
    """Ends with code 1 and one message when something is missing."""
    try:
        boot.prepare()
        from django.core.management import call_command

        call_command(
            "check", stdout=io.StringIO()
        )  # also reads every address, so a broken page stops us here
        call_command("migrate", interactive=False, verbosity=0)
        _require_build()
        call_command("collectstatic", interactive=False, verbosity=0)
        if "--demo" in sys.argv:
            from bihuan.config.commands.demo import SEED, load

            load(SEED)
            _show_accounts()
    except Exception as problem:
        message = explain(problem)
        if message is None:
            raise
        click.echo(f"bihuan: {message}", err=True)
        sys.exit(1)


def _show_accounts() -> None:
    from bihuan.organizations import sample

    click.echo("\nAccounts to try it with:")
    for account in sample.shown_accounts():
        click.echo(
            f"  {account.username:<14}{account.password:<16}{account.name}  {account.unit} {account.post}"
        )


def _require_build() -> None:
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    built = settings.PACKAGE / "common" / "static" / "dist"
    if not built.is_dir() or not any(built.iterdir()):
        raise ImproperlyConfigured(
            "The front end is not built (bihuan/common/static/dist is empty). In a checkout: make run, or "
            "npm ci && npm run build. A wheel made by `make dist` has it inside."
        )


if __name__ == "__main__":
    main()
