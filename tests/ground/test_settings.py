"""Settings: listed for operators, and safe in production."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from bihuan.config import guard

ROOT = Path(__file__).resolve().parents[2]
NAME = re.compile(r"""["'](BIHUAN_[A-Z_]+|DATABASE_URL|PORT)["']""")
GOOD = {
    "mode": "production",
    "secret": "x" * 60,
    "sample": "sample",
    "debug": False,
    "hosts": ["works.example.cn"],
}


def _read_by_the_program() -> set[str]:
    """Every name that code looks up in the environment."""
    found: set[str] = set()
    for path in (ROOT / "bihuan").rglob("*.py"):
        if "tests" not in path.parts:
            for line in path.read_text().splitlines():
                if "environ" in line or "envvar" in line:
                    found |= set(NAME.findall(line))
    return found


def test_every_setting_is_on_the_operators_page_and_nothing_else() -> None:
    page = (ROOT / "docs/operations/settings.md").read_text()
    listed = set(re.findall(r"^\| `([A-Z_]+)` \|", page, re.MULTILINE))
    assert listed == _read_by_the_program()


def test_a_good_production_starts() -> None:
    guard.refuse_unsafe(**GOOD)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"secret": "sample"}, "BIHUAN_SECRET_KEY"),
        ({"secret": "short"}, "BIHUAN_SECRET_KEY"),
        ({"debug": True}, "BIHUAN_DEBUG"),
        ({"hosts": ["*"]}, "BIHUAN_HOSTS"),
        ({"hosts": [""]}, "BIHUAN_HOSTS"),
        ({"mode": "prod"}, "BIHUAN_MODE"),
    ],
)
def test_an_unsafe_production_is_refused_and_told_what_to_set(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=said):
        guard.refuse_unsafe(**{**GOOD, **wrong})  # type: ignore[arg-type]


def test_everything_wrong_is_said_at_once() -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        guard.refuse_unsafe(mode="production", secret="s", sample="s", debug=True, hosts=["*"])
    assert all(name in str(refusal.value) for name in ("BIHUAN_SECRET_KEY", "BIHUAN_DEBUG", "BIHUAN_HOSTS"))


def _django(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BIHUAN_")}
    kept["DATABASE_URL"] = "postgresql://nobody@localhost:1/none"
    return subprocess.run(
        [sys.executable, "-c", code], env={**kept, **environment}, capture_output=True, text=True, timeout=120
    )


def test_the_real_settings_refuse_the_sample_secret_in_production() -> None:
    done = _django("import bihuan.config.settings", BIHUAN_MODE="production", BIHUAN_HOSTS="works.example.cn")
    assert done.returncode != 0
    assert "BIHUAN_SECRET_KEY" in done.stderr


def test_production_behind_a_proxy_has_secure_cookies_and_hsts() -> None:
    code = (
        "import bihuan.config.settings as s; "
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 1e7, s.SECURE_SSL_REDIRECT, "
        "s.DEBUG, s.CSRF_TRUSTED_ORIGINS)"
    )
    done = _django(
        code,
        BIHUAN_MODE="production",
        BIHUAN_HOSTS="works.example.cn",
        BIHUAN_PROXIES="127.0.0.1",
        BIHUAN_SECRET_KEY="x" * 60,
    )
    assert done.stdout.strip() == "True True True True False ['https://works.example.cn']", done.stderr
