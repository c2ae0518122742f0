"""Every setting, from the environment, in this one file. `docs/operations/settings.md` lists them."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from bihuan.common import database
from bihuan.config import guard, logs

PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIR = database.data_dir()

SAMPLE_SECRET = "sample-secret-for-trying-bihuan-only"  # noqa: S105 - production refuses it, below
MODE = os.environ.get("BIHUAN_MODE", "demo")  # demo | production
DEBUG = os.environ.get("BIHUAN_DEBUG", "") == "1"
DEMO = MODE == "demo"
SECRET_KEY = os.environ.get("BIHUAN_SECRET_KEY", SAMPLE_SECRET)
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("BIHUAN_OLD_SECRET_KEYS", "").split(",") if key]
ALLOWED_HOSTS = os.environ.get("BIHUAN_HOSTS", "*" if DEMO else "").split(",")
guard.refuse_unsafe(mode=MODE, secret=SECRET_KEY, sample=SAMPLE_SECRET, debug=DEBUG, hosts=ALLOWED_HOSTS)

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
    "bihuan.casework.imports",
    "bihuan.casework.wall",
    "bihuan.casework.issued",
    "bihuan.casework.openjournal",
    "bihuan.vault",
    "bihuan.appeals",
    "bihuan.appeals.printing",
    "bihuan.safety",
    "bihuan.safety.field",
    "bihuan.safety.enforcement",
    "bihuan.safety.suspension",
    "bihuan.safety.campaigns",
    "bihuan.emergency",
    "bihuan.directives",
    "bihuan.supervision",  # after the slices whose cases it supervises
    "bihuan.insight",
    "bihuan.insight.bulletin",
    "bihuan.portal",
    "bihuan.portal.pressure",
    "bihuan.api",
    # After ours, whose templates of the same names are then found first.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
]
MIDDLEWARE = [
    "bihuan.config.headers.HeadersMiddleware",
    "bihuan.config.probes.ProbeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "bihuan.config.requests.RequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "bihuan.organizations.middleware.ActorMiddleware",
    "bihuan.casework.wall.middleware.WallMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "bihuan.organizations.second_factor.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "bihuan.config.urls"
WSGI_APPLICATION = "bihuan.config.wsgi.application"
TEMPLATES = [
    {
        "NAME": "pages",
        "BACKEND": "bihuan.common.pages.backend.Pages",  # Jinja2 (docs/adr/0050)
        "APP_DIRS": True,
        "DIRS": [
            PACKAGE / "config" / "jinja2",
            PACKAGE / "common",
        ],  # the second is where `components/<name>/component.html` is found
    },
    {
        # Only for the packages that bring templates of their own.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
# In the database, because every worker must know which code of a second factor has been used. Pages are not kept here.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "organizations_cache"}
}
FORM_RENDERER = "django.forms.renderers.Jinja2"
AUTH_USER_MODEL = "organizations.Account"
SESSION_ENGINE = "bihuan.organizations.sessions"
SESSION_COOKIE_AGE = int(os.environ.get("BIHUAN_SESSION_HOURS", "12")) * 3600
# Nothing asked for this long: signed out. "Last seen" is written every five minutes, so it may come that much sooner.
SESSION_IDLE = timedelta(minutes=int(os.environ.get("BIHUAN_IDLE_MINUTES", "60")))
SESSION_EXPIRE_AT_BROWSER_CLOSE = True  # office machines are shared
# Over HTTPS everywhere but in a demo on one's own machine.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("BIHUAN_HTTPS", "0" if DEMO else "1") == "1"
# With these prefixes a browser takes the cookie from this host alone, over HTTPS alone, whatever else a neighbour sets.
if SESSION_COOKIE_SECURE:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = (
        "__Host-session",
        "__Host-csrf",
        "__Host-language",
    )
LANGUAGE_COOKIE_SECURE, LANGUAGE_COOKIE_HTTPONLY, LANGUAGE_COOKIE_SAMESITE = (
    SESSION_COOKIE_SECURE,
    True,
    "Lax",
)
CSRF_COOKIE_HTTPONLY = True  # pages carry the token in the form
MESSAGE_STORAGE = "bihuan.config.headers.Messages"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# Reverse proxies whose X-Forwarded-For is believed, by address.
TRUSTED_PROXIES = [address for address in os.environ.get("BIHUAN_PROXIES", "").split(",") if address]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = ["bihuan.organizations.sign_in.hashers.TunedArgon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "name"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "bihuan.organizations.sign_in.words.OfficeWordsValidator"},
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# Accounts are made by an administrator: user name and password only, no sign-up, no e-mail (docs/adr/0020).
ACCOUNT_ADAPTER = "bihuan.organizations.sign_in.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "bihuan.organizations.sign_in.forms.SignInForm",
    "reauthenticate": "bihuan.organizations.sign_in.forms.ConfirmPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login": False, "login_failed": False}  # axes counts, for all workers
MFA_ADAPTER = "bihuan.organizations.sign_in.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "bihuan.organizations.sign_in.forms.SecondFactorForm",
    "reauthenticate": "bihuan.organizations.sign_in.forms.ConfirmSecondFactorForm",
    "activate_totp": "bihuan.organizations.sign_in.forms.ActivateAppForm",
    "add_webauthn": "bihuan.organizations.sign_in.forms.AddKeyForm",
    "edit_webauthn": "bihuan.organizations.sign_in.forms.RenameKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Bihuan"
MFA_TOTP_TOLERANCE = 1  # phones without network time drift
# Roles whose holders must have a second factor (roles.py); a demo asks nobody for one.
SECOND_FACTOR_ROLES = frozenset(
    role
    for role in os.environ.get("BIHUAN_SECOND_FACTOR", "" if DEMO else "administrator,supervisor").split(",")
    if role
)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO  # localhost without a certificate
# By user name AND address: one office behind one address is not locked as a whole.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_USERNAME_CALLABLE = "bihuan.organizations.sign_in.lockout.username"
AXES_CLIENT_IP_CALLABLE = "bihuan.organizations.address.client_address"
AXES_LOCKOUT_CALLABLE = "bihuan.organizations.sign_in.lockout.locked_page"
AXES_SENSITIVE_PARAMETERS = ["password", "code", "credential"]

# The map of enterprises is drawn here and asks nobody. An office with a map server of its own may lay its pictures beneath:
# an address with {z}, {x} and {y}; that page's policy is widened by its host and by nothing else.
MAP_TILES = os.environ.get("BIHUAN_MAP_TILES", "")
MAP_CREDIT = os.environ.get("BIHUAN_MAP_CREDIT", "")

# Nothing from another host, nothing inline: a text that slips into a page unescaped still cannot run.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],  # Bootstrap draws ticks and arrows as data: images
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
HTTPS = SESSION_COOKIE_SECURE
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# The proxies named above end TLS; only they can say that a request came over it.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_SSL_REDIRECT = HTTPS and bool(TRUSTED_PROXIES)
CSRF_TRUSTED_ORIGINS = [
    f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS if HTTPS and host not in ("", "*")
]
CSRF_FAILURE_VIEW = "bihuan.config.errors.form_expired"
# Bytes of one request as a whole, and of its fields without files.
UPLOAD_LIMIT = int(os.environ.get("BIHUAN_UPLOAD_MB", "200")) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a bulk step over a page of cases
METRICS_TOKEN = os.environ.get("BIHUAN_METRICS_TOKEN", "")
LOGGING = logs.setup(
    level=os.environ.get("BIHUAN_LOG_LEVEL", "INFO"),
    pretty=os.environ.get("BIHUAN_LOG_FORMAT", "json") == "text",
)

DATABASES = {"default": database.django_database()}
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
LOCALE_PATHS: list[str] = []  # every text belongs to an app, and its translation lies beside it
STATIC_URL = "static/"
# `serve` collects the files into the data folder under names that hold their hash, and sets BIHUAN_STATIC=hashed for
# its children; anything else (tests, a shell) reads them where they lie.
STATICFILES_DIRS = [PACKAGE / "config" / "static"]
HASHED_STATIC = os.environ.get("BIHUAN_STATIC", "plain") == "hashed"
STATIC_ROOT = DATA_DIR / "static" if HASHED_STATIC else None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if HASHED_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not HASHED_STATIC
WHITENOISE_MAX_AGE = 3600  # seconds, for the few names without a hash

# The vault's key: base64 of 32 bytes. Without it, DATA_DIR/vault.key is used, which only a demo makes by itself.
VAULT_KEY = os.environ.get("BIHUAN_VAULT_KEY", "")
VAULT_OLD_KEYS = [key for key in os.environ.get("BIHUAN_VAULT_OLD_KEYS", "").split(",") if key]
# For how many years after a case's end the vault keeps who was behind it: "10,appeals.report=30". The first is for all.
VAULT_RETENTION = {
    track: int(years)
    for track, _, years in (
        part.rpartition("=") for part in os.environ.get("BIHUAN_VAULT_YEARS", "10").split(",") if part
    )
}
# The open journal: the name of this log (kept for good: signatures name it), its signing key's file (by default
# DATA_DIR/journal.key), and every how many minutes new entries are put into the tree.
JOURNAL_NAME = os.environ.get("BIHUAN_JOURNAL_NAME", "bihuan/journal")
JOURNAL_KEY_FILE = os.environ.get("BIHUAN_JOURNAL_KEY_FILE", "")
JOURNAL_MINUTES = int(os.environ.get("BIHUAN_JOURNAL_MINUTES", "10"))
# The largest attachment, in bytes.
ATTACHMENT_LIMIT = int(os.environ.get("BIHUAN_ATTACHMENT_MB", "20")) * 1024 * 1024

# What residents type to follow their case, in messages and on slips; without it, the address they are just using.
PORTAL_URL = os.environ.get("BIHUAN_PORTAL_URL", "").rstrip("/")
# Messages to residents. Without a host or a gateway a demo writes them into DATA_DIR/outgoing; production offers paper.
EMAIL_HOST = os.environ.get("BIHUAN_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("BIHUAN_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("BIHUAN_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("BIHUAN_SMTP_PASSWORD", "")
EMAIL_USE_SSL = os.environ.get("BIHUAN_SMTP_SECURITY", "starttls") == "ssl"
EMAIL_USE_TLS = os.environ.get("BIHUAN_SMTP_SECURITY", "starttls") == "starttls"
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = os.environ.get("BIHUAN_MAIL_FROM", EMAIL_HOST_USER or "bihuan@localhost")
SMS_URL = os.environ.get("BIHUAN_SMS_URL", "")
SMS_HEADERS = os.environ.get("BIHUAN_SMS_HEADERS", "")  # a JSON object
SMS_BODY = os.environ.get("BIHUAN_SMS_BODY", '{"to": "{to}", "text": "{text}", "id": "{key}"}')
SMS_ACCEPTED = os.environ.get("BIHUAN_SMS_ACCEPTED", "")  # what an answer must contain
