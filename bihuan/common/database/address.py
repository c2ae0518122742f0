"""DATABASE_URL to Django's settings."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SCHEMES = ("postgres", "postgresql")
# What Django names itself; everything else in the query goes to libpq as it is (sslmode, connect_timeout, …).
NAMED = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}


class AddressError(ValueError):
    """DATABASE_URL cannot be understood. The message never repeats the URL: it may hold a password."""


def parse_url(url: str) -> dict[str, Any]:
    """Django's NAME, USER, PASSWORD, HOST, PORT and OPTIONS for `postgresql://user:pass@host:port/name?sslmode=…`.

    A Unix socket is written `postgresql://user@/name?host=/run/postgresql` or with the folder percent-encoded as
    the host. Several hosts separated by commas (libpq's failover) stay together. Raises AddressError.
    """
    scheme, colon, rest = url.strip().partition("://")
    if not colon or scheme not in SCHEMES:
        raise AddressError(
            "DATABASE_URL must begin with postgresql:// (Bihuan stores its data in PostgreSQL only)."
        )
    parts = urlsplit("//" + rest)
    credentials, at, hosts = parts.netloc.rpartition("@")
    user, _, password = credentials.partition(":") if at else ("", "", "")
    names, ports = [], []
    for host in hosts.split(","):
        name, port = _host_and_port(host)
        names.append(unquote(name))
        ports.append(port)
    if any(port and not port.isdigit() for port in ports):
        raise AddressError("DATABASE_URL has a port that is not a number.")
    settings: dict[str, Any] = {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(user),
        "PASSWORD": unquote(password),
        "HOST": ",".join(names),
        "PORT": ",".join(ports) if any(ports) else "",
        "OPTIONS": {},
    }
    for key, value in parse_qsl(parts.query, keep_blank_values=True):
        if key in NAMED:
            settings[NAMED[key]] = value
        else:
            settings["OPTIONS"][key] = value
    if not settings["NAME"]:
        raise AddressError("DATABASE_URL names no database: it ends in /name, for example /bihuan.")
    return settings


def django_settings(url: str, *, pool: int = 8) -> dict[str, Any]:
    """The whole `DATABASES["default"]` for this address, with a pool of at most `pool` connections a process."""
    settings = parse_url(url)
    options = {
        "connect_timeout": "5",  # seconds; a page says "busy" sooner than a browser gives up
        **settings["OPTIONS"],
        "pool": {"min_size": 1, "max_size": pool, "timeout": 5},
    }
    # A pooled connection is tried before it is lent, so a restart of the database costs no request.
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_HEALTH_CHECKS": True,
        **settings,
        "OPTIONS": options,
    }


def _host_and_port(host: str) -> tuple[str, str]:
    if host.startswith("["):  # [::1]:5432
        name, _, port = host[1:].partition("]")
        return name, port.lstrip(":")
    name, _, port = host.partition(":")
    return name, port
