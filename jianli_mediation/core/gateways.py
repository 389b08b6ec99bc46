"""The ways out of the house for messages to parties: an SMS gateway that speaks HTTP, a mail server. Neither is a must."""

import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from environs import Env

DEFAULT_BODY = '{"id": "{id}", "to": "{phone}", "text": "{text}", "sign": "{sign}"}'
DEFAULT_RECEIPT = "id"
_PLACE = re.compile(r"\{([a-z]+)\}")
MAIL_SCHEMES = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


@dataclass(frozen=True)
class SmsGateway:
    """Where a text message is posted to, and how its JSON looks.

    ``body``: JSON with ``{phone}``, ``{text}``, ``{id}`` and ``{sign}`` in its texts. ``receipt``: the field of the
    answer that holds the gateway's number of the message, ``a.b`` for one inside another.
    """

    url: str
    sign: str = ""
    body: str = DEFAULT_BODY
    receipt: str = DEFAULT_RECEIPT
    token: str = field(default="", repr=False)


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed in, and as whom. ``scheme``: smtp, smtp+starttls or smtps."""

    scheme: str
    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)


def read_sms(env: Env, problems: list[str]) -> SmsGateway | None:
    """The gateway as the environment names it; None without ``JIANLI_SMS_URL``. What is wrong is added to ``problems``."""
    url: str = env.str("JIANLI_SMS_URL", "").strip()
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        problems.append("JIANLI_SMS_URL: 应为 http 或 https 的网址 / must be an address of http or https")
    body: str = env.str("JIANLI_SMS_BODY", DEFAULT_BODY)
    if not _is_body(body):
        problems.append(
            "JIANLI_SMS_BODY: 应为含 {phone} 和 {text} 的 JSON 对象 / must be a JSON object with {phone} and {text}"
        )
    return SmsGateway(
        url=url,
        sign=env.str("JIANLI_SMS_SIGN", ""),
        body=body,
        receipt=env.str("JIANLI_SMS_RECEIPT", DEFAULT_RECEIPT),
        token=env.str("JIANLI_SMS_TOKEN", ""),
    )


def _is_body(text: str) -> bool:
    try:
        body = json.loads(text)
    except ValueError:
        return False
    return isinstance(body, dict) and "{phone}" in text and "{text}" in text


def read_mail(env: Env, problems: list[str]) -> MailServer | None:
    """The mail server of ``JIANLI_SMTP_URL`` (smtp+starttls://user:password@host:587); None where it is not set."""
    url: str = env.str("JIANLI_SMTP_URL", "").strip()
    if not url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in MAIL_SCHEMES or not parts.hostname:
        problems.append("JIANLI_SMTP_URL: 应形如 smtp+starttls://user:password@host:587 / smtp, smtp+starttls or smtps")
        return None
    sender: str = env.str("JIANLI_MAIL_FROM", "")
    if "@" not in sender:
        problems.append("JIANLI_MAIL_FROM: 应为发件邮箱 / must be the address that mail is sent from")
    return MailServer(
        scheme=parts.scheme,
        host=parts.hostname,
        port=port or MAIL_SCHEMES[parts.scheme],
        sender=sender,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def filled(body: Any, values: dict[str, str]) -> Any:
    """The parsed ``body`` with the values in place of their names, in every text of it, and nowhere parsed again."""
    if isinstance(body, dict):
        return {key: filled(value, values) for key, value in body.items()}
    if isinstance(body, list):
        return [filled(value, values) for value in body]
    if not isinstance(body, str):
        return body
    return _PLACE.sub(lambda found: values.get(found[1], found[0]), body)
