"""登记诉求、答复诉求、登记满意度 as pages."""

from cases.actions import requests
from cases.actions.acting import Actor
from cases.forms.requests import AnswerRequestForm, RateAnswerForm, TakeRequestForm
from cases.verbs import Verb
from jianli_mediation.core import clock

from .acting import act_page


@act_page(
    Verb.TAKE_REQUEST,
    TakeRequestForm,
    back="先不登记",
    brings=lambda file: [
        f"{file.day.periods['T_REQ'].text}内答复，到期进答复人的我的工作。",
        "申请变更和解员、反映和解员问题的，只有中心负责人、分管院领导答复，和解员看不到。",
    ],
)
def take_request(by: Actor, case_id: int, form: TakeRequestForm) -> str:
    typed = form.cleaned_data
    row = requests.take_request(
        by=by,
        now=clock.now(),
        case_id=case_id,
        party_id=int(typed["party"]),
        kind=typed["kind"],
        way=typed["way"],
        content=typed["content"],
        at=form.acted_on,
    )
    return f"已登记诉求：{row.party.name}，{row.get_kind_display()}，{row.due_on:%Y-%m-%d} 前答复。"


@act_page(
    Verb.ANSWER_REQUEST,
    AnswerRequestForm,
    back="先不答复",
    brings=lambda file: ["答复告知当事人：短信、邮件或者通知单。", "只能答复一次，不能改。"],
)
def answer_request(by: Actor, case_id: int, form: AnswerRequestForm) -> str:
    typed = form.cleaned_data
    row = requests.answer_request(
        by=by, now=clock.now(), case_id=case_id, request_id=int(typed["request"]), answer=typed["answer"]
    )
    return f"已答复{row.party.name}，随后告知。"


@act_page(Verb.RATE_ANSWER, RateAnswerForm, back="先不登记", brings=lambda file: ["计入满意度，只能登记一次。"])
def rate_answer(by: Actor, case_id: int, form: RateAnswerForm) -> str:
    typed = form.cleaned_data
    row = requests.rate_answer(
        by=by,
        now=clock.now(),
        case_id=case_id,
        request_id=int(typed["request"]),
        satisfaction=typed["satisfaction"],
    )
    return f"已登记：{row.get_satisfaction_display()}。"
