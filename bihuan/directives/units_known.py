"""The register of units for a reading: from the database, from a file, or empty."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from bihuan.directives.reading import Register, RegisterEntry


def from_file(path: Path) -> Register:
    """One unit a line: full name, then other names, separated by commas of either width or tabs."""
    entries = []
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        names = [
            name.strip() for name in line.replace("，", ",").replace("\t", ",").split(",") if name.strip()
        ]
        if names and not line.lstrip().startswith("#"):
            entries.append(RegisterEntry(names[0], tuple(names[1:])))
    return Register.of(entries)


def from_database(day: date) -> Register:
    """Units that hold on this day, if DATABASE_URL names a database and it answers; else an empty register."""
    if not os.environ.get("DATABASE_URL"):
        return Register()
    from django.db import Error

    try:
        return on(day)
    except Error:
        return Register()


def on(day: date) -> Register:
    """Units that hold on this day, by full name, short name, and the full name without the place before it."""
    from django.db.models import Q

    from bihuan.organizations.models import Unit

    held = Unit.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)
    return Register.of(
        RegisterEntry(name, tuple({short, _without_place(name, place)} - {name}), code)
        for name, short, place, code in held.values_list("name", "short_name", "jurisdiction__name", "code")
    )


def _without_place(name: str, place: str) -> str:
    """青岚区财政局 as 区财政局: documents leave out the name of their own place, not its kind."""
    return name[len(place) - 1 :] if name.startswith(place) and len(place) > 1 else name
