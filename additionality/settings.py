"""Settings of the application: one file, read from the environment.

`docs/configuration.md` holds the table of all variables. Development works without any.
"""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url

from additionality import logs
from additionality.environment import BadSetting, Environment, is_development_key

environment = Environment()
BASE_DIR = Path(__file__).resolve().parent.parent
DEVELOPMENT_SECRET = "development-only-secret-that-production-refuses"  # noqa: S105

MODE = environment.choice("ADDITIONALITY_MODE", "development", ("development", "production"))
PRODUCTION = MODE == "production"
DEBUG = environment.flag("DEBUG", default=False)
SECRET_KEY = environment.text("SECRET_KEY", DEVELOPMENT_SECRET)
BASE_URL = environment.text("BASE_URL", "" if PRODUCTION else "http://localhost:8000").rstrip("/")
DATA_DIR = environment.path("DATA_DIR", BASE_DIR / "var")
SIGNING_DIR = environment.path("SIGNING_DIR", DATA_DIR / "signing")
SIGNING_PASSPHRASE = environment.text("SIGNING_PASSPHRASE", "")
PUBLISHED_ROOT = SIGNING_DIR / "root.pem"

HOST = environment.host_of("BASE_URL", BASE_URL)
if PRODUCTION:
    if DEBUG:
        raise BadSetting("DEBUG is on; production mode does not start with it.")
    if SECRET_KEY == DEVELOPMENT_SECRET or len(SECRET_KEY) < 50:
        raise BadSetting("SECRET_KEY is missing or short; expected 50 random characters or more.")
    if urlsplit(BASE_URL).scheme != "https":
        raise BadSetting(f"BASE_URL is {BASE_URL!r}; production mode expects https.")
    if is_development_key(SIGNING_DIR / "signer.pem"):
        raise BadSetting(
            f"SIGNING_DIR is {SIGNING_DIR} and holds the development key; "
            "production mode expects a key and certificate of your own."
        )

LOCAL_HOSTS = [] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = environment.hosts("ALLOWED_HOSTS", [HOST, *LOCAL_HOSTS])
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "projects.errors.csrf_failure"

INSTALLED_APPS = [
    "projects",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "formtools",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "projects.operations.requests.watched",
    "projects.security.addresses.client_address",
    "projects.security.headers.security_headers",
    "projects.whole_body.read_to_the_end",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "projects.whole_body.only_utf8",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "projects.sending_again.LoginKeepsForms",
    "projects.no_room.NoRoom",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "additionality.urls"
WSGI_APPLICATION = "additionality.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "projects.inbox.unread.unread",
            ],
        },
    }
]

FORM_RENDERER = "projects.widgets.PlainInputs"

# SQLite waits for its turn (IMMEDIATE) and keeps what it has confirmed (FULL).
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": ("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON"),
}
SQLITE, POSTGRESQL = "django.db.backends.sqlite3", "django.db.backends.postgresql"
try:
    DATABASE = dj_database_url.parse(
        environment.text("DATABASE_URL", f"sqlite:///{DATA_DIR / 'additionality.sqlite3'}")
    )
except ValueError as error:
    raise BadSetting(
        "DATABASE_URL cannot be read; expected postgres://USER:PASSWORD@HOST:PORT/NAME "
        "or sqlite:////absolute/path."
    ) from error
if DATABASE["ENGINE"] == SQLITE:
    DATABASE["OPTIONS"] = SQLITE_OPTIONS
elif DATABASE["ENGINE"] == POSTGRESQL:  # rather an error page than a process that hangs
    DATABASE["OPTIONS"] = {"connect_timeout": 5} | DATABASE.get("OPTIONS", {})
else:
    raise BadSetting("DATABASE_URL names another database; expected SQLite or PostgreSQL.")
DATABASES = {"default": DATABASE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "projects.Person"
VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "projects.security.passwords.LongestPassword"},
    {"NAME": "projects.security.passwords.GuessablePassword"},
    {"NAME": "projects.security.breached.BreachedPassword"},
]
BREACHED_PASSWORDS = environment.file("BREACHED_PASSWORDS")
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

LANGUAGE_CODE = "zh-hant"
LANGUAGES = [("zh-hant", "繁體中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Taipei"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not PRODUCTION
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATIC_STORAGE = (
    "whitenoise.storage.CompressedManifestStaticFilesStorage"
    if PRODUCTION
    else "django.contrib.staticfiles.storage.StaticFilesStorage"
)
STORAGES = {
    "default": {
        "BACKEND": "projects.storage.WholeFiles",
        "OPTIONS": {"location": DATA_DIR / "files", "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": STATIC_STORAGE},
}
EVIDENCE_LIMIT_MB = environment.number("EVIDENCE_LIMIT_MB", 20, low=1, high=500)
DATA_SET_LIMIT_MB = environment.number("DATA_SET_LIMIT_MB", 512, low=1, high=4096)
NUMBERS_AFTER = environment.determinations("NUMBERS_AFTER")
ISSUING_LIMIT_SECONDS = environment.number("ISSUING_LIMIT_SECONDS", 300, low=180, high=3600)
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "projects.no_room.Upload",
]

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

EMAIL_HOST = environment.text("EMAIL_HOST", "")
EMAIL_PORT = environment.number("EMAIL_PORT", 587, low=1, high=65535)
EMAIL_HOST_USER = environment.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = environment.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = environment.flag("EMAIL_USE_TLS", default=True)
DEFAULT_FROM_EMAIL = environment.text("EMAIL_FROM", "Additionality <noreply@localhost>")
MAIL = "django.core.mail.backends"
EMAIL_BACKEND = f"{MAIL}.smtp.EmailBackend" if EMAIL_HOST else f"{MAIL}.filebased.EmailBackend"
EMAIL_TIMEOUT = 30  # seconds
EMAIL_FILE_PATH = DATA_DIR / "mail"
if PRODUCTION and not EMAIL_HOST:
    raise BadSetting("EMAIL_HOST is missing; expected the name of a mail server.")

# A session ends when it was idle for SESSION_IDLE, and SESSION_AGE after the login at the latest.
SESSION_ENGINE = "projects.security.sessions"
SESSION_IDLE = timedelta(minutes=environment.number("SESSION_IDLE_MINUTES", 30, low=5, high=1440))
SESSION_AGE = timedelta(hours=environment.number("SESSION_HOURS", 12, low=1, high=168))
SESSION_SEEN_EVERY = timedelta(minutes=1)  # how exactly "last seen" is known
SESSION_COOKIE_AGE = int(SESSION_AGE.total_seconds())

# __Host-: the browser itself refuses the cookie from another host, path or without TLS.
COOKIE = "__Host-" if PRODUCTION else ""
SESSION_COOKIE_NAME = f"{COOKIE}session"
CSRF_COOKIE_NAME = f"{COOKIE}csrf"
LANGUAGE_COOKIE_NAME = f"{COOKIE}language"
MESSAGE_COOKIE_NAME = f"{COOKIE}messages"
KNOWN_BROWSER_COOKIE_NAME = f"{COOKIE}known-browser"
MESSAGE_STORAGE = "projects.security.cookies.Messages"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
TRUSTED_PROXIES = environment.proxies("TRUSTED_PROXIES", ["127.0.0.1", "::1", "unix"])
VERIFY_PER_HOUR = environment.number("VERIFY_PER_HOUR", 60, low=1, high=100_000)
VERIFY_AT_ONCE = environment.number("VERIFY_AT_ONCE", 2, low=1, high=64)
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^(health|ready|metrics)/$"]  # asked on the machine itself
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = logs.configuration(
    environment.choice("LOG_FORMAT", "json" if PRODUCTION else "text", logs.FORMATS),
    environment.choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR")),
)
METRICS_TOKEN = environment.text("METRICS_TOKEN", "")
if METRICS_TOKEN and len(METRICS_TOKEN) < 20:
    raise BadSetting("METRICS_TOKEN is short; expected 20 random characters or more.")
