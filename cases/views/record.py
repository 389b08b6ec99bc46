"""随时记入案卷的 as pages: agents, what became of a party, clues, preservation, the enforcement number."""

from cases.actions import intake, preservation
from cases.actions.acting import Actor
from cases.forms.record import (
    AgentForm,
    ClueForm,
    LiftForm,
    NewPartyForm,
    PartyDetailsForm,
    PartyStatusForm,
    PreservationForm,
    RegisterExecutionForm,
)
from cases.models.choices import PreservationKind
from cases.queries.casefile import CaseFile
from cases.verbs import Verb
from jianli_mediation.core import clock

from .acting import act_page


@act_page(
    Verb.RECORD_AGENT,
    AgentForm,
    back="先不登记",
    brings=lambda file: ["能不能代签协议、代收款，以后按这里勾的权限核对。"],
)
def record_agent(by: Actor, case_id: int, form: AgentForm) -> str:
    agent = intake.record_agent(
        by=by, now=clock.now(), case_id=case_id, party_id=int(form.cleaned_data["party"]), agent=form.agent()
    )
    return f"已登记代理人{agent.name}。"


@act_page(
    Verb.RECORD_PARTY_STATUS,
    PartyStatusForm,
    back="先不登记",
    brings=lambda file: ["死亡、终止、破产的，会商和签协议停下，先确定权利义务承受人。"],
)
def record_party_status(by: Actor, case_id: int, form: PartyStatusForm) -> str:
    typed = form.cleaned_data
    party = intake.record_party_status(
        by=by,
        now=clock.now(),
        case_id=case_id,
        party_id=int(typed["party"]),
        status=typed["status"],
        note=typed["note"],
    )
    return f"{party.name}的情况已登记为{party.get_status_display()}。"


@act_page(
    Verb.ADD_PARTY,
    NewPartyForm,
    back="先不增加",
    brings=lambda file: ["担保人、权利承受人等从这里进案，以后可以签协议、收文书。"],
)
def add_party(by: Actor, case_id: int, form: NewPartyForm) -> str:
    party = intake.add_party(by=by, now=clock.now(), case_id=case_id, party=form.party())
    return f"已增加{party.get_role_display()}{party.name}。"


@act_page(
    Verb.AMEND_PARTY,
    PartyDetailsForm,
    back="先不补正",
    brings=lambda file: ["只改填了的，不填的不变；改了哪几项留痕，号码不留。", "已经出的文书不变，要改的另出新版。"],
)
def amend_party(by: Actor, case_id: int, form: PartyDetailsForm) -> str:
    party = intake.amend_party(
        by=by, now=clock.now(), case_id=case_id, party_id=int(form.cleaned_data["party"]), details=form.details()
    )
    return f"{party.name}的信息已补正。"


@act_page(
    Verb.RECORD_CLUE,
    ClueForm,
    back="先不登记",
    brings=lambda file: ["和解不成时随案移送查控。", "特邀和解员和当事人看不到。"],
)
def record_clue(by: Actor, case_id: int, form: ClueForm) -> str:
    clue = intake.record_clue(by=by, now=clock.now(), case_id=case_id, clue=form.clue())
    return f"已登记财产线索：{clue.get_kind_display()}。"


def _preservation_brings(file: CaseFile) -> list[str]:
    return [
        "执前保全的：履行期届满后 5 日内没有申请执行，就要解除；案件改为先立案后和解。",
        "到期 7 日前提醒申请人申请续行。",
    ]


@act_page(Verb.RECORD_PRESERVATION, PreservationForm, back="先不登记", brings=_preservation_brings)
def record_preservation(by: Actor, case_id: int, form: PreservationForm) -> str:
    row = intake.record_preservation(by=by, now=clock.now(), case_id=case_id, frozen=form.preservation())
    said = f"已登记保全，到 {row.until:%Y-%m-%d}。"
    if row.kind == PreservationKind.PRE_EXECUTION:
        said += "执前保全的案件按先立案后和解办理，请登记执行案号。"
    return said


@act_page(
    Verb.LIFT_PRESERVATION,
    LiftForm,
    back="先不登记",
    brings=lambda file: [
        "这一项的五日申请执行、续行提醒随之撤下。",
        "续行的不在这里登记：按新的起止日另登记一项保全，原来那项的续行提醒自动撤下。",
    ],
)
def lift_preservation(by: Actor, case_id: int, form: LiftForm) -> str:
    typed = form.cleaned_data
    row = preservation.lift_preservation(
        by=by,
        now=clock.now(),
        case_id=case_id,
        preservation_id=int(typed["preservation"]),
        lifted_on=typed["lifted_on"],
        reason=typed["reason"],
    )
    return f"已登记 {row.lifted_on:%Y-%m-%d} 解除保全：{row.get_object_kind_display()}。"


@act_page(
    Verb.REGISTER_EXECUTION,
    RegisterExecutionForm,
    back="先不转",
    brings=lambda file: ["会商照常进行，文书改用申请执行人、被执行人的称谓。", "协议违约的，恢复执行或者起诉。"],
)
def register_execution(by: Actor, case_id: int, form: RegisterExecutionForm) -> str:
    typed = form.cleaned_data
    case = intake.register_execution(
        by=by,
        now=clock.now(),
        case_id=case_id,
        exec_case_no=typed["exec_case_no"],
        registered_on=typed["registered_on"],
    )
    return f"已登记执行案号{case.exec_case_no}，按先立案后和解办理。"
