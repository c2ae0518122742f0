"""What production refuses to start with."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

MODES = ("demo", "production")
SHORTEST_SECRET = 40  # characters


def refuse_unsafe(*, mode: str, secret: str, sample: str, debug: bool, hosts: list[str]) -> None:
    """Raises ImproperlyConfigured with everything that is wrong and what to set instead, all at once."""
    if mode not in MODES:
        raise ImproperlyConfigured(f"BIHUAN_MODE is '{mode}'; it must be one of: {', '.join(MODES)}.")
    if mode != "production":
        return
    wrong = []
    if secret == sample or len(secret) < SHORTEST_SECRET:
        wrong.append(
            f"BIHUAN_SECRET_KEY is the sample or shorter than {SHORTEST_SECRET} characters. Set it to the output of: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    if debug:
        wrong.append("BIHUAN_DEBUG=1 shows the inside of the program to anyone. Unset it.")
    if not any(hosts) or any("*" in host for host in hosts):
        wrong.append(
            "BIHUAN_HOSTS must name the addresses people type, without *. Example: BIHUAN_HOSTS=xinfang.example.gov.cn"
        )
    if wrong:
        raise ImproperlyConfigured("\n".join(["BIHUAN_MODE=production does not start like this:", *wrong]))
