"""Every address under ``/api/v1/``."""

from django.urls import path, re_path

from cases.api import (
    views_agreement,
    views_calculators,
    views_cases,
    views_documents,
    views_events,
    views_handover,
    views_intake,
    views_mediation,
    views_package,
    views_performance,
    views_roster,
    views_schema,
)
from cases.api.acts import CaseAct

app_name = "api"

# One route per act, named after its verb.
ACTS: tuple[type[CaseAct], ...] = (
    views_intake.Accept,
    views_intake.Decline,
    views_intake.Withdraw,
    views_intake.RegisterExecution,
    views_intake.RecordPreservation,
    views_intake.RecordAgent,
    views_intake.RecordPartyStatus,
    views_intake.AddParty,
    views_intake.AmendParty,
    views_mediation.Assign,
    views_mediation.Take,
    views_mediation.Refuse,
    views_mediation.RecordService,
    views_mediation.LogSession,
    views_mediation.Extend,
    views_mediation.Suspend,
    views_mediation.Resume,
    views_mediation.Fail,
    views_mediation.SettleInFull,
    views_agreement.Conclude,
    views_agreement.Amend,
    views_performance.RecordPayment,
    views_performance.ConfirmPayment,
    views_performance.ReversePayment,
    views_performance.DeclareDefault,
    views_performance.Reinstate,
    views_performance.Fulfil,
    views_handover.HandOver,
    views_handover.Acknowledge,
    views_handover.Return,
    views_handover.Reopen,
)

urlpatterns = [
    path("cases/", views_cases.Cases.as_view(), name="cases"),
    path("cases/<int:case_id>/", views_cases.CaseDetail.as_view(), name="case"),
    path("cases/<int:case_id>/next-steps/", views_cases.NextSteps.as_view(), name="next_steps"),
    path("cases/<int:case_id>/timeline/", views_cases.Timeline.as_view(), name="timeline"),
    path("cases/<int:case_id>/clues/", views_cases.Clues.as_view(), name="clues"),
    path("cases/<int:case_id>/documents/", views_documents.Documents.as_view(), name="documents"),
    path("cases/<int:case_id>/handover-package/", views_package.HandoverPackage.as_view(), name="handover_package"),
    path(
        "cases/<int:case_id>/handover-package/acknowledgement/",
        views_package.Acknowledgement.as_view(),
        name="handover_acknowledgement",
    ),
    *(path(f"cases/<int:case_id>/{act.verb.path}/", act.as_view(), name=act.verb.value) for act in ACTS),
    path("documents/<int:paper_id>/", views_documents.Document.as_view(), name="document"),
    path("documents/<int:paper_id>/content/", views_documents.DocumentContent.as_view(), name="document_content"),
    path("documents/<int:paper_id>/docx/", views_documents.DocumentDocx.as_view(), name="document_docx"),
    path("mediators/", views_roster.Mediators.as_view(), name="mediators"),
    path("mediators/<int:mediator_id>/", views_roster.MediatorDetail.as_view(), name="mediator"),
    path("organisations/", views_roster.Organisations.as_view(), name="organisations"),
    path("events/", views_events.Events.as_view(), name="events"),
    path("calculators/execution-fee/", views_calculators.ExecutionFee.as_view(), name="execution_fee"),
    path("calculators/doubled-interest/", views_calculators.DoubledInterest.as_view(), name="doubled_interest"),
    path("calculators/balance/", views_calculators.BalanceOf.as_view(), name="balance"),
    path("calculators/deadline/", views_calculators.DeadlineOf.as_view(), name="deadline"),
    path("calculators/instalments/", views_calculators.Instalments.as_view(), name="instalments"),
    path("calculators/simulator/", views_calculators.Simulator.as_view(), name="simulator"),
    path("schema/", views_schema.Schema.as_view(), name="schema"),
    path("docs/", views_schema.Docs.as_view(), name="docs"),
    re_path("", views_schema.Unknown.as_view()),
]
