"""One delivery over the wire: signed, to the very address that was checked, without following anything anywhere."""

import hashlib
import hmac

from jianli_mediation.core.webhook_targets import TargetRefused, target_of
from jianli_mediation.core.wire import Answer, exchange

SIGNATURE, EVENT, DELIVERY = "X-Jianli-Signature", "X-Jianli-Event", "X-Jianli-Delivery"


def signature(secret: str, at: int, body: bytes) -> str:
    """``t=…,v1=…``: HMAC-SHA256 over the moment (seconds since 1970), a dot, and the body as it is sent."""
    code = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={code}"


def post(url: str, body: bytes, headers: dict[str, str]) -> Answer:
    """Send it once. Only the status of the answer is read."""
    try:
        target = target_of(url)
    except TargetRefused as refused:
        return Answer(None, str(refused))
    return exchange(target, body, headers)
