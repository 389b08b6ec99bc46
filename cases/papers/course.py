"""和解过程: the facts for D07, D10 and D12, and what all papers along the talks say of their case."""

from datetime import date
from typing import Any, TypedDict

from cases.facts import balance_on, owner_key, periods_on
from cases.models import Case, Party
from cases.models.choices import CREDITORS, DEBTORS, SubjectType
from cases.papers import blocks
from cases.papers.making import Maker, Subject, each_party, one_more, row_of
from cases.rules.law import cite, statute_ref
from documents.contexts import course
from documents.contexts.parts import Basis, Contact
from documents.models import Paper
from jianli_mediation.core.calendar import load_calendar
from mediators.models import Mediator

HANDED_OVER = ("生效法律文书（复印件）", "执前和解告知书（文本）")
TALK_OF_MONEY = ("核对尚未履行的数额", "履行的期限、分期和方式", "减免、担保等条件")
TALK_OF_ACTS = ("履行的内容和方式", "履行的期限", "不能履行时的替代办法")
HELP = ("向当事人说明主动履行的好处和不履行的后果", "协助双方就履行的期限和方式协商一致")
PAPERS_OF_ALL = (
    "本人身份证件；单位参加的，带营业执照副本和法定代表人（负责人）身份证明",
    "委托代理人的，带授权委托书；代为和解的，须有特别授权",
)
PAPERS_OF_CREDITOR = ("已经收到款项的记录和凭证", "收款账户的户名、开户银行和账号")
PAPERS_OF_DEBTOR = ("已经履行的凭证", "分期、延期或者提供担保的方案，以及支持该方案的材料（自愿提供）")


class About(TypedDict):
    """What each of these papers says of its case."""

    creditors: tuple[str, ...]
    debtors: tuple[str, ...]
    basis: Basis


def about(case: Case) -> About:
    return About(
        creditors=tuple(party.name for party in blocks.parties_of(case, CREDITORS)),
        debtors=tuple(party.name for party in blocks.parties_of(case, DEBTORS)),
        basis=blocks.basis_block(case.basis, case.cause),
    )


def mediator_of(case: Case) -> Mediator | None:
    return case.attempt.mediator if case.attempt is not None else None


def made(case: Case, form: str, variant: str) -> int:
    """How many papers of a variant the case has, later versions not counted."""
    return Paper.objects.filter(owner_key=owner_key(case.pk), form=form, variant=variant, version=1).count()


def letters(case: Case) -> list[Subject]:
    """The commission of the invited mediator in charge, where there is one; and one more invitation to help."""
    invited = invited_of(case)
    n = 1 + made(case, "D07", course.INVITATION)
    commission = [Subject(f"mediator:{invited.pk}", f"委派{_body(invited)}")] if invited is not None else []
    return [*commission, Subject(f"invitation:{n}", f"邀请协助（第 {n} 份）")]


def letter(case: Case, *, subject: str, on: date) -> course.CommissionLetter:
    """D07: names and what must be talked about. Nothing of addresses, telephones and property is read."""
    frame = blocks.frame(case, on)
    periods = periods_on(on)
    invited, attempt = invited_of(case), case.attempt
    invites = subject.startswith("invitation:")
    balance = balance_on(case, on)
    deadline = attempt.deadline if attempt is not None else None
    body = invited.organisation if invited is not None else None
    matters = TALK_OF_ACTS if case.subject_type == SubjectType.ACT else TALK_OF_MONEY
    return course.CommissionLetter(
        **frame,
        **about(case),
        variant=course.INVITATION if invites else course.COMMISSION,
        addressee="" if invites or invited is None else _body(invited),
        to_person=not invites and body is None,
        mediator="" if body is None else blocks.mediator_name(case),
        outstanding=balance.total or None,
        reckoned_to=on,
        matters=HELP if invites else matters,
        papers=() if invites else HANDED_OVER,
        reply_workdays=periods["T_TAKE"].amount,
        period_days=periods["T_RECON"].amount,
        deadline=deadline,
        deadline_estimated=deadline is not None and not load_calendar().is_confirmed(deadline),
        tariff=body.tariff if body is not None and body.charges and not invites else "",
        contact=_of_the_court(case, frame["head"].phone),
        cite_basis=statute_ref("assistance", on).text if invites else cite("invited_mediation", 1).text,
        cite_conduct=cite("invited_mediation", 28).text,
        cite_sham=cite("invited_mediation", 18).text,
    )


def invited_of(case: Case) -> Mediator | None:
    """The mediator in charge, if she is not of the court."""
    mediator = mediator_of(case)
    return mediator if mediator is not None and mediator.is_outsider else None


def _body(invited: Mediator) -> str:
    """The body that sends her, or she herself where she belongs to none."""
    return invited.organisation.name if invited.organisation else invited.user.name


def _of_the_court(case: Case, phone: str) -> Contact:
    """Whom an outsider calls at the court: the judge who guides the mediator, else the clerk, else who filed."""
    mediator = mediator_of(case)
    supervisor = mediator.supervisor if mediator is not None else None
    person: Any = supervisor or case.clerk or case.filed_by
    return Contact(name=person.name, phone=person.desk_phone or phone, post="指导法官" if supervisor else "经办人")


def session_notice(case: Case, *, party: Party, on: date) -> course.SessionNotice:
    """D10 for one party: the day that the last session agreed on; hour and place are for whoever convenes it."""
    frame = blocks.frame(case, on)
    ours = party.role in CREDITORS
    attempt, mediator = case.attempt, mediator_of(case)
    held = list(attempt.sessions.all()) if attempt is not None else []
    agreed_on = max(held, key=lambda row: row.pk).next_on if held else None
    return course.SessionNotice(
        **frame,
        **about(case),
        addressee=party.name,
        for_creditor=ours,
        is_person=not party.is_organisation,
        seq=max((row.number for row in held), default=0) + 1,
        held_on=agreed_on if agreed_on is not None and agreed_on >= on else None,
        place=f"{frame['head'].court}{mediator.room.name.replace(' ', '')}"
        if mediator is not None and mediator.room
        else "",
        matters=TALK_OF_ACTS if case.subject_type == SubjectType.ACT else TALK_OF_MONEY,
        bring=PAPERS_OF_ALL + (PAPERS_OF_CREDITOR if ours else PAPERS_OF_DEBTOR),
        received_at=case.received_at,
        handover_workdays=periods_on(on)["T_HAND"].amount,
        mediator=blocks.mediator_name(case),
        clerk=case.clerk.name if case.clerk else "",
        contact=blocks.contact_of(case, frame["head"]),
        cite_agents=statute_ref("special_authority", on).text,
    )


def work_record(case: Case, *, subject: str, on: date) -> course.WorkRecord:
    """D12: the next record of the case. Who called whom, and what was said, is for whoever did."""
    known = about(case)
    person = case.clerk or case.filed_by
    return course.WorkRecord(
        **blocks.frame(case, on),
        creditors=known["creditors"],
        debtors=known["debtors"],
        seq=row_of(subject),
        cause=case.cause,
        staff=person.name,
        staff_no=person.desk_phone,
    )


MAKERS = {
    "D07": Maker(letters, lambda case, key, on: letter(case, subject=key, on=on)),
    "D10": Maker(
        each_party(*CREDITORS, *DEBTORS),
        lambda case, key, on: session_notice(case, party=case.parties.get(pk=row_of(key)), on=on),
    ),
    "D12": Maker(one_more("D12"), lambda case, key, on: work_record(case, subject=key, on=on)),
}
