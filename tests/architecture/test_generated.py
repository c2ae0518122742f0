"""What is made from something else is as fresh as that."""

from __future__ import annotations

import subprocess
import sys

import pytest
from django.core.management import call_command

from tests.architecture.source import ROOT


@pytest.mark.django_db
def test_the_migrations_say_what_the_models_say() -> None:
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


def test_the_pages_of_the_processes_are_drawn_from_the_tables_as_they_are() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bihuan.config.cli", "processes", "check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
