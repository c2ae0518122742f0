"""The list of cases, Today, notices, bulk steps and exports, as a browser sees them."""

from __future__ import annotations

import pytest
from django.test import Client

from bihuan.appeals.tests import lives
from bihuan.casework.tests.cast import load_district
from bihuan.organizations.models import Account

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> None:
    load_district()


def sign_in(username: str) -> Client:
    client = Client()
    client.force_login(
        Account.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize("username", ["dengji", "fenliu", "chengban", "ducha", "lingdao", "shenji", "guanli"])
@pytest.mark.parametrize(
    "path", ["/", "/cases/", "/notices/", "/cases/views/", "/cases/?q=屋面&sort=due&columns=topic,place"]
)
def test_every_role_has_its_page(username: str, path: str) -> None:
    lives.handling()
    assert sign_in(username).get(path).status_code == 200
