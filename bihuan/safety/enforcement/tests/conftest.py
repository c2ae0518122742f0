"""The officers and the enterprise that every test of enforcement begins with."""

from __future__ import annotations

import pytest

from bihuan.organizations.actor import Actor
from bihuan.safety.enforcement.tests.lives import certified
from bihuan.safety.enterprises.models import Enterprise
from bihuan.safety.tests import cast
from bihuan.safety.tests.cast import load_district


@pytest.fixture
def people(db: None) -> tuple[Actor, Actor, Actor]:
    load_district()
    return certified()


@pytest.fixture
def firm(people: tuple[Actor, Actor, Actor]) -> Enterprise:
    assert people
    cast.pack()
    return cast.enterprise()
