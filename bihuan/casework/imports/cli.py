"""`bihuan import`: a ledger from the command line, run at once and not by the worker."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from bihuan.casework.imports.models import Import
    from bihuan.organizations.actor import Actor


def register(root: click.Group) -> None:
    """Hang the command under `bihuan`."""
    root.add_command(import_file)


@click.command("import")
@click.argument("target")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "username", default="", help="User name of whoever brings it in (default: the system).")
@click.option("--dry-run", is_flag=True, help="Check every row, write nothing.")
@click.option("--sheet", default="", help="Which sheet (default: the first visible one with rows).")
@click.option(
    "--head-row", type=click.IntRange(1), help="Row of the heading, from 1 (default: found by itself)."
)
@click.option("--mapping", "pairs", multiple=True, metavar="COLUMN=HEADING",
              help="Which heading is which column; may be given several times. A letter (B) works too.")  # fmt: skip
@click.option("--resume", is_flag=True, help="Go on with an import of this file that was stopped or killed.")
@click.option("--rejected", "workbook", type=click.Path(dir_okay=False, path_type=Path),
              help="Write the rows not taken, with reasons, to this .xlsx.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def import_file(
    target: str, file: Path, *, username: str, dry_run: bool, sheet: str, head_row: int | None, pairs: tuple[str, ...],
    resume: bool, workbook: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Bring the ledger FILE (.xlsx, .xls, .ods, .csv) in as TARGET, such as "appeals".

    Columns are matched by their headings; the same file twice adds nothing; killed in the middle, --resume goes on.
    Exits with 0 when every row is in or was there, 2 when rows were rejected, 1 when nothing could be done.

    \b
    Examples:
      bihuan import appeals 台账.xlsx --dry-run --rejected 有误.xlsx
      bihuan import appeals 台账.xlsx --mapping subject=事由 --mapping received=C --as intake
    """
    from bihuan.casework.imports import targets
    from bihuan.common.tables.reasons import TableError

    if target not in {known.name for known in targets.all_targets()}:
        names = ", ".join(known.name for known in targets.all_targets()) or "none registered"
        raise click.ClickException(f"There is no target {target}. There are: {names}.")
    try:
        job, again = _brought_in(target, file, _actor(username), sheet, head_row or 0, pairs, dry_run, resume)
    except TableError as problem:
        raise click.ClickException(str(problem)) from problem
    report = _report(job, trial=dry_run, workbook=workbook)
    report["again"] = again
    click.echo(json.dumps(report, ensure_ascii=False, indent=2) if as_json else _worded(report))
    if report["rejected"] and not again:
        sys.exit(2)


def _brought_in(
    target: str,
    file: Path,
    actor: Actor,
    sheet: str,
    head_row: int,
    pairs: tuple[str, ...],
    dry_run: bool,
    resume: bool,
) -> tuple[Import, bool]:
    """The import, and whether the file was in before this command."""
    from django.utils import timezone

    from bihuan.casework.imports import running, services
    from bihuan.casework.imports.models import Import

    job, _new = services.receive(
        target=target,
        content=file.read_bytes(),
        file_name=file.name,
        actor=actor,
        at=timezone.now(),
        whole=True,
    )
    if job.begun and (job.state == Import.State.DONE or not resume):
        if job.state != Import.State.DONE:
            raise click.ClickException("This file was begun and not finished. Go on with it: --resume")
        click.echo(
            f"This file was brought in on {job.started_at:%Y-%m-%d} by {job.by_name}; nothing was added.",
            err=True,
        )
        return job, True
    if not job.begun:
        if sheet or head_row:
            services.choose_sheet(job=job, sheet=sheet or job.sheet, head_row=head_row)
        mapping = job.mapping | _given(pairs, job)
        services.map_columns(job=job, mapping=mapping, at=timezone.now())
        for notice in job.notice_texts:
            click.echo(notice, err=True)
    if not job.busy:
        services.start(job=job, actor=actor, at=timezone.now(), rehearse=dry_run, inline=True)
    with click.progressbar(length=0, label=file.name, file=sys.stderr, show_pos=True) as bar:

        def progress(now: Import) -> None:
            bar.length = now.total
            done = now.rehearsal.get("total", 0) if dry_run else now.done
            bar.update(done - bar.pos)

        return (running.rehearse if dry_run else running.run)(job.pk, progress=progress), False


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


def _given(pairs: tuple[str, ...], job: Import) -> dict[str, int]:
    from bihuan.casework.imports import targets
    from bihuan.common.tables.heads import normalised
    from bihuan.common.tables.scan import column_letters

    known = [column.name for column in targets.get(job.target).columns]
    mapping: dict[str, int] = {}
    for pair in pairs:
        name, mark, heading = pair.partition("=")
        if not mark or name not in known:
            raise click.BadParameter(f"{pair}: COLUMN=HEADING, where COLUMN is one of {', '.join(known)}.")
        found = [
            index
            for index, text in job.headings
            if normalised(text) == normalised(heading) or column_letters(index) == heading.upper()
        ]
        if not found:
            headings = ", ".join(f"{column_letters(index)} {text}" for index, text in job.headings)
            raise click.BadParameter(f"there is no heading {heading}. There are: {headings}.")
        mapping[name] = found[0]
    return mapping


def _report(job: Import, *, trial: bool, workbook: Path | None) -> dict[str, Any]:
    from bihuan.casework.imports import selectors
    from bihuan.common.tables.writing import write_rejected

    counts = job.rehearsal if trial and not job.begun else {
        "total": job.done, "applied": job.applied, "rejected": job.rejected, "skipped": job.skipped
    }  # fmt: skip
    rehearsal = trial and not job.begun
    report: dict[str, Any] = {
        "import": job.pk, "file": job.file_name, "dry_run": rehearsal, "state": job.state,
        "rows": counts.get("total", 0), "applied": counts.get("applied", 0), "rejected": counts.get("rejected", 0),
        "skipped": counts.get("skipped", 0), "problem": job.problem_text,
        "reasons": [
            {"reason": str(kind.reason), "rows": kind.rows, "first_row": kind.first}
            for kind in selectors.reasons_of(job, rehearsal=rehearsal)
        ],
        "remarks": [
            {"reason": str(kind.reason), "rows": kind.rows, "first_row": kind.first}
            for kind in selectors.reasons_of(job, rehearsal=rehearsal, remarks=True)
        ],
    }  # fmt: skip
    if workbook:
        write_rejected(
            selectors.heading_texts(job), selectors.rejected_rows(job, rehearsal=rehearsal), to=workbook
        )
        report["workbook"] = str(workbook)
    return report


def _worded(report: dict[str, Any]) -> str:
    verb = "would be brought in" if report["dry_run"] else "brought in"
    counts = f"{report['applied']} {verb}, {report['rejected']} rejected, {report['skipped']} there already."
    lines = ["What it was then:"] if report["again"] else []
    lines.append(f"{report['rows']} rows: {counts}")
    lines += [
        f"  {one['rows']:>7}  {one['reason']}  (first: row {one['first_row']})" for one in report["reasons"]
    ]
    if report["remarks"]:
        lines.append("Brought in, but note:" if not report["dry_run"] else "Would be brought in, but note:")
    lines += [
        f"  {one['rows']:>7}  {one['reason']}  (first: row {one['first_row']})" for one in report["remarks"]
    ]
    if report["dry_run"]:
        lines.append("Nothing was written.")
    if "workbook" in report:
        lines.append(f"The rejected rows are in {report['workbook']}.")
    return "\n".join(lines)
