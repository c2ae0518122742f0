"""`bihuan serve`: everything, with one command."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys

import click

from bihuan.common import database
from bihuan.common.database import running
from bihuan.common.database.cluster import Cluster
from bihuan.config import door, scratch
from bihuan.config.serving import Child, Supervisor

PYTHON = [sys.executable, "-m"]


@click.command()
@click.option("--port", default=8000, envvar="PORT", show_default=True, help="TCP port.")
@click.option("--host", default="0.0.0.0", show_default=True, help="Address to listen on.")  # noqa: S104 - an office serves its network
@click.option("--workers", default=2, show_default=True, help="Web processes; about one per core.")
@click.option("--threads", default=4, show_default=True, help="Requests at the same time in each process.")
@click.option("--jobs/--no-jobs", default=True, show_default=True, help="Also run background jobs.")
@click.option("--demo", is_flag=True, help="First load the sample district, if it is not there.")
def command(port: int, host: str, workers: int, threads: int, *, jobs: bool, demo: bool) -> None:
    """Start Bihuan: its database (if there is no DATABASE_URL), the pages and the background jobs.

    Brings the database up to date first. Stops cleanly on Ctrl-C or SIGTERM, and starts again whatever dies.

    \b
    Examples:
      bihuan serve
      bihuan serve --port 8080 --host 127.0.0.1
      DATABASE_URL=postgresql://bihuan:secret@db.internal/bihuan bihuan serve --workers 8
    """
    _refuse_taken(host, port)
    embedded = "DATABASE_URL" not in os.environ
    running.refuse_old(database.ensure_running())
    _prepare(demo=demo)
    run = scratch.make(database.data_dir())
    os.environ.update(BIHUAN_STATIC="hashed", PROMETHEUS_MULTIPROC_DIR=str(run), BIHUAN_AT_ONCE=str(threads))
    os.environ.setdefault(
        "MALLOC_ARENA_MAX", "2"
    )  # else glibc keeps freed memory apart for each of many threads
    logging = scratch.granian_logging(run)
    children = [
        Child("The web server", [*_granian(host, port, workers, threads), "--log-config", str(logging)])
    ]
    if jobs:
        children.append(Child("The job worker", [*PYTHON, "bihuan.config.cli", "worker"]))
    _announce(port, embedded=embedded)
    cluster = Cluster(database.data_dir()) if embedded else None
    try:
        Supervisor(children, cluster=cluster, say=lambda text: click.echo(f"bihuan: {text}", err=True)).run()
    finally:
        running.stop()
        shutil.rmtree(run, ignore_errors=True)
    click.echo("Stopped.")


def _refuse_taken(host: str, port: int) -> None:
    """granian shares a port with whoever else asks for that, so two servers would answer in turn: look first."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise click.ClickException(
                f"Port {port} on {host} cannot be used ({problem.strerror}). Stop what uses it, or choose another: "
                "bihuan serve --port 8080 (with make: make run PORT=8080)"
            ) from None


def _prepare(*, demo: bool) -> None:
    """Migrate, collect the static files, perhaps load the district: in a child, whose memory goes with it."""
    command = [*PYTHON, "bihuan.config.prepare", *(["--demo"] if demo else [])]
    done = subprocess.run(command, env={**os.environ, "BIHUAN_STATIC": "hashed"})  # noqa: S603 - our own command
    if done.returncode != 0:
        raise click.ClickException("Bihuan could not get ready; the reason is above.")


def _granian(host: str, port: int, workers: int, threads: int) -> list[str]:
    return [
        *PYTHON, "granian", "--interface", "wsgi", "bihuan.config.wsgi:application",
        "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", str(door.threads(threads)),
        "--respawn-failed-workers", "--respawn-interval", "0.5", "--workers-kill-timeout", "10",
        "--no-ws",
    ]  # fmt: skip


def _announce(port: int, *, embedded: bool) -> None:
    click.echo("")
    click.echo(f"Bihuan 闭环   http://localhost:{port}")
    click.echo(f"Data          {database.data_dir()}" + ("" if embedded else "  (database: DATABASE_URL)"))
    if os.environ.get("BIHUAN_MODE", "demo") == "demo":
        click.echo(
            "Mode          demo: for trying. BIHUAN_MODE=production for real work (docs/operations/install.md)"
        )
    click.echo("Stop          Ctrl-C")
    click.echo("")
