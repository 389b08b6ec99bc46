"""Addresses of the pages, grouped by chapter; what the shell's head offers from here, and what the monitor is told."""

from django.urls import path

from jianli_mediation.core import clock, scrape
from jianli_mediation.core.context import NavEntry, shell
from jianli_mediation.core.models import User

from .actions import sending
from .papers.package.schemas import ACKNOWLEDGEMENT, HANDOVER
from .queries.agenda import READERS as AGENDA_READERS
from .queries.worklist import todos_for
from .views import (
    acts,
    agenda,
    agreement,
    assignment,
    attachments,
    batches,
    board,
    calculators,
    calls,
    casepage,
    certificates,
    clients,
    dashboard,
    drafting,
    duties,
    exports,
    figures,
    freezing,
    groupacts,
    groups,
    guidance,
    intake,
    leaving,
    ledgers,
    manual,
    meeting,
    messages,
    outside,
    package,
    papers,
    papertab,
    partypage,
    performance,
    quality,
    reference,
    reportfiles,
    reports,
    reveal,
    roster,
    saved,
    search,
    session,
    targets,
    webhooks,
    worklist,
    workload,
)

app_name = "cases"

urlpatterns = [
    # 我的工作、查找
    path("", worklist.home, name="home"),
    path("cases/", search.find, name="search"),
    path("views/new/", saved.save_view, name="save_view"),
    path("views/<int:pk>/forget/", saved.forget_view, name="forget_view"),
    # 收案登记
    path("cases/new/", intake.new, name="new"),
    path("cases/new/preview/", intake.preview, name="preview"),
    # 批量导入、导出
    path("imports/", ledgers.ledgers, name="imports"),
    path("imports/template/", ledgers.template, name="import_template"),
    path("imports/<int:pk>/", ledgers.ledger, name="import"),
    path("imports/<int:pk>/workbook/", ledgers.workbook, name="import_workbook"),
    path("imports/<int:pk>/drop/", ledgers.drop, name="drop_import"),
    path("exports/<slug:listing>/", exports.export, name="export"),
    # 案件页
    path("cases/<int:pk>/", casepage.overview, name="case"),
    path("cases/<int:pk>/sessions/", casepage.sessions, name="sessions"),
    path("cases/<int:pk>/agreements/", casepage.agreements, name="agreements"),
    path("cases/<int:pk>/ledger/", performance.ledger, name="ledger"),
    path("cases/<int:pk>/papers/", papertab.papers, name="papers"),
    path("cases/<int:pk>/papers/check/", drafting.check, name="check_paper"),
    path("cases/<int:pk>/papers/draft/", drafting.keep, name="paper_draft"),
    path("cases/<int:pk>/papers/draft/discard/", drafting.discard, name="discard_paper_draft"),
    path("cases/<int:pk>/papers/draft/pdf/", drafting.pdf, name="paper_draft_pdf"),
    path("cases/<int:pk>/papers/<int:paper_id>/", papers.pdf, name="paper"),
    path("cases/<int:pk>/papers/<int:paper_id>/docx/", papers.docx, name="paper_docx"),
    path("cases/<int:pk>/papers/<int:paper_id>/volume/", papers.volume, name="volume"),
    path("cases/<int:pk>/papers/<int:paper_id>/void/", papers.void, name="void_paper"),
    path("cases/<int:pk>/attachments/new/", attachments.attach, name="attach"),
    path("cases/<int:pk>/attachments/<int:attachment_id>/", attachments.scan, name="scan"),
    path("cases/<int:pk>/attachments/<int:attachment_id>/void/", attachments.void, name="void_attachment"),
    path("papers/batches/", batches.new, name="new_batch"),
    path("certificates/", certificates.certificates, name="certificates"),
    path("papers/batches/<int:pk>/", batches.batch, name="batch"),
    path("papers/batches/<int:pk>/file/", batches.take, name="take_batch"),
    path("cases/<int:pk>/clues/", casepage.clues, name="clues"),
    path("cases/<int:pk>/handovers/", package.handovers, name="handovers"),
    path("cases/<int:pk>/handovers/package/", package.package, name="package"),
    path("cases/<int:pk>/draws/", assignment.draws, name="draws"),
    path("cases/<int:pk>/trail/", casepage.trail, name="trail"),
    path("cases/<int:pk>/parties/<int:party_id>/reveal/<slug:field>/", reveal.reveal_field, name="reveal"),
    # 办事
    path("cases/<int:pk>/acts/<slug:verb>/", acts.act, name="act"),
    path("cases/<int:pk>/acts/log-session/check/", session.check, name="check_session"),
    path("cases/<int:pk>/acts/<slug:verb>/check/", agreement.check, name="check"),
    # 关联案件
    path("groups/<int:group_id>/", groups.group, name="group"),
    path("groups/<int:group_id>/link/", groups.join, name="join_group"),
    path("groups/<int:group_id>/session/", groupacts.session, name="group_session"),
    path("groups/<int:group_id>/assign/", groupacts.assign, name="assign_group"),
    # 名册：人员、离册（其余的办事在 mediators.urls）
    path("roster/", roster.roster, name="roster"),
    path("roster/<int:pk>/", roster.mediator, name="mediator"),
    path("roster/<int:pk>/leave/", roster.leave, name="leave"),
    path("roster/<int:pk>/leaving/", leaving.leaving, name="leaving"),
    # 统计：工作量与绩效、一个数字由哪些案件组成
    path("roster/performance/", workload.everybody, name="workload"),
    path("roster/<int:pk>/performance/", workload.one, name="workload_of"),
    path("statistics/<slug:month>/<str:indicator>/", figures.cases, name="behind"),
    # 月报
    path("statistics/", dashboard.dashboard, name="dashboard"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<slug:month>/", reports.report, name="report"),
    path("reports/<slug:month>/close/", freezing.close, name="close_month"),
    path("reports/<slug:month>/supplement/", freezing.supplement, name="supplement"),
    path("reports/<slug:month>/pdf/", reportfiles.pdf, name="report_pdf"),
    path("reports/<slug:month>/draft/", reportfiles.draft, name="report_draft"),
    path("reports/<slug:month>/excel/", reportfiles.excel, name="report_excel"),
    # 接口客户端
    path("clients/", clients.clients, name="clients"),
    path("clients/new/", clients.new_client, name="new_client"),
    path("clients/calls/", clients.calls, name="client_calls"),
    path("clients/<int:client_id>/", clients.client, name="client"),
    path("clients/<int:client_id>/rotate/", clients.rotate, name="rotate_client"),
    path("clients/<int:client_id>/change/", clients.change, name="change_client"),
    path("clients/<int:client_id>/revoke/", clients.revoke, name="revoke_client"),
    # 推送
    path("webhooks/", webhooks.push, name="push"),
    path("webhooks/<int:webhook_id>/", webhooks.webhook, name="webhook"),
    path("webhooks/<int:webhook_id>/replay/", webhooks.replay, name="replay"),
    path("clients/<int:client_id>/webhooks/", webhooks.of_client, name="webhooks"),
    # 外来数字、指标目标
    path("outside-figures/", outside.outside, name="outside"),
    path("outside-figures/import/", outside.upload, name="import_outside"),
    path("outside-figures/<slug:month>/", outside.month, name="outside_month"),
    path("outside-figures/<slug:month>/enter/", outside.enter, name="enter_outside"),
    path("targets/", targets.listed, name="targets"),
    path("targets/<str:indicator>/", targets.change, name="set_target"),
    # 催款电话、告知
    path("calls/", calls.calls, name="calls"),
    path("calls/<int:pk>/", calls.called, name="called"),
    path("messages/", messages.drawers, name="messages"),
    path("messages/print/", messages.print_slips, name="print_slips"),
    path("messages/slips/", messages.slips, name="slips"),
    path("messages/again/", messages.send_again, name="send_again"),
    path("cases/<int:pk>/messages/", messages.of_case, name="told"),
    path("duties/", duties.duties, name="duties"),
    # 指导
    path("guidance/", guidance.guided, name="guided"),
    # 公布的格式
    path("schemas/handover-1.0.xsd", package.schema, {"namespace": HANDOVER}, name="handover_schema"),
    path("schemas/acknowledgement-1.0.xsd", package.schema, {"namespace": ACKNOWLEDGEMENT}, name="ack_schema"),
    # 当事人页面
    path("party/", partypage.enter, name="enter"),
    path("party/matter/", partypage.matter, name="matter"),
    path("party/say/", partypage.say, name="say"),
    path("party/slip/", partypage.slip, name="slip"),
    path("party/leave/", partypage.leave, name="leave_matter"),
    # 大屏
    path("board/", board.board, name="board"),
    path("board/<str:token>/", board.screen, name="screen"),
    # 例会事项
    path("meetings/", meeting.current, name="meetings"),
    path("meetings/tasks/<int:task_id>/close/", meeting.close, name="close_task"),
    path("meetings/<slug:month>/", meeting.month, name="meeting"),
    path("meetings/<slug:month>/new/", meeting.decide, name="decide_task"),
    # 会商日程
    path("calendar/", agenda.week, name="agenda"),
    path("calendar/day/", agenda.day, name="agenda_day"),
    # 数据质量
    path("quality/", quality.radar, name="quality"),
    path("quality/<slug:check>/", quality.files, name="quality_files"),
    # 计算器
    path("calculators/", calculators.index, name="calculators"),
    path("calculators/<slug:key>/", calculators.page, name="calculator"),
    path("calculators/<slug:key>/result/", calculators.result, name="calculator_result"),
    # 帮助：规则手册、日历、期限与口径、LPR
    path("help/rules/", manual.book, name="manual"),
    path("help/calendar/", reference.calendar, name="calendar"),
    path("help/calendar/import/", reference.import_calendar, name="import_calendar"),
    path("help/settings/", reference.settings, name="settings"),
    path("help/settings/<slug:code>/", reference.change_setting, name="change_setting"),
    path("help/rates/", reference.rates, name="rates"),
    path("help/rates/new/", reference.enter_rate, name="enter_rate"),
]


def todo_count(user: User) -> int:
    """The number beside 我的工作."""
    return todos_for(user, clock.today()).count()


# The queue that core does not know, for the monitor.
scrape.QUEUES["messages"] = (sending.waiting, sending.oldest_waiting)

shell.register(
    entries=(
        NavEntry("我的工作", "cases:home", counts_todo=True),
        NavEntry("案件", "cases:search"),
        NavEntry("日程", "cases:agenda", frozenset(AGENDA_READERS)),
        NavEntry("告知", "cases:messages", frozenset(messages.READERS)),
        # Who has both comes to the telephone list from there.
        NavEntry("催款电话", "cases:calls", frozenset(calls.READERS) - frozenset(messages.READERS)),
        NavEntry("名册", "cases:roster", frozenset(roster.STAFF)),
        NavEntry("指导", "cases:guided", frozenset(guidance.READERS), when=guidance.guides),
        NavEntry("统计月报", "cases:dashboard", frozenset(dashboard.READERS)),
        # Who reads the figures of the court comes to it from there.
        NavEntry("数据质量", "cases:quality", frozenset(quality.READERS) - frozenset(dashboard.READERS)),
        NavEntry("接口客户端", "cases:clients", frozenset(clients.READERS)),
        NavEntry("推送", "cases:push", frozenset(webhooks.READERS)),
        NavEntry("计算器", "cases:calculators", frozenset(calculators.USERS)),
    ),
    find="cases:search",
    home="cases:home",
    todo=todo_count,
    help_entries=(
        NavEntry("规则手册", "cases:manual"),
        NavEntry("日历", "cases:calendar"),
        NavEntry("期限与口径", "cases:settings"),
        NavEntry("LPR", "cases:rates"),
    ),
)
