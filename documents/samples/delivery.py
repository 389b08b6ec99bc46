"""D26 of a made-up case: to be taken along, left with witnesses, sent over the network, and a try that failed."""

from dataclasses import replace
from datetime import date, datetime

from documents.contexts.delivery import DeliveryReceipt
from documents.samples.people import BORROWER, HEAD, LOAN_CASE
from jianli_mediation.core.clock import COURT_TIME

_RECEIPT, _DIRECT, _LEFT, _NET = (
    f"《中华人民共和国民事诉讼法》第{word}条" for word in ("八十七", "八十八", "八十九", "九十")
)

TAKEN_ALONG = DeliveryReceipt(
    head=HEAD,
    case_no=LOAN_CASE,
    issued_on=date(2023, 5, 10),
    cause="民间借贷纠纷",
    receiver_role="被申请人",
    receiver="刘某",
    address=BORROWER.address,
    title="执前督促履行通知书",
    number=LOAN_CASE,
    cites=(_RECEIPT, _DIRECT, _LEFT),
)
LEFT_THERE = replace(
    TAKEN_ALONG,
    issued_on=date(2023, 5, 11),
    way="left",
    done_on=date(2023, 5, 10),
    effective_on=date(2023, 5, 10),
    refusal="本人在家，听明来意以后拒绝签收",
    witnesses=("周某", "吴某"),
    recorded=True,
    staff=("张书记", "王窗口"),
    proof="照片 4 张",
    cites=(_RECEIPT, _LEFT),
)
SENT = replace(
    TAKEN_ALONG,
    exec_no="（2023）鄂1023执1187号",
    receiver_role="被执行人",
    way="electronic",
    done_on=date(2023, 5, 10),
    effective_on=date(2023, 5, 10),
    e_platform="人民法院送达平台",
    e_address="13900000000",
    sent_at=datetime(2023, 5, 10, 9, 5, tzinfo=COURT_TIME),
    arrived_at=datetime(2023, 5, 10, 9, 6, tzinfo=COURT_TIME),
    proof="平台送达凭证",
    staff=("张书记",),
    cites=(_RECEIPT, _NET),
)
NOT_THERE = replace(
    TAKEN_ALONG,
    way="direct",
    failed=True,
    done_on=date(2023, 5, 9),
    refusal="住所无人应门，邻居称傍晚才回",
    staff=("张书记", "王窗口"),
    remark="次日再送",
    cites=(_RECEIPT, _DIRECT),
)
