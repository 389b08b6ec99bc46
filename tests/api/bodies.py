"""The bodies of the worked scenarios, as a program would send them."""

from typing import Any

S1: dict[str, Any] = {
    "legal_model": "A", "source": "window", "received_at": "2023-05-08T09:30:00+08:00",
    "cause": "民间借贷纠纷", "subject_type": "money", "amount_applied": "87481.25", "tags": [],
    "enterprise_related": "none",
    "basis": {
        "kind": "judgment", "doc_no": "（2023）鄂1023民初501号", "issuer": "监利市人民法院",
        "effective_on": "2023-04-12", "performance_days": 10, "served_by_notice": False,
        "items": [{"text": "偿还借款本金86500元", "kind": "money", "amount": "86500.00"}],
        "costs_on_debtor": "981.25",
    },
    "parties": [
        {"role": "applicant", "kind": "person", "name": "陈某", "id_type": "resident_id",
         "id_number": "429999198503120017", "phone": "13800000000", "address": "监利市容城镇示例路1号"},
        {"role": "respondent", "kind": "person", "name": "刘某", "id_type": "resident_id",
         "id_number": "429999199011050029", "phone": "13900000000"},
    ],
}  # fmt: skip

S2: dict[str, Any] = {
    "received_at": "2023-08-30T09:00:00+08:00", "cause": "买卖合同纠纷", "enterprise_related": "both",
    "amount_applied": "484250.00",
    "basis": {
        "kind": "mediation_statement", "doc_no": "(2023)鄂1023民初1322号", "issuer": "监利市人民法院",
        "effective_on": "2023-08-01", "performance_due": "2023-08-21",
        "items": [{"text": "支付货款480000元", "amount": "480000.00"}], "costs_on_debtor": "4250.00",
    },
    "parties": [
        {"role": "applicant", "kind": "legal_person", "name": "监利某粮油公司", "id_type": "uscc",
         "id_number": "91421023MA00000151", "legal_rep": "甲"},
        {"role": "respondent", "kind": "legal_person", "name": "荆州某食品公司", "id_type": "uscc",
         "id_number": "91421023MA0000023U", "legal_rep": "乙"},
    ],
}  # fmt: skip

S4: dict[str, Any] = {
    "received_at": "2023-04-25T10:00:00+08:00", "cause": "民间借贷纠纷", "amount_applied": "202150.00",
    "basis": {
        "kind": "judgment", "doc_no": "（2022）鄂1023民初3015号", "issuer": "监利市人民法院",
        "effective_on": "2022-12-30", "performance_days": 10, "costs_on_debtor": "2150.00",
        "items": [{
            "text": "偿还借款本金200000元及利息", "amount": "200000.00", "rate_type": "yearly", "rate": "0.0365",
            "rate_from": "2022-06-01",
        }],
    },
    "parties": [
        {"role": "applicant", "kind": "person", "name": "许某", "id_type": "resident_id",
         "id_number": "429999194702280031", "vulnerable": "elderly"},
        {"role": "respondent", "kind": "person", "name": "何某", "id_type": "resident_id",
         "id_number": "429999197812310047"},
    ],
}  # fmt: skip
