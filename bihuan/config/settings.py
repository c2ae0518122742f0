"""Every setting, from the environment, in this one file. `docs/operations/settings.md` lists them."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("BIHUAN_DATA_DIR", "data")).resolve()

SAMPLE_SECRET = "sample-secret-for-trying-bihuan-only"
MODE = os.environ.get("BIHUAN_MODE", "demo")  # demo | production
DEBUG = os.environ.get("BIHUAN_DEBUG", "") == "1"
DEMO = MODE == "demo"
SECRET_KEY = os.environ.get("BIHUAN_SECRET_KEY", SAMPLE_SECRET)
if MODE == "production" and SECRET_KEY == SAMPLE_SECRET:
    raise ImproperlyConfigured(
        "BIHUAN_MODE=production refuses the sample secret. Set BIHUAN_SECRET_KEY to 50 or more random characters, "
        "for example the output of: python -c 'import secrets; print(secrets.token_urlsafe(50))'"
    )
ALLOWED_HOSTS = os.environ.get("BIHUAN_HOSTS", "*" if DEMO else "localhost").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "procrastinate.contrib.django",
    "django_htmx",
    "bihuan.common",
    "bihuan.organizations",
    "bihuan.casework",
    "bihuan.vault",
    "bihuan.appeals",
    "bihuan.insight",
    "bihuan.api",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "bihuan.organizations.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "bihuan.config.urls"
WSGI_APPLICATION = "bihuan.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ]
        },
    }
]
AUTH_USER_MODEL = "organizations.Account"
SESSION_ENGINE = "bihuan.organizations.sessions"

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": os.environ.get("BIHUAN_DB_NAME", "bihuan"),
        "HOST": os.environ.get("BIHUAN_DB_HOST", ""),
        "PORT": os.environ.get("BIHUAN_DB_PORT", ""),
        "USER": os.environ.get("BIHUAN_DB_USER", ""),
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8}},
    }
}
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
STATIC_URL = "static/"
STATIC_ROOT = PACKAGE / "common" / "static" / "collected"

# The vault's key: base64 of 32 bytes. Without it, DATA_DIR/vault.key is used, which only a demo makes by itself.
VAULT_KEY = os.environ.get("BIHUAN_VAULT_KEY", "")
VAULT_OLD_KEYS = [key for key in os.environ.get("BIHUAN_VAULT_OLD_KEYS", "").split(",") if key]
# The largest attachment, in bytes.
ATTACHMENT_LIMIT = int(os.environ.get("BIHUAN_ATTACHMENT_MB", "20")) * 1024 * 1024
