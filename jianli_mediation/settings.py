"""Django settings. What differs between courts comes from the environment (core/environment.py) and nowhere else."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from jianli_mediation.core import environment, logs

BASE_DIR = Path(__file__).resolve().parent.parent

ENVIRONMENT = environment.read(BASE_DIR, cluster=os.environ.get("JIANLI_CLUSTER", "dev"))
PRODUCTION = ENVIRONMENT.mode == "production"
JIANLI_DATA = ENVIRONMENT.data_dir
FILES_DIR = JIANLI_DATA / "files"
FONTS_DIR = BASE_DIR / "documents" / "fonts"
EMBEDDED_CLUSTER = ENVIRONMENT.embedded
SECRETS = ENVIRONMENT.secrets
# Whoever shows it may read /metrics; empty: this machine alone may.
METRICS_TOKEN = ENVIRONMENT.metrics_token

# Where the public can check a paper; empty: the QR code on it holds number and code, and no address.
VERIFY_URL = ENVIRONMENT.verify_url
# Where parties open their own page; printed on D03. Its host then serves that page and nothing else, and no other host does.
PARTY_URL = ENVIRONMENT.party_url
# Hosts and networks that events may be pushed to (core/webhook_targets.py).
WEBHOOK_HOSTS = ENVIRONMENT.webhook_hosts
# The ways out for messages to parties; where there is none they are printed.
SMS, MAIL = ENVIRONMENT.sms, ENVIRONMENT.mail

DEBUG = False
SECRET_KEY = SECRETS.django_secret
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts
CSRF_TRUSTED_ORIGINS = ENVIRONMENT.trusted_origins

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "jianli_mediation.core.apps.CoreConfig",
    "mediators",
    "documents",
    "cases",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jianli_mediation.core.party_host.PartyHost",
    "jianli_mediation.core.logs.RequestLog",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "jianli_mediation.core.idle.IdleLogout",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "jianli_mediation.core.calls.CallLog",
]

ROOT_URLCONF = "jianli_mediation.urls"
WSGI_APPLICATION = "jianli_mediation.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jianli_mediation.core.context.page",
            ],
        },
    },
]

DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        **ENVIRONMENT.database,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "core:login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "core:login"
CSRF_FAILURE_VIEW = "jianli_mediation.core.views.csrf_failure"

# Five failures of one name from one address lock that pair for a quarter of an hour.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "core/locked.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_VERBOSE = False

# core.idle ends a session after so many minutes without a request; the cookie outlives it, to say whose drafts wait.
IDLE_MINUTES = 30
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = ENVIRONMENT.https
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = ENVIRONMENT.https

SECURE_SSL_REDIRECT = ENVIRONMENT.https
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.https else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
# One file: a scan, or a paper's PDF to be compared. Larger ones are not kept while they come in (core/uploads.py).
UPLOAD_MAX_BYTES = ENVIRONMENT.upload_mb * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "jianli_mediation.core.uploads.SizeLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [("paper-fonts", FONTS_DIR)]
STATIC_ROOT = JIANLI_DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES_DIR}},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage",
    },
}
# Source maps are large, and compressing them takes most of a collectstatic.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (
    *("jpg", "jpeg", "png", "gif", "webp", "zip", "gz", "br", "woff", "woff2", "ttf", "pdf", "map"),
)
# In the demo the files are served where they lie, so that no collectstatic is needed after an edit.
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = not PRODUCTION

REST_FRAMEWORK: dict[str, object] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "cases.api.auth.TokenAuthentication",
        "cases.api.auth.BrowserAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["cases.api.body.ExactJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "cases.api.body.FirstOffered",
    "DEFAULT_SCHEMA_CLASS": "cases.api.schema.OperationSchema",
    "EXCEPTION_HANDLER": "cases.api.errors.handle",
}
SPECTACULAR_SETTINGS: dict[str, object] = {
    "TITLE": "监利市人民法院执前和解接口",
    "DESCRIPTION": "执行指挥中心及其他程序读取、办理执前和解案件的接口。金额为两位小数的字符串，时间为北京时间（+08:00）。",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": False,
    "POSTPROCESSING_HOOKS": ["cases.api.problems.add_examples"],
    "TAGS": [
        {"name": "cases", "description": "案件"},
        {"name": "acts", "description": "办理，一事一址"},
        {"name": "documents", "description": "文书"},
        {"name": "events", "description": "办理事件，按提交先后"},
        {"name": "webhooks", "description": "推送：同样的事件送到您的地址"},
        {"name": "roster", "description": "和解员与调解组织"},
        {"name": "calculators", "description": "计算器"},
        {"name": "schema", "description": "本接口的描述"},
    ],
    "ENUM_ADD_EXPLICIT_BLANK_NULL_CHOICE": False,
}

LOGGING_CONFIG = None
logs.configure(ENVIRONMENT.log_level)
