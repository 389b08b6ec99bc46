"""One sentence per act, in words, made from what its audit entry holds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from cases.models.choices import (
    ClueKind,
    Confirmation,
    ConsentResult,
    Imputation,
    PartyRole,
    PartyStatus,
    PaymentWay,
    Power,
    PreservationKind,
    ServiceWay,
    SessionMode,
    SessionOutcome,
)
from cases.models.choices_notices import Satisfaction
from cases.models.choices_talks import ContactOutcome, ContactWay, FollowUpResult, StallDecision
from cases.states import ResultCode
from cases.verbs import Verb
from documents.models import AttachmentKind
from documents.registry import FORMS
from jianli_mediation.core.clock import COURT_TIME
from jianli_mediation.kernel.money import show

Facts = dict[str, Any]
# What of a party may be shown or put right, as the trail names it.
DETAILS = {
    "id_number": "证件号码",
    "phone": "手机",
    "address": "送达地址",
    "address_confidential": "地址保密",
    "e_service_consent": "电子送达同意",
    "account_name": "收款户名",
    "account_bank": "开户行",
    "account_no": "收款账号",
    "legal_rep": "法定代表人",
    "legal_rep_post": "职务",
    "nation": "民族",
    "guardian": "监护人",
}


@dataclass(frozen=True)
class Names:
    """The names behind the numbers that audit entries hold."""

    parties: dict[int, str]
    mediators: dict[int, str]

    def party(self, facts: Facts) -> str:
        return self.parties.get(facts.get("party", 0), "当事人")

    def mediator(self, facts: Facts) -> str:
        return self.mediators.get(facts.get("mediator") or 0, "和解员")


def _money(value: Any) -> str:
    return f"{show(abs(Decimal(value)))} 元" if value not in (None, "") else "—"


def _day(value: Any) -> str:
    return f"{date.fromisoformat(value):%Y-%m-%d}" if value else "—"


def _moment(value: Any) -> str:
    return f"{datetime.fromisoformat(value).astimezone(COURT_TIME):%Y-%m-%d %H:%M}" if value else "—"


def _label(choices: Any, value: Any) -> str:
    return str(choices(value).label) if value in choices.values else str(value or "")


def _result(facts: Facts) -> str:
    return _label(ResultCode, facts.get("result_code"))


def _filed(facts: Facts, names: Names) -> str:
    return f"收到申请并登记，依据{facts.get('basis', '')}，标的 {_money(facts.get('amount'))}"


def _assigned(facts: Facts, names: Names) -> str:
    taken = (
        f"，{_day(facts['taken_on'])} 接收，和解期限到 {_day(facts.get('deadline'))}" if facts.get("taken_on") else ""
    )
    who = names.mediator(facts)
    if facts.get("stays"):
        due = f"到 {_day(facts['answer_due'])}" if facts.get("answer_due") else ""
        return (
            f"{_lots(facts)}移交{who}，等答复{due}；答复以前仍由{names.mediators.get(facts['stays'], '原和解员')}办理"
        )
    return f"{_lots(facts)}{'改派' if facts.get('replaced') else '指派'}{who}{taken}"


def _lots(facts: Facts) -> str:
    return f"第 {facts['draw']} 次抽签，{facts.get('candidates')} 人参加，" if facts.get("draw") else ""


def _taken(facts: Facts, names: Names) -> str:
    before = names.mediators.get(facts.get("replaced") or 0)
    if before:
        return f"{names.mediator(facts)}从{before}手里接过案件，和解期限仍到 {_day(facts.get('deadline'))}"
    return f"{names.mediator(facts)}接收，和解期限到 {_day(facts.get('deadline'))}"


def _refused(facts: Facts, names: Names) -> str:
    text = f"{names.mediator(facts)}退回指派"
    if facts.get("again"):
        return f"{text}，当即再抽：{_assigned(facts['again'], names)}"
    return f"{text}，没有别人可抽，请中心负责人指派" if facts.get("nobody_to_draw") else text


def _title(facts: Facts) -> str:
    form = FORMS.get(facts.get("form", ""))
    return f"《{form.title}》" if form else str(facts.get("form") or "文书")


def _served(facts: Facts, names: Names) -> str:
    end = f"，督促履行期到 {_day(facts['urge_end'])}" if facts.get("urge_end") else ""
    what = f"{_title(facts)}，{_label(ServiceWay, facts.get('way'))}"
    again = "更正送达：" if facts.get("corrects") else ""
    if facts.get("tried_on"):
        return f"{again}{names.party(facts)} {_day(facts['tried_on'])} 没有送到{what}"
    return f"{again}{names.party(facts)} {_day(facts.get('served_on'))} 收到{what}{end}"


def _address(facts: Facts, names: Names) -> str:
    consent = "，同意电子送达" if facts.get("e_consent") else ""
    return f"{names.party(facts)} {_day(facts.get('signed_on'))} 确认送达地址{consent}"


def _talked(facts: Facts, names: Names) -> str:
    what = "更正" if facts.get("corrects") else ""
    offers = f"，方案 {facts['offers']} 个" if facts.get("offers") else ""
    away = f"，{facts['no_shows']} 人无故未到" if facts.get("no_shows") else ""
    agreed = f"，约定 {facts['follow_ups']} 项" if facts.get("follow_ups") else ""
    coming = f"，下次 {_moment(facts['next_at'])}" if facts.get("next_at") else ""
    return (
        f"{what}第 {facts.get('number')} 次会商，{_day(facts.get('held_on'))} {_label(SessionMode, facts.get('mode'))}"
        f"，{_label(SessionOutcome, facts.get('outcome'))}{away}{offers}{agreed}{coming}"
    )


def _contacted(facts: Facts, names: Names) -> str:
    what = "更正联系：" if facts.get("corrects") else "联系"
    agreed = f"，约定 {facts['follow_ups']} 项" if facts.get("follow_ups") else ""
    way, outcome = _label(ContactWay, facts.get("way")), _label(ContactOutcome, facts.get("outcome"))
    return f"{what}{names.party(facts)}，{way}，{outcome}{agreed}"


def _concluded(facts: Facts, names: Names) -> str:
    return (
        f"签订和解协议第 {facts.get('version')} 版，{_money(facts.get('total'))}，分 {len(facts.get('instalments', ()))} 期"
        f"，{_label(Imputation, facts.get('imputation'))}"
    )


def _settled(facts: Facts, names: Names) -> str:
    word = "，申请人书面确认已了结" if facts.get("creditor_satisfied") else ""
    return f"核定付清 {_money(facts.get('paid'))}，{_day(facts.get('performed_on'))} 履行完毕{word}"


def _suspended(facts: Facts, names: Names) -> str:
    since, until, end = (facts.get(name) for name in ("from", "until", "deadline"))
    if end:
        return f"中止和解期限，{_day(since)} 至 {_day(until)} 不计入，由 {_day(facts.get('before'))} 到 {_day(end)}"
    return f"自 {_day(since)} 起中止和解期限，何时恢复另定；原来到 {_day(facts.get('before'))}"


def _reviewed(facts: Facts, names: Names) -> str:
    if facts.get("until"):
        longer = f"，和解期限延长到 {_day(facts['to'])}" if facts.get("to") else ""
        return f"久调不和，准许再谈到 {_day(facts['until'])}{longer}"
    return f"久调不和，{_label(StallDecision, facts.get('decision'))}：{_result(facts)}"


def _agent(facts: Facts, names: Names) -> str:
    powers = "、".join(_label(Power, power) for power in facts.get("powers") or ())
    return f"登记{names.party(facts)}的代理人，{'特别授权' if facts.get('special') else '一般授权'}{'：' + powers if powers else ''}"


def _status(facts: Facts, names: Names) -> str:
    return f"{names.party(facts)}的情况由{_label(PartyStatus, facts.get('from'))}改为{_label(PartyStatus, facts.get('to'))}"


def _scan(facts: Facts) -> str:
    of = f"，{_title(facts)}的签收件" if facts.get("form") else ""
    return f"扫描件：{_label(AttachmentKind, facts.get('kind'))}{of}，{facts.get('pages')} 页"


def _by_file(facts: Facts) -> str:
    return f"，依回执文件（{facts['answer_file'][:12]}…）" if facts.get("answer_file") else ""


def _recomputed(facts: Facts, names: Names) -> str:
    moved = "；".join(f"{row['what']}由 {_day(row['from'])} 到 {_day(row['to'])}" for row in facts.get("moved", ()))
    return f"{facts.get('year')} 年放假安排导入，重算期限：{moved}"


SENTENCES: dict[str, Callable[[Facts, Names], str]] = {
    Verb.FILE: _filed,
    Verb.ACCEPT: lambda f, n: f"受理，申请人{_label(ConsentResult, f.get('consent'))}执前和解",
    Verb.DECLINE: lambda f, n: f"不适用和解，转立案：{_result(f)}",
    Verb.WITHDRAW: lambda f, n: f"终结：{_result(f)}",
    Verb.ASSIGN: _assigned,
    Verb.TAKE: _taken,
    Verb.REFUSE: _refused,
    Verb.RECORD_SERVICE: _served,
    Verb.CONFIRM_ADDRESS: _address,
    Verb.LOG_SESSION: _talked,
    Verb.SCHEDULE_SESSION: lambda f, n: (
        f"约定 {_moment(f.get('starts_at'))} 会商，{_label(SessionMode, f.get('mode'))}"
    ),
    Verb.CANCEL_SESSION: lambda f, n: f"取消 {_moment(f.get('starts_at'))} 的会商",
    Verb.LOG_CONTACT: _contacted,
    Verb.CLOSE_FOLLOW_UP: lambda f, n: f"办结约定事项：{_label(FollowUpResult, f.get('result'))}",
    Verb.WITHDRAW_CERTIFICATE: lambda f, n: (
        f"撤销{f.get('number') or '信用修复函'}" + (f"，依据{f['proof']}" if f.get("proof") else "")
    ),
    Verb.TAKE_REQUEST: lambda f, n: f"登记{n.party(f)}的诉求，{_day(f.get('due_on'))} 前答复",
    Verb.ANSWER_REQUEST: lambda f, n: f"答复{n.party(f)}的诉求" + ("" if f.get("in_time", True) else "，已过期限"),
    Verb.RATE_ANSWER: lambda f, n: f"{n.party(f)}对答复{_label(Satisfaction, f.get('satisfaction'))}",
    Verb.EXTEND: lambda f, n: f"延长和解期限 {f.get('days')} 日，由 {_day(f.get('from'))} 到 {_day(f.get('to'))}",
    Verb.SUSPEND: _suspended,
    Verb.RESUME: lambda f, n: (
        f"恢复计算和解期限，{_day(f.get('from'))} 至 {_day(f.get('until'))} 不计入，期限到 {_day(f.get('deadline'))}"
    ),
    Verb.REVIEW_TALKS: _reviewed,
    Verb.COMMENT: lambda f, n: "写下指导意见",
    Verb.TAKE_OVER: lambda f, n: f"{n.mediator(f)}接管案件，和解期限到 {_day(f.get('deadline'))}",
    Verb.FAIL: lambda f, n: f"终止和解：{_result(f)}",
    Verb.SETTLE_IN_FULL: _settled,
    Verb.CONCLUDE: _concluded,
    Verb.AMEND: _concluded,
    Verb.RECORD_PAYMENT: lambda f, n: (
        f"收到 {_money(f.get('amount'))}，{_day(f.get('paid_on'))} {_label(PaymentWay, f.get('way'))}"
    ),
    Verb.CONFIRM_PAYMENT: lambda f, n: (
        f"申请人确认收到 {_money(f.get('amount'))}，{_label(Confirmation, f.get('channel'))}"
    ),
    Verb.REVERSE_PAYMENT: lambda f, n: f"红冲 {_money(f.get('amount'))}",
    Verb.DECLARE_DEFAULT: lambda f, n: f"认定违约：第 {f.get('instalment')} 期还差 {_money(f.get('left'))}",
    Verb.REINSTATE: lambda f, n: "申请人接受补付，恢复履行",
    Verb.FULFIL: _settled,
    Verb.HAND_OVER: lambda f, n: (
        f"移送立案庭，当日还欠 {_money(f.get('outstanding'))}，申请执行日 {_day(f.get('applied_on'))}"
    ),
    Verb.ACKNOWLEDGE: lambda f, n: f"立案庭立案，执行案号{f.get('exec_case_no', '')}{_by_file(f)}",
    Verb.RETURN: lambda f, n: f"立案庭退回移送{_by_file(f)}",
    Verb.REOPEN: lambda f, n: "重新打开案件",
    Verb.RECORD_CLUE: lambda f, n: f"登记财产线索：{_label(ClueKind, f.get('kind'))}",
    Verb.RECORD_PRESERVATION: lambda f, n: (
        f"登记{_label(PreservationKind, f.get('kind'))}保全，到 {_day(f.get('until'))}"
    ),
    Verb.LIFT_PRESERVATION: lambda f, n: (
        f"登记 {_day(f.get('lifted_on'))} 解除{_label(PreservationKind, f.get('kind'))}保全"
    ),
    Verb.REGISTER_EXECUTION: lambda f, n: f"转为先立案后和解，执行案号{f.get('exec_case_no', '')}",
    Verb.RECORD_AGENT: _agent,
    Verb.RECORD_PARTY_STATUS: _status,
    Verb.ADD_PARTY: lambda f, n: f"增加{_label(PartyRole, f.get('role'))}{n.party(f)}",
    Verb.AMEND_PARTY: lambda f, n: (
        f"补正{n.party(f)}的{'、'.join(DETAILS.get(name, name) for name in f.get('changed', ()))}"
    ),
    Verb.ISSUE_PAPER: lambda f, n: f"出{_title(f)}，第 {f.get('version')} 版",
    Verb.SEAL_PAPER: lambda f, n: f"{_title(f)}用印，第 {f.get('version')} 版",
    Verb.REVEAL: lambda f, n: f"看了{n.party(f)}的完整{DETAILS.get(f.get('field', ''), '号码')}",
    Verb.ATTACH: lambda f, n: f"收存{_scan(f)}",
    Verb.LINK: lambda f, n: f"编入第 {f.get('group')} 组关联案件",
    Verb.UNLINK: lambda f, n: f"从第 {f.get('group')} 组关联案件中解除",
    "api_attachment_read": lambda f, n: f"经接口读取{_scan(f)}",
    "open_attachment": lambda f, n: f"打开{_scan(f)}",
    "void_attachment": lambda f, n: f"作废{_scan(f)}",
    "recompute_deadlines": _recomputed,
    "download_package": lambda f, n: f"下载第 {f.get('seq')} 次移送的移送包",
    "print_paper": lambda f, n: f"打开或打印{_title(f)}，第 {f.get('version')} 版",
    "export_docx": lambda f, n: f"下载{_title(f)}的 WPS 版，第 {f.get('version')} 版",
    "export_volume": lambda f, n: f"打开全卷，{_title(f)}第 {f.get('version')} 版",
    "void_paper": lambda f, n: f"作废{_title(f)}，第 {f.get('version')} 版",
}
