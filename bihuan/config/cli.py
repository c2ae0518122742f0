"""The command `bihuan`. Its own commands are in `commands/`; each slice adds a group from `bihuan/<app>/cli.py`."""

from __future__ import annotations

import sys

import click

import bihuan
from bihuan.config.commands.gather import SliceGroup
from bihuan.config.commands.problems import explain


@click.group(
    cls=SliceGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(bihuan.__version__, message="bihuan %(version)s")
def root() -> None:
    """Bihuan: a district government keeps its word to residents and keeps work safe.

    \b
    First steps:
      bihuan demo           load a fictional district to try everything on
      bihuan serve          start; then open http://localhost:8000
      bihuan check          is this machine ready? what is missing, and what to do

    Without DATABASE_URL, Bihuan keeps a PostgreSQL of its own in the data folder (BIHUAN_DATA_DIR, by default
    ./data) and starts and stops it by itself. All settings: docs/operations/settings.md.
    """


def main() -> None:
    """Run the command line; a known problem becomes one clear message instead of a traceback."""
    try:
        root.main(prog_name="bihuan", standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as problem:
        problem.show()
        sys.exit(problem.exit_code)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except Exception as problem:
        message = explain(problem)
        if message is None:
            raise
        click.echo(f"bihuan: {message}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
