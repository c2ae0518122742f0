"""`bihuan clocks`, `bihuan journal`, `bihuan processes`, `bihuan sweep`: the engine from the command line."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path

import click

from bihuan.common.boot import no_database


def register(root: click.Group) -> None:
    """Hang the engine's groups under `bihuan`."""
    from bihuan.casework.exporting_cli import export
    from bihuan.casework.imports.cli import register as register_imports
    from bihuan.casework.openjournal.cli import register as register_open_journal

    for command in (clocks, journal, processes, sweep, export):
        root.add_command(command)
    register_imports(root)
    register_open_journal(root, journal)


@click.group()
def clocks() -> None:
    """Deadlines: explain any rule, recompute all, show and set a district's rules."""


@clocks.command()
@click.argument("process")
@click.argument("clock")
@click.argument("start")
@click.option("--place", default="", help="Official code of the jurisdiction whose overrides apply.")
@click.option(
    "--extend", type=click.IntRange(0), default=0, help="Count this many units more (an extension)."
)
@click.option("--json", "as_json", is_flag=True, help="Print the whole answer as JSON.")
def explain(process: str, clock: str, start: str, *, place: str, extend: int, as_json: bool) -> None:
    """Say when CLOCK of PROCESS ends if it starts at START, and why: every day counted or skipped.

    \b
    START is a date or a date and time, Beijing time if no zone is given.
    Example:  bihuan clocks explain appeals.petition handling 2026-01-05 --json
    """
    from bihuan.casework import registry
    from bihuan.casework.explaining import explain_clock
    from bihuan.common.calendar_texts import translated
    from bihuan.common.cli import _moment

    try:
        table = registry.get(process)
        found = table.clock(clock)
    except KeyError:
        known = "\n".join(
            f"  {p.name}: {', '.join(c.name for c in p.clocks)}" for p in registry.all_processes()
        )
        raise click.ClickException(f"No clock {clock} in process {process}. There are:\n{known}") from None
    if found.due_from is not None:
        raise click.ClickException(
            f"{clock} is not counted: its last day is the date given in the field {found.due_from.field}."
        )
    answer = explain_clock(table, found, start=_moment(start), place=place, extended_by=extend)
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    said = translated(answer)
    for day in said["days"]:
        click.echo(f"{day['date']} {day['weekday']}  {'+' if day['counted'] else ' '}  {day['why']}")
    for text in said["principles"]:
        click.echo(text)
    last = said["due_at"] if answer["unit"] == "hours" else f"{said['due_on']} 24:00"
    click.echo(
        f"{found.label} ({answer['article']}): {last}{' (provisional)' if said['provisional'] else ''}"
    )


@clocks.command("verify")
@click.option("--json", "as_json", is_flag=True)
def verify_clocks(*, as_json: bool) -> None:
    """Recompute every clock of every case from the journal and compare. Exits with 1 when anything differs."""
    from dataclasses import asdict

    from bihuan.casework.clock_audit import verify
    from bihuan.casework.models import ClockRow

    found = 0
    for difference in verify():
        found += 1
        click.echo(
            json.dumps(asdict(difference), ensure_ascii=False)
            if as_json
            else f"{difference.case} {difference.clock}: {difference.what} is {difference.stored}, "
            f"the journal gives {difference.recomputed}"
        )
    total = ClockRow.objects.count()
    click.echo(f"{total} clocks recomputed, {found} differ", err=as_json)
    if found:
        sys.exit(1)


@clocks.command()
def rules() -> None:
    """List every time limit: the national default and the district's dated overrides."""
    from bihuan.casework import registry
    from bihuan.casework.models import ClockRule

    overrides = ClockRule.objects.select_related("jurisdiction").order_by("process", "clock", "in_force_from")
    for process in registry.all_processes():
        click.echo(f"{process.name}  {process.source}")
        for clock in process.clocks:
            length = "date given" if clock.due_from else f"{clock.amount} {clock.unit.value}"
            click.echo(f"  {clock.name:<14} {length:<18} {clock.roll.value:<9} {clock.article}")
            for rule in overrides:
                if (rule.process, rule.clock) == (process.name, clock.name):
                    click.echo(
                        f"    from {rule.in_force_from} to {rule.in_force_to or '…'} in {rule.jurisdiction or 'all'}: "
                        f"{rule.amount} {rule.unit} {rule.roll} {rule.article}"
                    )


@clocks.command("set-rule")
@click.argument("process")
@click.argument("clock")
@click.argument("amount", type=click.IntRange(1))
@click.argument("unit", type=click.Choice(["hours", "calendar_days", "working_days"]))
@click.option("--from", "start", required=True, type=click.DateTime(["%Y-%m-%d"]), help="First day in force.")
@click.option("--to", "end", type=click.DateTime(["%Y-%m-%d"]), help="Last day in force; open when left out.")
@click.option("--roll", type=click.Choice(["strict", "generous"]), default="strict", show_default=True)
@click.option("--article", required=True, help="The local instrument and article it rests on.")
@click.option("--place", default="", help="Official code; the whole district when left out.")
def set_rule(
    process: str, clock: str, amount: int, unit: str, *, start: datetime, end: datetime | None, roll: str,
    article: str, place: str,
) -> None:  # fmt: skip
    """Set a dated override of a time limit. It binds clocks that start on or after its first day, never earlier ones.

    \b
    Example:  bihuan clocks set-rule appeals.petition triage 4 calendar_days --from 2027-01-01 --article "国信发〔2022〕11号"
    """
    from django.utils import timezone

    from bihuan.casework.services.ruling import RuleRefused, set_clock_rule

    try:
        rule = set_clock_rule(
            process=process, clock=clock, amount=amount, unit=unit, roll=roll, article=article, place=place,
            in_force_from=start.date(), in_force_to=end.date() if end else None, today=timezone.localdate(),
        )  # fmt: skip
    except RuleRefused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"rule {rule.pk} is in force from {rule.in_force_from}")


@click.group()
def journal() -> None:
    """The append-only record: verify its chains, show one case."""


@journal.command("verify")
@click.option("--case", "number", default="", help="Only this case.")
@click.option("--json", "as_json", is_flag=True)
@click.option("--head", "kept", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="A signed head kept outside, to hold the tree against; may be given several times.")  # fmt: skip
def verify_journal(number: str, *, as_json: bool, kept: tuple[Path, ...]) -> None:
    """Recompute the hash of every entry; name each that was changed, removed or put in. Exits with 1 when any was.

    Without --case the open journal's tree and its signed heads are recomputed too.
    """
    from dataclasses import asdict

    from bihuan.casework.journal import verify
    from bihuan.casework.models import Case, Entry
    from bihuan.casework.openjournal.cli import verify_tree

    case_id = _case_id(number) if number else None
    found = 0
    for fault in verify(case_id=case_id):
        found += 1
        click.echo(
            json.dumps(asdict(fault), ensure_ascii=False)
            if as_json
            else f"{fault.case} entry {fault.seq}: {fault.what}"
        )
    if case_id is None:
        found += verify_tree(kept, as_json=as_json)
    entries = Entry.objects.filter(case_id=case_id) if case_id else Entry.objects
    cases = 1 if case_id else Case.objects.count()
    click.echo(f"{entries.count()} entries of {cases} cases verified, {found} faults", err=as_json)
    if found:
        sys.exit(1)


@journal.command()
@click.argument("number")
def show(number: str) -> None:
    """Print the journal of case NUMBER, oldest first."""
    from bihuan.casework.models import Entry

    for entry in Entry.objects.filter(case_id=_case_id(number)).order_by("seq"):
        click.echo(
            f"{entry.seq:>3}  {entry.at:%Y-%m-%d %H:%M}  {entry.step:<18} {entry.from_state or '·'} → {entry.to_state}"
            f"  {entry.actor}  {bytes(entry.hash).hex()[:16]}"
        )


@click.group()
def processes() -> None:
    """The process tables: check them, draw them."""


@processes.command("write")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path("docs/processes"))
@no_database
def write_pages(folder: Path) -> None:
    """Write a page with diagram and step table for every process into FOLDER (docs/processes)."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in _pages().items():
        (folder / name).write_text(text)
        click.echo(folder / name)


@processes.command("check")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path("docs/processes"))
@no_database
def check_pages(folder: Path) -> None:
    """Exit with 1 when a page in FOLDER is not what the tables give, or belongs to no process."""
    wanted = _pages()
    stale = [
        n for n, text in wanted.items() if not (folder / n).is_file() or (folder / n).read_text() != text
    ]
    stale += [page.name for page in folder.glob("*.md") if page.name not in wanted]
    for name in stale:
        click.echo(f"stale: {folder / name}; run: bihuan processes write")
    if stale:
        sys.exit(1)


@click.command()
@click.option("--at", "moment", default="", help="Sweep as of this moment (default: now).")
def sweep(moment: str) -> None:
    """Look at every open case, oldest deadline first: remind, tell what is overdue, take what is due.

    Prints how many cases were scanned and how many were open; exits with 1 if one was missed.
    The worker does this by itself every few minutes.
    """
    from django.utils import timezone

    from bihuan.casework import sweep as sweeping
    from bihuan.common.cli import _moment

    done = sweeping.run(at=_moment(moment) if moment else timezone.now())
    click.echo(
        f"scanned {done.scanned}, open {done.open}, warned {done.warned}, told overdue {done.told}, moved {done.moved}"
    )
    for line in done.refused:
        click.echo(line, err=True)
    if not done.complete:
        sys.exit(1)


def _case_id(number: str) -> int:
    from bihuan.casework.models import Case

    key = Case.objects.filter(number=number).values_list("pk", flat=True).first()
    if key is None:
        raise click.ClickException(f"There is no case {number}.")
    return int(key)


def _pages() -> dict[str, str]:
    from django.utils import translation

    from bihuan.casework import diagrams, registry

    def english(label: str) -> str:
        with translation.override("en"):
            return translation.gettext(label)

    pages = {f"{p.name}.md": diagrams.page(p, english) for p in registry.all_processes()}
    listing = "\n".join(f"- [{p.label}]({p.name}.md)" for p in registry.all_processes())
    return {
        **pages,
        "README.md": "<!-- Generated by `bihuan processes write`. -->\n# 流程 Processes\n\n" + listing + "\n",
    }
