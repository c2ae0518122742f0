"""`bihuan accounts …`: what an administrator does without a browser, such as the very first account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bihuan.organizations.models import Account


def register(root: click.Group) -> None:
    """Hang the groups `accounts`, `places` and `units` into the command `bihuan`."""
    from bihuan.organizations import structure_cli

    root.add_command(accounts)
    structure_cli.register(root)


@click.group()
def accounts() -> None:
    """Accounts: create, list, disable, reset a password, unlock, see sessions.

    \b
    An account may sign in; what it may do comes only from the posts it holds today.
    Start a new district with its places and first unit (`bihuan places --help`), then its first administrator:
      bihuan accounts create tang.yining --name 唐以宁 --administrator-of QL-ZFB
    and let that person enter the rest on the page "机构".
    Passwords are asked for, never given on the command line, where other users of the machine could read them.
    """


def _find(username: str) -> Account:
    from bihuan.organizations.models import Account

    try:
        return Account.objects.get(username=username.strip().lower())
    except Account.DoesNotExist:
        raise click.ClickException(
            f"no account is called {username!r}; `bihuan accounts list` shows all"
        ) from None


def _ask_password(*, ask: bool) -> str | None:
    return click.prompt("Password", hide_input=True, confirmation_prompt=True) if ask else None


def _show_password(username: str, password: str, *, asked: bool) -> None:
    if not asked:
        click.echo(f"Temporary password for {username}: {password}")
    click.echo("It must be changed at the next sign-in.")


@accounts.command()
@click.argument("username")
@click.option("--name", required=True, help="The person's name, as it stands on documents.")
@click.option("--ask", is_flag=True, help="Ask for the first password instead of making one.")
@click.option(
    "--administrator-of",
    "unit_code",
    metavar="CODE",
    help="Also put the account, from today, into the post 系统管理员 of the unit with this code.",
)
def create(username: str, name: str, ask: bool, unit_code: str | None) -> None:
    """Make an account. Its first password is printed once and must be changed at the first sign-in."""
    from django.db import transaction
    from django.utils import timezone

    from bihuan.organizations import services
    from bihuan.organizations.actor import SYSTEM
    from bihuan.organizations.models import Post, Unit
    from bihuan.organizations.roles import Role

    unit = None
    if unit_code is not None:
        unit = Unit.objects.filter(code=unit_code).first()
        if unit is None:
            raise click.ClickException(f"no unit has the code {unit_code!r}")
    password = _ask_password(ask=ask)
    now = timezone.now()
    try:
        with transaction.atomic():
            account, given = services.create_account(
                username=username, name=name, password=password, by=SYSTEM, at=now
            )
            if unit is not None:
                post = Post.objects.filter(unit=unit, roles__contains=[Role.ADMINISTRATOR]).first()
                post = post or services.create_post(
                    unit=unit, title="系统管理员", roles=[Role.ADMINISTRATOR], by=SYSTEM, at=now
                )
                services.appoint(
                    account=account, post=post, starts_on=timezone.localdate(now), by=SYSTEM, at=now
                )
    except services.RefusedError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Created {account.username} ({account.name}).")
    _show_password(account.username, given, asked=ask)


@accounts.command("list")
@click.option("--locked", is_flag=True, help="Only those that some address may not try at the moment.")
def list_accounts(locked: bool) -> None:
    """List accounts with the posts they hold today."""
    from django.utils import timezone

    from bihuan.organizations import selectors

    now = timezone.now()
    shut = selectors.locked_usernames(now=now)
    for account, held in selectors.accounts_with_posts(timezone.localdate(now)):
        if locked and account.username not in shut:
            continue
        notes = [
            word
            for word, true in (("disabled", not account.is_active), ("locked", account.username in shut))
            if true
        ]
        posts = "; ".join(f"{row.post.unit.short_name} {row.post.title}" for row in held) or "no post"
        click.echo("\t".join([account.username, account.name, posts, ", ".join(notes)]).rstrip())


@accounts.command()
@click.argument("username")
def disable(username: str) -> None:
    """Let nobody sign in with the account any more; its open sessions end at once."""
    from django.utils import timezone

    from bihuan.organizations import services
    from bihuan.organizations.actor import SYSTEM

    services.disable_account(account=_find(username), by=SYSTEM, at=timezone.now())
    click.echo(f"{username} is disabled and signed out everywhere.")


@accounts.command("reset-password")
@click.argument("username")
@click.option("--ask", is_flag=True, help="Ask for the new password instead of making one.")
def reset_password(username: str, ask: bool) -> None:
    """Give a new password that must be changed at the next sign-in; all sessions end."""
    from django.utils import timezone

    from bihuan.organizations import services
    from bihuan.organizations.actor import SYSTEM

    account, password = _find(username), _ask_password(ask=ask)
    try:
        given = services.reset_password(account=account, password=password, by=SYSTEM, at=timezone.now())
    except services.PasswordRefusedError as error:
        raise click.ClickException(str(error)) from error
    _show_password(username, given, asked=ask)


@accounts.command()
@click.argument("username")
def unlock(username: str) -> None:
    """Forget the failed sign-ins of the account, so that it can be tried again at once."""
    from django.utils import timezone

    from bihuan.organizations import services
    from bihuan.organizations.actor import SYSTEM

    count = services.unlock(account=_find(username), by=SYSTEM, at=timezone.now())
    click.echo(f"{username}: {count} record(s) of failures forgotten.")


@accounts.command()
@click.argument("username")
@click.option("--end", is_flag=True, help="End them all.")
def sessions(username: str, end: bool) -> None:
    """List where the account is signed in (or, with --end, sign it out everywhere)."""
    from django.utils import timezone

    from bihuan.organizations import selectors, services
    from bihuan.organizations.sign_in.devices import device_name

    account = _find(username)
    if end:
        click.echo(f"{services.end_sessions(account=account)} session(s) ended.")
        return
    for row in selectors.sessions_of(account, now=timezone.now()):
        started = timezone.localtime(row.started_at).strftime("%Y-%m-%d %H:%M") if row.started_at else ""
        seen = timezone.localtime(row.seen_at).strftime("%Y-%m-%d %H:%M") if row.seen_at else ""
        click.echo("\t".join([device_name(row.device), row.address or "", started, seen]))
