"""One act as other programs are told of it: the same words in the feed and in what is pushed."""

from datetime import datetime
from typing import Any, TypedDict

from cases.queries.feed import Event
from cases.states import State
from cases.verbs import VERBS, Verb


class EventOut(TypedDict):
    """One act. ``actor``: the machine that called, else the person; ``acting_user``: the person who answers for it."""

    cursor: str
    id: int
    at: datetime
    entered_at: datetime
    verb: str
    verb_label: str
    case: int
    case_no: str
    from_state: str
    from_state_label: str
    to_state: str
    to_state_label: str
    actor: str
    acting_user: str
    acting_user_name: str
    reason: str
    facts: dict[str, Any]


# Acts of the trail that no verb of a case names.
RECOMPUTED = "recompute_deadlines"
OTHER_VERBS = {
    "api_pii_read": "经接口读取完整号码",
    "api_document_read": "经接口读取文书",
    "api_attachment_read": "经接口读取扫描件",
    "open_attachment": "打开扫描件",
    "void_attachment": "作废扫描件",
    "print_paper": "打印文书",
    "export_docx": "下载文书的 WPS 版",
    "export_volume": "打开全卷",
    "void_paper": "作废文书",
    "download_package": "下载移送包",
    "print_message": "打印通知单",
    "resend_message": "重发消息",
    RECOMPUTED: "放假安排导入，重算期限",
}
_NEVER_PUSHED = (Verb.REVEAL, Verb.RECORD_CLUE, Verb.RECORD_PRESERVATION, Verb.LIFT_PRESERVATION)
# Which acts can be asked to be pushed: the name in the address of an act → the verb of the trail.
PUSHED = {verb.path: verb.value for verb in Verb if verb not in _NEVER_PUSHED} | {
    RECOMPUTED.replace("_", "-"): RECOMPUTED
}


def verb_words(verb: str) -> tuple[str, str]:
    """The act's name as in the API's addresses, and its word for people."""
    known = verb in Verb.__members__.values()
    return verb.replace("_", "-"), VERBS[Verb(verb)].label if known else OTHER_VERBS.get(verb, verb)


def event(found: Event) -> EventOut:
    """The act as JSON is made of it."""
    row = found.entry
    verb, word = verb_words(row.verb)
    acting = row.actor.username if row.actor else ""
    return EventOut(
        cursor=str(found.position),
        id=row.pk,
        at=row.at,
        entered_at=row.entered_at,
        verb=verb,
        verb_label=word,
        case=found.case_id,
        case_no=found.case_no,
        from_state=row.from_state,
        from_state_label=_state(row.from_state),
        to_state=row.to_state,
        to_state_label=_state(row.to_state),
        actor=row.client or acting,
        acting_user=acting,
        acting_user_name=row.actor.name if row.actor else "",
        reason=row.reason,
        facts=row.facts,
    )


def _state(code: str) -> str:
    return str(State(code).label) if code else ""
