"""Reads the environment variables, checks each, and reports every problem at once."""

import os
import re
from dataclasses import dataclass, field, replace
from ipaddress import ip_address, ip_network
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from environs import Env, EnvError

from jianli_mediation.core import gateways, postgres, postgres_paths, secrets
from jianli_mediation.core.gateways import MailServer, SmsGateway
from jianli_mediation.core.secrets import Secrets, SecretsError

MODES = ("demo", "production")
MOST_UPLOAD_MB = 200
# Where events may be pushed to unless the court says otherwise: private networks, wherever they are.
PRIVATE_NETWORKS = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
_HOST_NAME = re.compile(r"[a-z0-9]([a-z0-9-]{0,62})(\.[a-z0-9][a-z0-9-]{0,62})*\Z", re.IGNORECASE)
SHORTEST_METRICS_TOKEN = 16
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
DATABASE_OPTIONS = frozenset(
    {"sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "application_name", "target_session_attrs"}
)

NO_SECRETS = Secrets(django_secret="", field_key=b"", lookup_key=b"")


class EnvironmentProblemsError(Exception):
    """Everything that is wrong with the settings; each line names its variable."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        lines = "\n".join(f"  - {problem}" for problem in problems)
        super().__init__(f"系统未启动：环境设置有误 / not started, the settings are wrong:\n{lines}")


@dataclass(frozen=True)
class Environment:
    """The checked settings of one process."""

    mode: str
    host: str
    port: int
    data_dir: Path
    database: dict[str, object]
    embedded: str | None
    allowed_hosts: list[str]
    trusted_origins: list[str]
    https: bool
    log_level: str
    secrets: Secrets
    verify_url: str
    party_url: str
    upload_mb: int
    metrics_token: str
    webhook_hosts: list[str]
    sms: SmsGateway | None
    mail: MailServer | None


@dataclass
class _Reader:
    env: Env
    problems: list[str] = field(default_factory=list)

    def choice(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        value: str = self.env.str(name, default)
        if value not in allowed:
            self.problems.append(f"{name}={value!r}: 只能是 {' | '.join(allowed)} / must be one of these")
        return value

    def port(self, name: str, default: int) -> int:
        text: str = self.env.str(name, str(default))
        if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
            self.problems.append(f"{name}={text!r}: 应为 1 至 65535 的端口号 / must be a port number")
            return default
        return int(text)

    def megabytes(self, name: str, default: int, most: int) -> int:
        text: str = self.env.str(name, str(default))
        if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= most:
            self.problems.append(f"{name}={text!r}: 应为 1 至 {most} 的整数（MB） / must be 1 to {most} megabytes")
            return default
        return int(text)

    def page_address(self, name: str) -> str:
        """The address of a page, to which a query is added; empty where there is none."""
        text: str = self.env.str(name, "").strip()
        parts = urlsplit(text)
        if text and (parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment):
            self.problems.append(
                f"{name}={text!r}: 应形如 https://court.example.cn/verify/ / must be an address without ? and #"
            )
            return ""
        return text

    def address(self, name: str, default: str) -> str:
        text: str = self.env.str(name, default)
        try:
            return str(ip_address(text))
        except ValueError:
            self.problems.append(f"{name}={text!r}: 应为 IP 地址 / must be an IP address, 0.0.0.0 for all")
            return default

    def secret_word(self, name: str, shortest: int) -> str:
        """A word that is hard to guess, or none; never repeated in the problem."""
        text: str = self.env.str(name, "")
        if text and (len(text) < shortest or not text.isascii() or not text.isprintable() or " " in text):
            self.problems.append(
                f"{name}: 至少 {shortest} 个 ASCII 字符，不含空格 / at least {shortest} characters, no spaces"
            )
        return text

    def secrets(self, name: str, data_dir: Path, mode: str) -> Secrets:
        """Those of the file; read last, since only a demo that is otherwise in order may make one."""
        text: str = self.env.str(name, "")
        if mode == "production" and not text:
            self.problems.append(
                f"{name}: 正式运行必须指定密钥文件 / needed in production mode: `manage.py make_secrets PATH`"
            )
        if self.problems and not text:
            return NO_SECRETS
        try:
            data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            return secrets.load(
                Path(text).absolute() if text else data_dir / "secrets.json",
                create=mode == "demo" and not self.problems,
            )
        except OSError as error:
            self.problems.append(f"JIANLI_DATA={data_dir}: 无法写入 / cannot be written ({error.strerror})")
            return NO_SECRETS
        except SecretsError as error:
            self.problems.append(str(error))
            return NO_SECRETS

    def flag(self, name: str, *, default: bool) -> bool:
        try:
            return bool(self.env.bool(name, default))
        except EnvError:
            self.problems.append(f"{name}={self.env.str(name)!r}: 只能是 true 或 false / must be true or false")
            return default

    def words(self, name: str) -> list[str]:
        return [word.strip() for word in self.env.str(name, "").split(",") if word.strip()]

    def hosts_and_networks(self, name: str, default: tuple[str, ...]) -> list[str]:
        """Host names, addresses and networks; a host name is one with a letter in its last part."""
        found = self.words(name) or list(default)
        for word in found:
            try:
                ip_network(word)
            except ValueError:
                if not _HOST_NAME.match(word) or word.rpartition(".")[2].isdigit():
                    self.problems.append(
                        f"{name}: {word!r} 应为主机名、IP 地址或网段 / must be a host name, an address or a network"
                    )
        return found

    def folder(self, name: str, default: Path) -> Path:
        path = Path(self.env.str(name, "") or default)
        if not path.is_absolute():
            path = default.parent / path
        nearest = next(place for place in (path, *path.parents) if place.exists())
        if not nearest.is_dir():
            self.problems.append(f"{name}={path}: 不是文件夹 / is not a folder")
        elif not os.access(nearest, os.W_OK | os.X_OK):
            self.problems.append(f"{name}={path}: 无写入权限 / this user may not write there")
        return path.resolve()

    def origins(self, name: str) -> list[str]:
        found = self.words(name)
        for origin in found:
            scheme, separator, rest = origin.partition("://")
            if scheme not in ("http", "https") or not separator or not rest or "/" in rest:
                self.problems.append(
                    f"{name}: {origin!r} 应形如 https://court.example.cn / must be scheme://host without a path"
                )
        return found


def read(base_dir: Path, cluster: str = "dev") -> Environment:
    """The settings from the process environment, `cluster` being the embedded one used without DATABASE_URL.

    Raises EnvironmentProblemsError with every problem found.
    """
    reader = _Reader(Env())
    mode = reader.choice("JIANLI_MODE", "demo", MODES)
    data_dir = reader.folder("JIANLI_DATA", base_dir / "var")
    hosts = reader.words("JIANLI_ALLOWED_HOSTS")
    if mode == "production" and not hosts:
        reader.problems.append("JIANLI_ALLOWED_HOSTS: 正式运行必须填写访问域名 / needed in production mode")
    url: str = reader.env.str("DATABASE_URL", "")
    database = _external(url, reader.problems) if url else {}
    # Before the secrets, which are made only where everything else is in order.
    verify_url = reader.page_address("JIANLI_VERIFY_URL")
    party_url = reader.page_address("JIANLI_PARTY_URL")
    upload_mb = reader.megabytes("JIANLI_UPLOAD_MB", 20, MOST_UPLOAD_MB)
    webhook_hosts = reader.hosts_and_networks("JIANLI_WEBHOOK_HOSTS", PRIVATE_NETWORKS)
    sms, mail = gateways.read_sms(reader.env, reader.problems), gateways.read_mail(reader.env, reader.problems)
    result = Environment(
        mode=mode,
        host=reader.address("JIANLI_HOST", "127.0.0.1"),
        port=reader.port("PORT", 8000),
        data_dir=data_dir,
        embedded=None if url else cluster,
        allowed_hosts=hosts or ["*"],
        trusted_origins=reader.origins("JIANLI_TRUSTED_ORIGINS"),
        https=reader.flag("JIANLI_HTTPS", default=False),
        log_level=reader.choice("JIANLI_LOG_LEVEL", "INFO", LOG_LEVELS),
        secrets=reader.secrets("JIANLI_SECRETS", data_dir, mode),
        database=database,
        verify_url=verify_url,
        party_url=party_url,
        upload_mb=upload_mb,
        metrics_token=reader.secret_word("JIANLI_METRICS_TOKEN", SHORTEST_METRICS_TOKEN),
        webhook_hosts=webhook_hosts,
        sms=sms,
        mail=mail,
    )
    if reader.problems:
        raise EnvironmentProblemsError(reader.problems)
    # Last, since the place of the embedded database is written into the data folder.
    return result if url else replace(result, database=_embedded(data_dir, cluster))


def _embedded(data_dir: Path, cluster: str) -> dict[str, object]:
    where = postgres_paths.layout(data_dir, cluster)
    return {
        "NAME": postgres.DATABASE,
        "USER": postgres.APP_ROLE,
        "PASSWORD": "",
        "HOST": str(where.run),
        "PORT": str(postgres_paths.PORT),
        "OPTIONS": {},
    }


def _external(url: str, problems: list[str]) -> dict[str, object]:
    """Django's settings for postgresql://user:password@host:port/name?sslmode=…; never repeats the password."""
    try:
        parts = urlsplit(url)
        port = str(parts.port or "")
    except ValueError:
        problems.append("DATABASE_URL: 格式或端口号有误 / is not a URL, or its port is not a number")
        return {}
    if parts.scheme not in ("postgres", "postgresql"):
        problems.append("DATABASE_URL: 只支持 PostgreSQL / must begin with postgresql://")
        return {}
    options = dict(parse_qsl(parts.query))
    host = parts.hostname or options.pop("host", "")
    options.pop("host", None)
    name = unquote(parts.path.lstrip("/"))
    if not name:
        problems.append(
            "DATABASE_URL: 缺少数据库名 / names no database, as in postgresql://user:password@host:5432/name"
        )
    unknown = sorted(set(options) - DATABASE_OPTIONS)
    if unknown:
        problems.append(f"DATABASE_URL: 不认识的参数 / unknown options: {', '.join(unknown)}")
    return {
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(host),
        "PORT": port,
        "OPTIONS": options,
    }
