"""Every setting of Firsthand, read from the environment (FIRSTHAND_...) and documented in docs/reference/settings.md."""

from __future__ import annotations

import re
import secrets
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

env = environ.Env()


def _kept_secret(path: Path) -> str:
    """The secret key of an embedded installation: made on the first start, readable by its owner only."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return path.read_text(encoding="ascii").strip()


def _pool(size: int) -> dict[str, Any]:
    """Connections kept open and shared by a process's threads; 0 opens one per request, as tests want it."""
    return {"pool": {"min_size": 1, "max_size": size, "timeout": 20}} if size else {}


DATA_DIR = Path(env.str("FIRSTHAND_DATA", default="var")).resolve()
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)  # for its owner only: the database's own file is made readable to all
DEBUG = env.bool("FIRSTHAND_DEBUG", default=False)
SECRET_KEY = env.str("FIRSTHAND_SECRET_KEY", default="") or _kept_secret(DATA_DIR / "secret-key")
ALLOWED_HOSTS = env.list("FIRSTHAND_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
IS_HTTPS = env.bool("FIRSTHAND_HTTPS", default=False)

# Which surface this process serves: all, public, intake or desk. Each can stand on a host of its own.
SURFACE = env.str("FIRSTHAND_SURFACE", default="all")
if SURFACE not in {"all", "public", "intake", "desk"}:
    raise ImproperlyConfigured("FIRSTHAND_SURFACE must be all, public, intake or desk")
ROOT_URLCONF = f"firsthand.site.surfaces.{SURFACE}"
NETWORK_NAME = env.str("FIRSTHAND_NETWORK", default="Our network")
# How this network's public pages are reached from outside: printed in files and mails.
PUBLIC_ADDRESS = env.str("FIRSTHAND_PUBLIC_ADDRESS", default="http://127.0.0.1:8000").rstrip("/")
# Under which licence editions are published.
LICENCE = env.str("FIRSTHAND_LICENCE", default="CC BY-NC-SA 4.0")
# Where the quick exit leads: an ordinary page that tells nothing.
QUICK_EXIT_URL = env.str("FIRSTHAND_QUICK_EXIT", default="https://www.wikipedia.org/")
# The onion address of what this process serves, told to browsers of the Tor network. Version 3: 56 letters and digits, no path.
ONION_ADDRESS = env.str("FIRSTHAND_ONION", default="").rstrip("/")
if ONION_ADDRESS and not re.fullmatch(r"https?://(?:[a-z0-9-]+\.)*[a-z2-7]{56}\.onion(?::\d{1,5})?", ONION_ADDRESS):
    raise ImproperlyConfigured("FIRSTHAND_ONION must be an address such as http://<56 letters and digits>.onion, without a path")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "firsthand.foundation.people",
    "firsthand.foundation.vault",
    "firsthand.foundation.ledger",
    "firsthand.foundation.consents",
    "firsthand.intake",
    "firsthand.evidence",
    "firsthand.sharing",
    "firsthand.research",
    "firsthand.commitments",
    "firsthand.documents",
    "firsthand.site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "firsthand.site.middleware.PrivacyHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "firsthand.foundation.vault.unlocking.VaultCookie",
    "allauth.account.middleware.AccountMiddleware",
    "firsthand.site.middleware.DeskDoor",
    "firsthand.site.middleware.Refusals",
]

if SURFACE == "intake":  # nobody signs in here: no session is asked for, no person looked up
    _for_the_desk = ("contrib.sessions", "contrib.auth", "contrib.messages", "vault.unlocking", "DeskDoor")
    MIDDLEWARE = [name for name in MIDDLEWARE if not any(part in name for part in _for_the_desk)]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "firsthand.site.context.surface",
            ],
        },
    },
]

# --- Database: SQLite unless DATABASE_URL says PostgreSQL -------------------------------------------------------------------
DATABASES: dict[str, dict[str, Any]] = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'firsthand.sqlite3'}")}
IS_SQLITE = DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # a connection that the server closed is opened again, not answered with an error
# SQLite: each thread keeps its connection for a while; opening one costs more than what a page asks of it. PostgreSQL: the pool.
DATABASES["default"]["CONN_MAX_AGE"] = 60 if IS_SQLITE else 0
DATABASES["default"]["OPTIONS"] = DATABASES["default"].get("OPTIONS", {}) | (
    {
        # One writer at a time, taken at the start of a transaction, so that none fails half-way; deleted rows are overwritten.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;",
    }
    if IS_SQLITE
    else _pool(env.int("FIRSTHAND_POOL", default=8))
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- People, sign-in, second factor ------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username",)},
    },
]
ACCOUNT_ADAPTER = "firsthand.foundation.people.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
# Attempts to sign in are counted by where they come from. Behind a proxy that is what the proxy says, or one stranger could use up
# everyone's attempts. They are counted in this process's memory, under a name from which the address cannot be read (`adapters.py`).
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.bool("FIRSTHAND_BEHIND_PROXY", default=False) else 0
MFA_ADAPTER = "firsthand.foundation.people.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Desk"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
FORM_RENDERER = "firsthand.site.forms.HouseRenderer"

# --- Cookies: the desk's session is sent to the desk only; intake and the public surface see none but CSRF -------------------
SESSION_COOKIE_NAME = "desk"
SESSION_COOKIE_PATH = "/desk/"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_NAME = "token"
CSRF_COOKIE_AGE = None
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "firsthand.site.views.refuse_forgery"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- What a browser is told --------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}
SECURE_REFERRER_POLICY = "same-origin"  # nothing to other sites; "no-referrer" would make browsers send forms with `Origin: null`
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if IS_HTTPS else 0
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("FIRSTHAND_BEHIND_PROXY", default=False) else None

# --- Uploads: nothing sent is ever spooled to a temporary file; what givers send is sealed as it arrives (intake/uploading.py) --
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
DATA_UPLOAD_MAX_NUMBER_FILES = 40

# --- Files -------------------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"  # served out of the packages themselves; there is no folder to collect them in
STATICFILES_DIRS = [Path(__file__).parents[1] / "render" / "html" / "static"]  # the style sheet that pages and standalone files share
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "editions"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
# So many days a file of keys is kept: as long as this, what was forgotten can still be opened with a backup.
KEY_BACKUP_DAYS = max(1, env.int("FIRSTHAND_KEY_BACKUP_DAYS", default=7))
SEALED_DIR = DATA_DIR / "sealed"  # files that people sent, each a sealed stream under a random name

# --- Later work: written in the action's own transaction; arguments are Refs, never words -------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
# After so long a task whose worker is silent is given to another. On SQLite there is one worker, and it knows at once.
TASK_MINUTES = env.int("FIRSTHAND_TASK_MINUTES", default=30)

# --- Mail: plain SMTP, and nothing telling in it -------------------------------------------------------------------------------
EMAIL_CONFIG = env.email_url("FIRSTHAND_MAIL", default="consolemail://" if DEBUG else "dummymail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("FIRSTHAND_MAIL_FROM", default="desk@localhost")

# --- Languages ---------------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = env.str("FIRSTHAND_LANGUAGE", default="en")
LANGUAGES = [
    ("en", _("English")),
    ("fr", _("French")),
    ("es", _("Spanish")),
    ("ru", _("Russian")),
    ("zh-hans", _("Chinese")),
    ("ar", _("Arabic")),
]
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [Path(__file__).parent / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Opening: so many testimonies within an hour a session may open before its person must show again that it is they --------------
OPENINGS_AN_HOUR = max(1, env.int("FIRSTHAND_OPENINGS", default=20))

# --- Disclosure control: these may only be raised ----------------------------------------------------------------------------
FIRSTHAND_THRESHOLD = max(5, env.int("FIRSTHAND_THRESHOLD", default=5))
FIRSTHAND_ORGANISATIONS = max(2, env.int("FIRSTHAND_ORGANISATIONS", default=2))
FIRSTHAND_BATCH_MINIMUM = max(10, env.int("FIRSTHAND_BATCH_MINIMUM", default=10))

# --- Consent: how many years a yes to a use holds where it does not hold until it is taken back; when its giver is asked again --
CONSENT_YEARS = {use: int(years) for use, years in env.dict("FIRSTHAND_CONSENT_YEARS", default={"media": "2"}).items()}
if "store" in CONSENT_YEARS or any(years < 1 for years in CONSENT_YEARS.values()):
    raise ImproperlyConfigured("FIRSTHAND_CONSENT_YEARS names whole years for any use but store, which ends by the rules of keeping")
CONSENT_NOTICE_DAYS = env.int("FIRSTHAND_CONSENT_NOTICE_DAYS", default=60)

# --- The door: after so many days a service of the directory that nobody has tried again is shown with a warning ----------------
# From so many testimonies an hour on, a door is in a flood (0: never): senders work or wait, and what comes in stands apart. Over the most
# an hour, or the most that may stand apart, it takes nothing more for a while. Each process counts for itself, in its memory.
DOOR_FLOOD = env.int("FIRSTHAND_DOOR_FLOOD", default=30)
DOOR_MOST_AN_HOUR = env.int("FIRSTHAND_DOOR_MOST_AN_HOUR", default=300)
DOOR_MOST_WAITING = env.int("FIRSTHAND_DOOR_MOST_WAITING", default=2000)
# After so many months a text on what the law of a country makes an organisation pass on has to be checked again.
LIMITS_MONTHS = env.int("FIRSTHAND_LIMITS_MONTHS", default=12)
SERVICE_DAYS = env.int("FIRSTHAND_SERVICE_DAYS", default=180)

# --- Logs: place and kind, never a value, an address or a body ----------------------------------------------------------------
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_values": {"()": "firsthand.site.logs.WithoutValues"}},
    "formatters": {"plain": {"format": "{levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["without_values"], "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}
# What opening a member's key costs a guesser (libsodium's Argon2id: passes, bytes). Stored with each key, so it can be raised.
ARGON2_OPSLIMIT = env.int("FIRSTHAND_ARGON2_PASSES", default=3)
ARGON2_MEMLIMIT = env.int("FIRSTHAND_ARGON2_BYTES", default=256 * 1024 * 1024)

# W005, W021: an installation speaks for its own host, not for every other host of its domain. The rest of Django's advice about HTTPS
# is silent on plain HTTP, where firsthand.E002 refuses every host but this machine and onion addresses.
SILENCED_SYSTEM_CHECKS = [f"security.{code}" for code in (("W005", "W021") if IS_HTTPS else ("W004", "W008", "W012", "W016"))]
