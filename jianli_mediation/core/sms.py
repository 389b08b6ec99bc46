"""One text message handed to the gateway. It is handed in only when the gateway gives a number for it."""

import json
from dataclasses import dataclass

from jianli_mediation.core.gateways import SmsGateway, filled
from jianli_mediation.core.webhook_targets import TargetRefused, named_target
from jianli_mediation.core.wire import exchange

MOST_OF_AN_ANSWER = 20_000
LONGEST_RECEIPT = 80


@dataclass(frozen=True)
class HandedIn:
    """What became of one try. ``receipt``: the receiver's own number; empty where it is not taken, and ``problem`` says why.

    ``refused``: the receiver has read it and will not have it, so that it is about this message and not about the line.
    """

    receipt: str = ""
    problem: str = ""
    refused: bool = False


def send_sms(gateway: SmsGateway, *, uid: str, phone: str, text: str) -> HandedIn:
    """Post it once. The gateway tells duplicates by ``uid``, which is the same in every try."""
    try:
        target = named_target(gateway.url)
    except TargetRefused as refused:
        return HandedIn(problem=str(refused))
    values = {"id": uid, "phone": phone, "text": text, "sign": gateway.sign}
    body = json.dumps(filled(json.loads(gateway.body), values), ensure_ascii=False).encode()
    headers = {"Authorization": f"Bearer {gateway.token}"} if gateway.token else {}
    answer = exchange(target, body, headers, MOST_OF_AN_ANSWER)
    if not answer.arrived:
        return HandedIn(problem=answer.problem, refused=answer.refused)
    receipt = _receipt(answer.body, gateway.receipt)
    return (
        HandedIn(receipt) if receipt else HandedIn(problem=f"网关应答里没有回执号（{gateway.receipt}）", refused=True)
    )


def _receipt(body: bytes, path: str) -> str:
    try:
        found = json.loads(body)
        for name in path.split("."):
            found = found[name]
    except (ValueError, KeyError, TypeError):
        return ""
    return str(found)[:LONGEST_RECEIPT] if isinstance(found, str | int) and not isinstance(found, bool) else ""
