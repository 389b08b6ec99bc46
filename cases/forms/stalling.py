"""决定久调不和: one question with three answers."""

from typing import ClassVar

from django import forms

from cases.facts.stalling import put_off
from cases.models.choices_talks import StallDecision
from cases.states import WITHDRAW_CODES, ResultCode
from jianli_mediation.core.forms import DayField

from .acts import ActForm, Words, choose, coded


class ReviewForm(ActForm):
    decision = forms.ChoiceField(
        label="怎样决定", widget=forms.RadioSelect, error_messages={"required": "请选一种决定。"}
    )
    until = DayField(label="再谈到", required=False)
    applicant_agrees = forms.BooleanField(label="申请人书面同意延长", required=False)
    respondent_agrees = forms.BooleanField(label="被申请人书面同意延长", required=False)
    end_code = forms.ChoiceField(
        label="终结的结案方式", required=False, help_text="只有终结才选；不选按申请人撤回申请。"
    )
    reason = Words(label="理由", max_length=200, rows=2, help_text="看了哪些情形，为什么这样决定；写进留痕。")

    widths: ClassVar = {
        "decision": "f12",
        "until": "f4",
        "applicant_agrees": "f4",
        "respondent_agrees": "f4",
        "end_code": "f6",
        "reason": "f12",
    }

    def load(self) -> None:
        attempt = self.file.case.attempt
        again = [StallDecision.EXTEND] if put_off(attempt) is None else []
        offered = [*again, StallDecision.HAND_OVER, StallDecision.END]
        choose(self, "decision", [(each.value, _WORDS[each]) for each in offered])
        self.offer("end_code", coded(ResultCode, WITHDRAW_CODES))
        if not again:
            for name in ("until", "applicant_agrees", "respondent_agrees"):
                del self.fields[name]
            return
        deadline = attempt.deadline if attempt else None
        over = f"超过 {deadline:%Y-%m-%d} 的，和解期限随之延长，须双方书面同意并归卷。" if deadline else ""
        self.fields["until"].help_text = f"准许再谈才填。{over}"
        self.order_fields(["decision", "until", "applicant_agrees", "respondent_agrees", "end_code", "reason", "at"])


_WORDS = {
    StallDecision.EXTEND: "准许再谈一次，到期再不成就移送或者终结",
    StallDecision.HAND_OVER: "终止和解，移送立案执行",
    StallDecision.END: "终结，不再执行",
}
