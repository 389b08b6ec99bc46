"""What the demo court's roster shows besides names: bodies with and without a tariff, rooms, certificates, an absence."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from jianli_mediation.core.clock import at_nine, local_date
from jianli_mediation.core.models import User
from mediators import actions
from mediators.kinds import MediatorKind
from mediators.models import Mediator, Organisation, Room

ROOMS = {"1 号和解室": 8, "2 号和解室": 6, "3 号和解室": 12}
# name: kind, contact, phone, published tariff (none: free of charge)
BODIES = {
    "容城镇人民调解委员会": (MediatorKind.PEOPLE, "何调解", "0716-3300006", ""),
    "监利示例商事调解中心": (
        MediatorKind.COMMERCIAL,
        "邵商和",
        "0716-3300021",
        "按达成协议金额 0.5% 收，每件 500 元起，不成不收；本中心大厅和网页公示",
    ),
    "监利示例建筑行业调解委员会": (MediatorKind.INDUSTRY, "杭建和", "0716-3300022", ""),
}
# account: kind, room, body, number, what she is good at, languages, cases at one time (none: the court's limit)
PEOPLE: dict[str, tuple[MediatorKind, str, str, str, str, str, int | None]] = {
    "lihejie": (MediatorKind.COURT, "2 号和解室", "", "和-01", "民间借贷、婚姻家庭", "普通话、监利话", None),
    "zhaocuhe": (MediatorKind.COURT, "3 号和解室", "", "和-02", "劳动报酬、建设工程", "普通话、监利话", None),
    "zhangyaoting": (MediatorKind.COURT, "1 号和解室", "", "和-03", "买卖合同、涉企", "普通话", None),
    "hetiaojie": (
        MediatorKind.PEOPLE,
        "容城镇人民调解室",
        "容城镇人民调解委员会",
        "特-01",
        "邻里、土地承包",
        "普通话、监利话",
        10,
    ),
    "luozhengyi": (MediatorKind.LAWYER, "律师调解室", "", "特-02", "公司、合同", "普通话、英语", 6),
    "shaoshanghe": (MediatorKind.COMMERCIAL, "", "监利示例商事调解中心", "特-03", "买卖合同、加工承揽", "普通话", 6),
    "hangjianhe": (
        MediatorKind.INDUSTRY,
        "",
        "监利示例建筑行业调解委员会",
        "特-04",
        "建设工程、农民工工资",
        "普通话",
        6,
    ),
}
SUPERVISOR = "zhouzhidao"


def open_roster(people: dict[str, User], since: date) -> tuple[Mediator, ...]:
    """Bodies, rooms and everybody on the roster from ``since`` on, in the order of ``PEOPLE``."""
    now = at_nine(since)
    bodies = {
        name: actions.new_organisation(
            by=None,
            now=now,
            organisation=Organisation(
                name=name, kind=kind, contact=contact, phone=phone, charges=bool(tariff), tariff=tariff
            ),
        )
        for name, (kind, contact, phone, tariff) in BODIES.items()
    }
    wanted = {room for _, room, *_ in PEOPLE.values() if room}
    rooms = {
        name: actions.new_room(by=None, now=now, room=Room(name=name, seats=ROOMS.get(name, 6)))
        for name in sorted(wanted | set(ROOMS))
    }
    return tuple(
        actions.join(
            by=None,
            now=now,
            mediator=Mediator(
                user=people[username],
                kind=kind,
                room=rooms.get(room),
                organisation=bodies.get(body),
                supervisor=None if kind == MediatorKind.COURT else people[SUPERVISOR],
                roster_no=number,
                specialities=specialities,
                languages=languages,
                capacity=capacity,
            ),
            from_on=since,
        )
        for username, (kind, room, body, number, specialities, languages, capacity) in PEOPLE.items()
    )


def furnish(people: dict[str, User], mediators: dict[str, Mediator], now: datetime) -> None:
    """What stands on the roster at ``now``: certificates (one runs out soon), an absence to come, training, ties."""
    today, clerk = local_date(now), people["sunbilu"]
    for username, until in (
        ("hetiaojie", 30),
        ("luozhengyi", 400),
        ("shaoshanghe", 500),
        ("hangjianhe", 700),
    ):
        actions.add_certificate(
            by=clerk,
            now=now,
            mediator_id=mediators[username].pk,
            title="特邀调解员证书",
            number=f"监法特调 {mediators[username].roster_no}",
            issuer="监利市人民法院",
            valid_from=today - timedelta(days=700),
            valid_until=today + timedelta(days=until),
        )
    actions.enter_absence(
        by=clerk,
        now=now,
        mediator_id=mediators["zhangyaoting"].pk,
        kind="training",
        from_on=today + timedelta(days=10),
        until_on=today + timedelta(days=14),
        reason="省法院调解业务培训",
    )
    for username, hours in (("lihejie", "16"), ("hetiaojie", "8")):
        actions.add_training(
            by=clerk,
            now=now,
            mediator_id=mediators[username].pk,
            held_on=today - timedelta(days=40),
            title="执前和解实务培训",
            hours=Decimal(hours),
        )
    _tie(
        people["luozhengyi"], mediators["luozhengyi"], now, "former_employer", "示例律师事务所", "2019 年以前在该所执业"
    )
    _tie(people["luozhengyi"], mediators["luozhengyi"], now, "counsel", "监利示例粮油有限公司", "担任常年法律顾问")


def _tie(by: User, mediator: Mediator, now: datetime, kind: str, name: str, note: str) -> None:
    actions.declare_tie(by=by, now=now, mediator_id=mediator.pk, kind=kind, name=name, note=note)
