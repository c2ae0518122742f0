"""`bihuan safety`: packs, self-reports, draws, statistics from the command line."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bihuan.organizations.actor import Actor

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


def register(root: click.Group) -> None:
    """Hang the group under `bihuan`."""
    from bihuan.safety.field.cli import command

    root.add_command(safety)
    root.add_command(command)


@click.group()
def safety() -> None:
    """Work safety: criteria and checklists from files, self-reports, draws anybody can repeat, statistics."""


@safety.group()
def packs() -> None:
    """Criteria of major hazards, checklists, risk manuals, bands of risk: files an office has."""


@packs.command("import")
@click.argument("file", type=EXISTING)
@click.option(
    "--kind",
    type=click.Choice(["criteria", "checklists", "risks", "bands"]),
    help="Default: told by the columns.",
)
@click.option("--code", default="MH-2017", show_default=True, help="Criteria: what they are cited by.")
@click.option(
    "--version", "version", default="2017", show_default=True, help="Criteria: which version of that code."
)
@click.option("--title", default="", help="The title (default: the name of the file).")
@click.option(
    "--from",
    "since",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Criteria and bands: in force from (default: today).",
)
def import_pack(file: Path, *, kind: str | None, code: str, version: str, title: str, since: object) -> None:
    """Enter FILE (.csv) as criteria of major hazards, checklists by industry, a risk manual, or bands of risk.

    Entered again, nothing is added. Other content under a version that is there is refused. When criteria come into
    force, every open hazard is looked at by them.

    \b
    Examples:
      bihuan safety packs import major_hazard_criteria.csv --code MH-2017 --from 2017-11-13
      bihuan safety packs import checklist_items.csv
      bihuan safety packs import QL-LEC-2027.csv --from 2027-01-01
    """
    from django.utils import timezone

    from bihuan.safety import bringing

    problem, said = bringing.enter_file(
        content=file.read_bytes(),
        name=file.stem,
        kind=kind,
        code=code,
        version=version,
        title=title,
        since=since,
        at=timezone.now(),
    )
    if problem:
        raise click.ClickException(problem)
    click.echo(said)


@safety.command("self-reports")
@click.argument("file", type=EXISTING)
@click.option(
    "--enterprise", required=True, metavar="CODE", help="Whose they are: the unified social credit code."
)
@click.option(
    "--as", "username", default="", help="User name of whoever brings them in (default: the system)."
)
@click.option(
    "--malformed",
    "list_to",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the odd lines here.",
)
def self_reports(file: Path, *, enterprise: str, username: str, list_to: Path | None) -> None:
    """Bring the lines of FILE in as hazards the enterprise found itself. Every malformed line is named.

    What the criteria in force say may be a major hazard is listed for a person to judge. The same file twice adds nothing.
    """
    from django.utils import timezone

    from bihuan.safety.hazards.self_reports import bring_in
    from bihuan.safety.models import Enterprise

    owner = Enterprise.objects.filter(credit_code=enterprise).first()
    if owner is None:
        raise click.ClickException(
            f"There is no enterprise {enterprise} in the register. Import the register first."
        )
    with click.progressbar(length=0, label=file.name, file=sys.stderr, show_pos=True) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        outcome = bring_in(
            content=file.read_bytes(),
            enterprise=owner,
            actor=_actor(username),
            at=timezone.now(),
            progress=progress,
        )
    odd = [(one.line, one.reason, one.text) for one in outcome.malformed]
    odd += [(one.line, one.remark, one.found) for one in outcome.remarked]
    odd += [(line, reason, "") for line, reason in outcome.refused]
    for line, reason, text in sorted(odd)[: None if list_to is None else 0]:
        click.echo(f"line {line}: {reason}  {text[:60]}")
    if list_to is not None:
        list_to.write_text(
            "".join(f"{line}\t{reason}\t{text}\n" for line, reason, text in sorted(odd)), encoding="utf-8"
        )
    click.echo(
        f"{outcome.lines} lines: {outcome.applied} brought in, {outcome.there_already} there already, "
        f"{len(outcome.malformed)} malformed, {len(outcome.remarked)} brought in with a remark, {len(outcome.refused)} refused; "
        f"{outcome.suspected} may be major and wait for a person"
    )


@safety.group("draw")
def draw_group() -> None:
    """Double-random draws (双随机)."""


def replay(file: Path) -> None:
    """Repeat the published draw FILE (.json) and say whether the same enterprises and officers follow from its seed.

    Needs no database and nothing but the file. Exits with 0 when everything agrees, 2 when something does not.
    """
    from bihuan.safety.inspections.drawing import replay as repeat

    try:
        published = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, UnicodeDecodeError) as problem:
        raise click.ClickException(f"{file} is no JSON: {problem}") from problem
    wrong = repeat(published)
    for line in wrong:
        click.echo(line)
    if wrong:
        sys.exit(2)
    click.echo(
        f"{len(published['result'])} places drawn again: the same enterprises and officers follow from the seed."
    )


replay.needs_database = False  # type: ignore[attr-defined]
draw_group.command("replay")(click.argument("file", type=EXISTING)(replay))


@safety.command("statistics")
@click.argument("period")
def statistics(period: str) -> None:
    """Freeze the statistics of PERIOD (2026Q1 or 2026), or show them and whether they can be made again."""
    from django.utils import timezone

    from bihuan.casework.errors import Refused
    from bihuan.safety.hazards.statistics import freeze, made_again

    try:
        report, new = freeze(period=period, regulator=None, actor=_actor(""), at=timezone.now())
    except Refused as refused:
        raise click.ClickException(str(refused)) from refused
    click.echo(json.dumps(report.figures, ensure_ascii=False, indent=2))
    same = made_again(report)
    click.echo(
        f"{'frozen now' if new else 'frozen before'}; made again from the journal: {'the same' if same else 'DIFFERENT'}"
    )
    if not same:
        sys.exit(2)


def _actor(username: str) -> Actor:
    from django.utils import timezone

    from bihuan.organizations import selectors
    from bihuan.organizations.actor import SYSTEM
    from bihuan.organizations.models import Account

    if not username:
        return SYSTEM
    account = Account.objects.filter(username=username).first()
    found = selectors.actor(account.pk, None, timezone.localdate()) if account else None
    if found is None:
        raise click.ClickException(f"{username} is no active account with a post today.")
    return found
