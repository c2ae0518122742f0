"""Ways out of the house. A gateway is anything with `send`; which one is used is a setting.

`key` is the same at each try of the same message: a gateway that knows it drops the second one.
"""

from __future__ import annotations

import hashlib
import json
import urllib.error
import urllib.request
from email.utils import formataddr
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from bihuan.portal.telling.wording import Words

TIMEOUT = 20  # seconds


class NotSent(Exception):
    """It did not go out. `reason` is for staff and the log: never an address, a number or a text."""

    def __init__(self, reason: str, *, final: bool = False) -> None:
        self.reason, self.final = reason[:80], final
        super().__init__(self.reason)


class Gateway(Protocol):
    """One way out."""

    def send(self, *, to: str, words: Words, key: str) -> None:
        """Hand the message over. Raises NotSent; `final` when trying again would not help."""


class FileGateway:
    """For trying: each message is a file in DATA_DIR/outgoing, named by its key, so twice is once."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def send(self, *, to: str, words: Words, key: str) -> None:
        """Write the file, whole or not at all."""
        folder = Path(settings.DATA_DIR) / "outgoing"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / f"{self.kind}-{_mark(key)}.txt"
        draft = path.with_suffix(".part")
        draft.write_text(f"{self.kind} {to}\n{words.title}\n\n{words.text}\n", encoding="utf-8")
        draft.replace(path)


class SmtpGateway:
    """A mail server (EMAIL_* in the settings). The Message-ID is made from the key: a second copy is seen to be one."""

    def send(self, *, to: str, words: Words, key: str) -> None:
        """One message to one address."""
        host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]
        mail = EmailMessage(
            words.title, words.text, formataddr(("", settings.DEFAULT_FROM_EMAIL)), [to],
            headers={"Message-ID": f"<{_mark(key)}@{host}>", "Auto-Submitted": "auto-generated"},
            connection=get_connection("django.core.mail.backends.smtp.EmailBackend"),
        )  # fmt: skip
        try:
            mail.send()
        except Exception as error:
            # An SMTP error quotes the address; only its class and code go further.
            code = getattr(error, "smtp_code", None) or _refused_code(error)
            raise NotSent(
                f"{type(error).__name__} {code or ''}".strip(), final=bool(code and code >= 550)
            ) from None


class HttpGateway:
    """An SMS gateway that takes a POST of JSON. Address, headers and the body's shape are settings."""

    def send(self, *, to: str, words: Words, key: str) -> None:
        """One POST; the same key each time."""
        body = _filled(json.loads(settings.SMS_BODY), {"to": to, "text": words.text, "key": _mark(key)})
        request = urllib.request.Request(  # noqa: S310 - the operator's own address
            settings.SMS_URL, data=json.dumps(body, ensure_ascii=False).encode(), method="POST",
            headers={"Content-Type": "application/json", **json.loads(settings.SMS_HEADERS or "{}")},
        )  # fmt: skip
        try:
            with _straight().open(request, timeout=TIMEOUT) as answer:
                said = answer.read(65_536).decode(errors="replace")
        except urllib.error.HTTPError as error:
            raise NotSent(f"HTTP {error.code}", final=error.code in (400, 404, 422)) from None
        except OSError as error:
            raise NotSent(type(error).__name__) from None
        if settings.SMS_ACCEPTED and settings.SMS_ACCEPTED not in said:
            raise NotSent("the gateway did not accept it")


class _Staying(urllib.request.HTTPRedirectHandler):
    """The message goes where the operator said and nowhere else: a redirect is an error."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


def _straight() -> urllib.request.OpenerDirector:
    """Opens http and https alone: no file, no ftp, no redirect."""
    opener = urllib.request.OpenerDirector()
    for kind in (
        urllib.request.ProxyHandler,
        urllib.request.HTTPHandler,
        urllib.request.HTTPSHandler,
        urllib.request.HTTPDefaultErrorHandler,
        urllib.request.HTTPErrorProcessor,
        urllib.request.UnknownHandler,
        _Staying,
    ):
        opener.add_handler(kind())
    return opener


def gateway_for(channel: str) -> Gateway | None:
    """The way out for SMS or e-mail; None when this installation has none (then it goes on paper)."""
    if channel == "email" and settings.EMAIL_HOST:
        return SmtpGateway()
    if channel == "sms" and settings.SMS_URL:
        return HttpGateway()
    return FileGateway(channel) if settings.DEMO and channel in ("sms", "email") else None


def offered() -> tuple[str, ...]:
    """The channels a resident may choose here."""
    return (*(one for one in ("sms", "email") if gateway_for(one) is not None), "paper", "none")


def _mark(key: str) -> str:
    return hashlib.sha256(f"{settings.SECRET_KEY}{key}".encode()).hexdigest()[:32]


def _refused_code(error: Exception) -> int | None:
    """The code of the one refused address, of which smtplib makes a mapping."""
    refused: Any = getattr(error, "recipients", None)
    if isinstance(refused, dict) and refused:
        code = next(iter(refused.values()))[0]
        return int(code)
    return None


def _filled(value: Any, words: dict[str, str]) -> Any:
    """Placeholders are filled in the parsed JSON, so a text with quotes or braces cannot break out of its place."""
    if isinstance(value, str):
        for name, text in words.items():
            if value == f"{{{name}}}":
                return text
        return value
    if isinstance(value, dict):
        return {key: _filled(one, words) for key, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, words) for one in value]
    return value
