"""DATABASE_URL becomes Django's settings."""

from __future__ import annotations

import pytest

from bihuan.common.database import AddressError, django_settings, parse_url


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql://bihuan:secret@db.internal:6432/works?sslmode=verify-full",
            {
                "USER": "bihuan", "PASSWORD": "secret", "HOST": "db.internal", "PORT": "6432", "NAME": "works",
                "OPTIONS": {"sslmode": "verify-full"},
            },
        ),
        ("postgres://u@h/n", {"USER": "u", "PASSWORD": "", "HOST": "h", "PORT": "", "NAME": "n", "OPTIONS": {}}),
        ("postgresql:///n?host=/run/pg&user=u", {"USER": "u", "HOST": "/run/pg", "NAME": "n", "OPTIONS": {}}),
        ("postgresql://u@%2Frun%2Fpg:5433/n", {"HOST": "/run/pg", "PORT": "5433"}),
        ("postgresql://u:p%40%3A%2F@h/n", {"PASSWORD": "p@:/"}),
        ("postgresql://u:p@[::1]:5433/n", {"HOST": "::1", "PORT": "5433"}),
        ("postgresql://u@a:1,b:2/n?target_session_attrs=read-write",
         {"HOST": "a,b", "PORT": "1,2", "OPTIONS": {"target_session_attrs": "read-write"}}),
    ],
)  # fmt: skip
def test_every_usual_shape_of_address_is_understood(url: str, expected: dict[str, object]) -> None:
    settings = parse_url(url)
    assert {key: settings[key] for key in expected} == expected


@pytest.mark.parametrize(
    "url",
    ["mysql://u:hunter2@h/n", "u:hunter2@h/n", "postgresql://u:hunter2@h", "postgresql://u:hunter2@h:x/n"],
)
def test_a_wrong_address_is_refused_without_showing_its_password(url: str) -> None:
    with pytest.raises(AddressError) as refusal:
        parse_url(url)
    assert "hunter2" not in str(refusal.value)


def test_a_pooled_connection_is_tried_before_it_is_lent() -> None:
    settings = django_settings("postgresql://u@h/n?sslmode=require")
    assert settings["CONN_HEALTH_CHECKS"] is True
    assert settings["OPTIONS"]["sslmode"] == "require"
    assert settings["OPTIONS"]["pool"]["timeout"] <= 10
