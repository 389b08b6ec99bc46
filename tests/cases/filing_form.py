"""What a clerk types into the filing page: the fields of S1 and S2 as the browser posts them."""

from typing import Any

from tests.build import CHEN, LIU

ROWS = {
    "parties": {
        "role": "respondent", "kind": "person", "id_type": "auto", "vulnerable": "none", "name": "", "id_number": "",
        "phone": "", "address": "",
    },
    "items": {"kind": "money", "text": "", "amount": "", "rate_type": "none", "rate": "", "rate_from": ""},
    "agents": {"party": "0", "kind": "lawyer", "name": ""},
    "preservations": {"kind": "pre_suit", "object_kind": "deposit", "description": "", "since": "", "until": ""},
    "clues": {"kind": "deposit", "description": "", "location": "", "value": ""},
}  # fmt: skip
MAIN = {
    "kind": "judgment", "doc_no": "（2023）鄂1023民初501号", "issuer": "监利市人民法院", "effective_on": "2023-04-12",
    "performance_days": "10", "performance_due": "", "cause": "民间借贷纠纷", "served_by_notice": "no",
    "interest_clause": "on", "share": "single", "costs_on_debtor": "981.25", "preservation_fee": "",
    "amount_applied": "", "received_at": "2023-05-08 09:30", "source": "window", "legal_model": "A",
    "enterprise_related": "auto", "exec_case_no": "", "remark": "",
}  # fmt: skip
APPLICANT = {"role": "applicant", "name": "陈某", "id_number": CHEN, "phone": "13800000000", "address": "示例路1号"}
RESPONDENT = {"name": "刘某", "id_number": LIU, "phone": "13900000000", "address": "示例村2组"}
LOAN = {"text": "偿还借款本金86500元", "amount": "86,500.00"}


def filing_form(
    *,
    parties: list[dict[str, str]] | None = None,
    items: list[dict[str, str]] | None = None,
    agents: tuple[dict[str, Any], ...] = (),
    preservations: tuple[dict[str, str], ...] = (),
    clues: tuple[dict[str, str], ...] = (),
    **changes: str,
) -> dict[str, Any]:
    """The loan case of S1 with ``changes``; rows are given as what differs from an empty row."""
    rows = {
        "parties": [APPLICANT, RESPONDENT] if parties is None else parties,
        "items": [LOAN] if items is None else items,
        "agents": agents,
        "preservations": preservations,
        "clues": clues,
    }
    posted: dict[str, Any] = {**MAIN, **changes}
    for name, given in rows.items():
        posted[f"{name}-TOTAL_FORMS"] = str(len(given))
        posted[f"{name}-INITIAL_FORMS"] = "2" if name == "parties" else "0"
        for number, row in enumerate(given):
            posted |= {f"{name}-{number}-{field}": value for field, value in {**ROWS[name], **row}.items()}
    return posted
