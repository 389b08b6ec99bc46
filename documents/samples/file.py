"""D27 of a made-up case."""

from datetime import date

from documents.contexts.file import FileVolume, VolumeLine
from documents.samples.people import HEAD, LOAN_BASIS, LOAN_CASE

_CONTENTS = (
    ("登记审批表", "执前和解登记审批表", date(2023, 5, 8), 1),
    ("申请书和收件回执", "申请执行书（兼执前和解申请）（签字件）", date(2023, 5, 8), 2),
    ("申请书和收件回执", "收件回执", date(2023, 5, 8), 1),
    ("生效法律文书", "民事判决书及生效证明", date(2023, 5, 8), 6),
    ("身份证明和授权材料", "居民身份证复印件", date(2023, 5, 8), 1),
    ("送达地址确认书", "送达地址确认书（签字件）", date(2023, 5, 8), 2),
    ("告知书和征询书", "执前和解告知书", date(2023, 5, 8), 5),
    ("督促履行通知书", "执前督促履行通知书", date(2023, 5, 10), 3),
    ("履行凭证", "履行确认书（收条）（签字件）", date(2023, 5, 25), 1),
    ("结案、终止和移送", "执前和解结案通知书", date(2023, 5, 25), 1),
    ("送达回证和凭证", "送达回证", date(2023, 5, 26), 1),
)


def _lines() -> tuple[VolumeLine, ...]:
    found, page = [], 0
    for n, (section, title, made_on, pages) in enumerate(_CONTENTS, 1):
        found.append(
            VolumeLine(
                section=section, title=title, made_on=made_on, first=page + 1, last=page + pages,
                source=f"paper:{n}", sha256=f"{n:064}",
            )
        )  # fmt: skip
        page += pages
    return tuple(found)


VOLUME = FileVolume(
    head=HEAD,
    case_no=LOAN_CASE,
    issued_on=date(2023, 6, 20),
    cause="民间借贷纠纷",
    creditors=("陈某",),
    debtors=("刘某",),
    basis_name=LOAN_BASIS.name,
    mediator="李和解",
    clerk="张书记",
    received_on=date(2023, 5, 8),
    closed_on=date(2023, 5, 25),
    closing="督促后全部履行，履行完毕",
    lines=_lines(),
    archived_on=date(2023, 6, 20),
    remarks=("光盘一张（会商录像）另存。",),
    bound_by="张书记",
    checked_by="钱主任",
)
