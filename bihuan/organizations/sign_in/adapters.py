"""What allauth asks of us: no sign-up, no mail, where to go after sign-in, secrets sealed at rest."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.encoding import force_bytes
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from bihuan.organizations.address import client_address


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from the administrator; allauth only carries the steps of signing in."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("这个账号已停用，请联系系统管理员。"),
        "incorrect_password": _("密码不正确。"),
        "incorrect_code": _("验证码不正确。请核对手机时间后再试。"),
        "too_many_login_attempts": _("失败次数太多，请稍后再试。"),
        "username_password_mismatch": _("用户名或密码不正确。"),
        "rate_limited": _("操作太频繁，请稍后再试。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes their own account."""
        del request
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Only addresses of this host: no open redirect after sign-in."""
        host = None if self.request is None else self.request.get_host()
        return url_has_allowed_host_and_scheme(url, allowed_hosts={host} if host else None)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The same address that the lock-out counts by."""
        return client_address(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Accounts have no e-mail address."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Accounts have no e-mail address."""

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing beside the page itself: the page already shows what was done."""


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Seals the secrets of authenticator apps, so that a copy of the database is not a copy of the factor."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("验证码不正确。请核对手机时间后再试。"),
    }

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """What the authenticator app shows."""
        return str(user.get_username())

    def build_totp_svg(self, url: str) -> str:
        """Black on white also where the page is dark: scanners read nothing else."""
        drawn = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage, border=2).save(drawn)
        return drawn.getvalue().decode()

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict[str, Any]:
        """The person's name beside the user name in the browser's passkey dialog."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return entity | {"display_name": getattr(user, "name", "") or str(user)}

    def encrypt(self, text: str) -> str:
        """Seal with the key derived from SECRET_KEY."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open with the current secret or one of SECRET_KEY_FALLBACKS."""
        return _box().decrypt(encrypted_text.encode()).decode()


def _box() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str | bytes) -> bytes:
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"bihuan second factor")
    return base64.urlsafe_b64encode(kdf.derive(force_bytes(secret)))
