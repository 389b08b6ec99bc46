"""What one party fills in and signs: D04 consent, D05 address for service, D09 property, D32 mandate."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from documents.contexts.facts import Fill, Must
from documents.contexts.parts import Basis, CasePaper, Contact, PartyBlock, Tick

YES_NO = (("yes", "同意"), ("no", "不同意"))


@dataclass(frozen=True, kw_only=True)
class ConsentForm(CasePaper):
    """D04 当事人意见征询书 of one party. Where nothing is known the boxes stay empty for the party's own hand.

    ``read`` is the edition of D03 that the party has read.
    """

    party: PartyBlock
    guardian: str = ""
    of_creditor: bool
    opposite: Annotated[tuple[str, ...], Must("对方当事人", at="party")]
    basis: Basis
    notice: Annotated[str, Must("告知书名称")]
    read: Annotated[str, Must("告知书版本")]
    period_days: Annotated[int, Must("和解期限")]
    handover_workdays: int = 3
    answer: Annotated[
        str,
        Fill(
            "意见",
            choices=(("agree", "同意和解"), ("within", "同意，但要求在几日内有结果"), ("refuse", "不同意和解")),
            help="空着就印空框，由当事人当场勾选。",
        ),
    ] = ""
    within_days: Annotated[int | None, Fill("要求在几日内有结果")] = None
    reason: Annotated[str, Fill("理由或者要求", lines=2, limit=300)] = ""
    preferred_time: Annotated[str, Fill("方便会商的时间", limit=60)] = ""
    preferred_way: Annotated[
        str,
        Fill(
            "希望的会商方式",
            choices=(("on_site", "现场"), ("video", "视频"), ("phone", "电话"), ("visit", "上门")),
        ),
    ] = ""
    e_service: Annotated[str, Fill("电子送达", choices=YES_NO)] = ""
    e_address: Annotated[str, Fill("接收电子送达的地址", limit=80, help="手机号以外的，例如电子邮箱。")] = ""
    mediator: str = ""
    mediator_wish: Annotated[
        str,
        Fill(
            "和解员",
            choices=(("accept", "由本院确定"), ("choose", "希望由下列和解员主持"), ("object", "对已定的有异议")),
        ),
    ] = ""
    mediator_named: Annotated[str, Fill("希望的和解员，或者异议的理由", limit=100)] = ""
    channel: Annotated[str, Fill("征询方式", choices=(("现场", "现场"), ("电话", "电话"), ("在线", "在线")))] = ""
    recording: Annotated[str, Fill("录音编号", limit=60, help="电话征询的填。")] = ""
    identity: Annotated[str, Fill("身份核对", limit=60)] = ""
    explained_by: Annotated[str, Must("说明人"), Fill("说明人", limit=40)]
    cite_agents: Annotated[str, Must("特别授权的法律依据")]


@dataclass(frozen=True, kw_only=True)
class ServiceCites:
    """The articles on service as they are numbered on the day of the paper. ``online`` is empty before August 2021."""

    receipt: str
    direct: str
    organisation: str
    left: str
    electronic: str
    consent: str
    arrival: str
    post: str
    returned: str
    refused: str
    stages: str
    online: str = ""


@dataclass(frozen=True, kw_only=True)
class ServiceAddress(CasePaper):
    """D05 送达地址确认书 of one party: her own data in full; the law of service on its back."""

    party: PartyBlock
    guardian: str = ""
    basis: Basis
    confidential: bool = False
    postcode: Annotated[str, Fill("邮政编码", limit=10)] = ""
    landline: Annotated[str, Fill("固定电话", limit=40)] = ""
    receiver: Annotated[str, Fill("指定的签收人", limit=40)] = ""
    receiver_relation: Annotated[str, Fill("签收人与当事人的关系", limit=40)] = ""
    receiver_number: Annotated[str, Fill("签收人证件号码", limit=30, help="空着就印横线，由当事人手写。")] = ""
    receiver_phone: Annotated[str, Fill("签收人电话", limit=40)] = ""
    e_service: Annotated[str, Fill("电子送达", choices=YES_NO, help="空着就印空框，由当事人当场勾选。")] = ""
    fax: Annotated[str, Fill("传真", limit=40)] = ""
    email: Annotated[str, Fill("电子邮箱", limit=80)] = ""
    wechat: Annotated[str, Fill("微信号", limit=40)] = ""
    remark: Annotated[str, Fill("备注", limit=200)] = ""
    explained_by: Annotated[str, Must("告知人"), Fill("告知人", limit=40)]
    cites: ServiceCites

    @property
    def e_agreed(self) -> bool:
        return self.e_service == "yes"

    @property
    def e_refused(self) -> bool:
        return self.e_service == "no"


@dataclass(frozen=True, kw_only=True)
class PropertyDeclaration(CasePaper):
    """D09 财产申报表 with its instructions, blank for one debtor to fill in. ``due`` is known once D08 is served."""

    debtor: PartyBlock
    guardian: str = ""
    creditors: Annotated[tuple[str, ...], Must("申请人", at="party")]
    basis: Basis
    days: Annotated[int, Must("财产申报期")]
    due: date | None = None
    due_estimated: bool = False
    contact: Contact
    cite_list: Annotated[str, Must("财产申报范围的依据")]
    cite_report: Annotated[str, Must("报告财产义务的依据")]
    cite_sanctions: Annotated[str, Must("妨害执行责任的依据")]

    @property
    def rows(self) -> range:
        """Empty lines under each kind of property."""
        return range(3)


@dataclass(frozen=True, kw_only=True)
class Mandate(CasePaper):
    """D32. ``authority``: letter for one agent, powers one by one, blank where no agent is on file yet;
    ``representative`` or ``manager``: who speaks for a legal person or an unincorporated body.
    """

    variant: Annotated[str, Must("文书种类")]
    principal: PartyBlock
    guardian: str = ""
    opposite: Annotated[tuple[str, ...], Must("对方当事人", at="party")]
    basis: Basis
    agent: PartyBlock | None = None
    agent_relation: str = ""
    licence_no: str = ""
    authority: str = ""
    matters: Annotated[tuple[str, ...], Fill("委托事项", lines=3, limit=500, help="一行一项。")] = ()
    powers: tuple[Tick, ...] = ()
    valid_from: Annotated[date | None, Fill("授权起")] = None
    valid_until: Annotated[date | None, Fill("授权止", help="空着就是到本案办结为止。")] = None
    cite_powers: str = ""
    cite_agents: str = ""

    @property
    def for_agent(self) -> bool:
        return self.variant == "authority"
