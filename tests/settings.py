"""Settings of the test runs: the disposable cluster, fixed keys, nothing of the developer's own environment."""

import os
from pathlib import Path

_DATABASE_URL = os.environ.get("TEST_DATABASE_URL", "")
for _name in (
    *("DATABASE_URL", "JIANLI_SECRETS", "JIANLI_ALLOWED_HOSTS", "JIANLI_TRUSTED_ORIGINS", "JIANLI_HTTPS"),
    *("JIANLI_VERIFY_URL", "JIANLI_PARTY_URL", "JIANLI_UPLOAD_MB", "JIANLI_WEBHOOK_HOSTS", "JIANLI_METRICS_TOKEN"),
    *("JIANLI_SMS_URL", "JIANLI_SMS_BODY", "JIANLI_SMS_SIGN", "JIANLI_SMS_TOKEN", "JIANLI_SMS_RECEIPT"),
    *("JIANLI_SMTP_URL", "JIANLI_MAIL_FROM", "PROMETHEUS_MULTIPROC_DIR"),
):
    os.environ.pop(_name, None)
if os.environ.get("JIANLI_BENCH_DATA"):
    os.environ["JIANLI_DATA"] = os.environ["JIANLI_BENCH_DATA"]
os.environ["JIANLI_MODE"] = "demo"
os.environ["JIANLI_LOG_LEVEL"] = "WARNING"
if _DATABASE_URL:
    os.environ["DATABASE_URL"] = _DATABASE_URL
else:
    os.environ["JIANLI_CLUSTER"] = "test"

from jianli_mediation.core.secrets import Secrets  # noqa: E402
from jianli_mediation.settings import *  # noqa: E402, F403
from jianli_mediation.settings import DATABASES, JIANLI_DATA, STORAGES  # noqa: E402

_SUFFIX = os.environ.get("JIANLI_TEST_SUFFIX", "")
DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"]["TEST"] = {"NAME": f"test_jianli_{_SUFFIX}" if _SUFFIX else "test_jianli"}

SECRETS = Secrets(
    django_secret="tests-only-" + "0123456789abcdef" * 4,
    field_key=bytes(range(32)),
    lookup_key=bytes(range(32, 64)),
)
SECRET_KEY = SECRETS.django_secret
ALLOWED_HOSTS = ["*"]

# A file is kept under its digest: what one worker takes away, another would miss.
FILES_DIR: Path = JIANLI_DATA / "test" / f"files{_SUFFIX}{os.environ.get('PYTEST_XDIST_WORKER', '')}"
STORAGES["default"]["OPTIONS"] = {"location": FILES_DIR}

# Argon2 is slow on purpose; tests log in hundreds of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
