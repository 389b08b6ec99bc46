"""The database refuses too: every named constraint and every trigger, broken by plain SQL, past all of Python."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoDbBlocker

from tests.architecture.database_rows import copy_row, one_of_everything, run, triggers
from tests.architecture.test_migrations import CONSTRAINTS

pytestmark = pytest.mark.django_db
Changes = Mapping[str, str]

# A frozen month has a paper of its own.
OTHER_PAPER = "(SELECT min(id) FROM documents_paper WHERE form <> 'D28')"

# constraint → table, and what is wrong with the new row
NEW_UID = "gen_random_uuid()"
ANSWERED = {"answer": "'好'", "answered_at": "received_at", "answered_by_id": "entered_by_id"}
CHECKS: dict[str, tuple[str, Changes]] = {
    "user_role_known": ("core_user", {"role": "'king'"}),
    "rate_is_a_fraction": ("core_referencerate", {"rate": "1.5"}),
    "api_client_previous_token_ends": (
        "core_apiclient",
        {"name": "'屏'", "token_hash": "'b'", "previous_hash": "'c'", "previous_until": "NULL"},
    ),
    "api_client_may_call": ("core_apiclient", {"name": "'屏'", "token_hash": "'b'", "per_minute": "0"}),
    "webhook_delivery_one_state": ("core_webhookdelivery", {"position": "9", "dead_at": "delivered_at"}),
    "organisation_tariff_published": ("mediators_organisation", {"charges": "true"}),
    "mediator_capacity_positive": (
        "mediators_mediator",
        {"user_id": "(SELECT min(id) FROM core_user)", "roster_no": "''", "capacity": "0"},
    ),
    "service_period_forward": ("mediators_serviceperiod", {"until_on": "from_on - 1"}),
    "absence_forward": ("mediators_absence", {"until_on": "from_on - 1"}),
    "absence_ends_unless_suspended": ("mediators_absence", {"from_on": "until_on + 1", "until_on": "NULL"}),
    "absence_kind_known": (
        "mediators_absence",
        {"kind": "'mood'", "from_on": "until_on + 1", "until_on": "until_on + 1"},
    ),
    "certificate_forward": ("mediators_certificate", {"number": "'2'", "valid_until": "valid_from - 1"}),
    "training_hours_positive": ("mediators_training", {"hours": "0"}),
    "tie_kind_known": ("mediators_tie", {"kind": "'rumour'"}),
    "meeting_task_result_known": (
        "cases_meetingtask",
        {"result": "'later'", "closed_on": "due_on", "closed_by_id": "owner_id", "note": "'x'"},
    ),
    "meeting_task_of_a_month": ("cases_meetingtask", {"month": "month + 1"}),
    "month_report_of_a_month": ("cases_monthreport", {"month": "month + 1", "paper_id": OTHER_PAPER}),
    "month_report_supplement_told": ("cases_monthreport", {"version": "2", "paper_id": OTHER_PAPER}),
    "meeting_task_told": ("cases_meetingtask", {"text": "''"}),
    "meeting_task_closed_whole": ("cases_meetingtask", {"closed_on": "due_on"}),
    "outside_figure_kind_known": ("cases_outsidefigure", {"kind": "'dreams'"}),
    "outside_figure_of_a_month": ("cases_outsidefigure", {"month": "month + 1"}),
    "outside_figure_sourced": ("cases_outsidefigure", {"source": "''"}),
    "indicator_target_from_a_month": ("cases_indicatortarget", {"from_month": "from_month + 1"}),
    "indicator_target_based": ("cases_indicatortarget", {"basis": "''"}),
    "paper_form_known": ("documents_paper", {"form": "'X99'"}),
    "paper_status_known": ("documents_paper", {"status": "'lost'"}),
    "paper_void_needs_reason": ("documents_paper", {"void_reason": "'错字'"}),
    "paper_printed_whole": ("documents_paper", {"page_count": "3"}),
    "paper_draft_form_known": ("documents_paperdraft", {"form": "'X99'"}),
    "paper_batch_output_known": ("cases_paperbatch", {"output": "'tar'"}),
    "ledger_import_stage_known": ("cases_ledgerimport", {"stage": "'lost'"}),
    "ledger_import_ended_whole": ("cases_ledgerimport", {"stage": "'done'"}),
    "ledger_row_filed_was_sound": (
        "cases_ledgerrow",
        {"line": "3", "checked": "false", "case_id": "(SELECT min(id) FROM cases_case)"},
    ),
    "paper_batch_item_one_end": ("cases_paperbatchitem", {"seq": "2", "subject": "'party:1'", "refused": "'[\"x\"]'"}),
    "attempt_taken_has_mediator": ("cases_attempt", {"mediator_id": "NULL"}),
    "attachment_kind_known": ("documents_attachment", {"kind": "'dream'", "sha256": "'x'"}),
    "attachment_measured": ("documents_attachment", {"pages": "0", "sha256": "'x'"}),
    "attempt_closed_after_taken": ("cases_attempt", {"closed_on": "taken_on - 1"}),
    "attempt_extension_complete": ("cases_attempt", {"extended_on": "taken_on", "extension_days": "31"}),
    "attempt_result_known": ("cases_attempt", {"result_code": "'99'"}),
    "suspension_forward": ("cases_suspension", {"from_on": "to_on + 9", "to_on": "to_on + 8"}),
    "suspension_reasoned": ("cases_suspension", {"from_on": "to_on + 9", "to_on": "to_on + 9", "reason": "''"}),
    "suspension_ended_whole": ("cases_suspension", {"from_on": "to_on + 9", "to_on": "NULL"}),
    "address_confirmed_for_a_stage": (
        "cases_addressconfirmation",
        {"for_reconciliation": "false", "for_enforcement": "false"},
    ),
    "service_way_known": ("cases_service", {"way": "'pigeon'"}),
    "service_effective_dated": ("cases_service", {"served_on": "NULL"}),
    "service_try_told": ("cases_service", {"outcome": "'tried'", "served_on": "NULL", "done_on": "served_on"}),
    "service_effective_after_done": ("cases_service", {"done_on": "served_on + 1"}),
    "service_arrived_after_sent": ("cases_service", {"sent_at": "now()", "arrived_at": "now() - interval '1 s'"}),
    "appointment_mode_known": ("cases_appointment", {"mode": "'dream'"}),
    "appointment_status_known": ("cases_appointment", {"status": "'dream'"}),
    "appointment_forward": ("cases_appointment", {"ends_at": "starts_at"}),
    "appointment_held_has_session": ("cases_appointment", {"status": "'held'"}),
    "appointment_cancelled_reasoned": ("cases_appointment", {"status": "'cancelled'", "cancel_reason": "''"}),
    "contact_way_known": ("cases_contact", {"way": "'pigeon'"}),
    "contact_outcome_known": ("cases_contact", {"outcome": "'dream'"}),
    "follow_up_kind_known": ("cases_followup", {"kind": "'dream'"}),
    "follow_up_result_known": (
        "cases_followup",
        {"result": "'dream'", "closed_on": "due_on", "closed_by_id": "entered_by_id"},
    ),
    "follow_up_amount_range": ("cases_followup", {"amount": "-1"}),
    "follow_up_promise_amount": ("cases_followup", {"kind": "'promise'", "amount": "0"}),
    "follow_up_closed_whole": ("cases_followup", {"result": "'done'"}),
    "draw_chosen_by_ticket": ("cases_draw", {"number": "9", "ticket": "''"}),
    "session_ends_after_start": ("cases_session", {"starts": "'10:00'", "ends": "'09:59'"}),
    "session_mode_known": ("cases_session", {"mode": "'dream'"}),
    "message_trigger_known": ("cases_message", {"trigger": "'dream'", "uid": NEW_UID}),
    "message_channel_known": ("cases_message", {"channel": "'pigeon'", "uid": NEW_UID}),
    "message_status_known": ("cases_message", {"status": "'lost'", "next_at": "NULL", "uid": NEW_UID}),
    "message_sent_has_receipt": ("cases_message", {"status": "'sent'", "next_at": "NULL", "uid": NEW_UID}),
    "message_waiting_has_turn": ("cases_message", {"next_at": "NULL", "uid": NEW_UID}),
    "duty_found_of_looked": ("cases_dutyrun", {"found": "looked + 1"}),
    "withdrawal_reasoned": ("documents_withdrawal", {"proof": "''"}),
    "request_kind_known": ("cases_partyrequest", {"kind": "'dream'"}),
    "request_way_known": ("cases_partyrequest", {"way": "'owl'"}),
    "request_satisfaction_known": (
        "cases_partyrequest",
        {"satisfaction": "'great'", "rated_on": "due_on", **ANSWERED},
    ),
    "request_answered_whole": ("cases_partyrequest", {"answer": "'好'"}),
    "request_rated_after_answer": ("cases_partyrequest", {"satisfaction": "'good'", "rated_on": "due_on"}),
    "request_entered_by_someone": ("cases_partyrequest", {"entered_by_id": "NULL"}),
    "stall_decision_known": ("cases_stallreview", {"decision": "'wait'", "until": "NULL"}),
    "stall_reasoned": ("cases_stallreview", {"reason": "''"}),
    "stall_extended_until": ("cases_stallreview", {"until": "NULL"}),
    "agreement_amount_range": ("cases_agreement", {"waived_amount": "-0.01"}),
    "agreement_total_positive": ("cases_agreement", {"total": "0"}),
    "agreement_grace_short": ("cases_agreement", {"grace_days": "91"}),
    "agreement_imputation_known": ("cases_agreement", {"imputation": "'mood'"}),
    "instalment_amount_positive": ("cases_instalment", {"amount": "0"}),
    "signature_agent_named": ("cases_signature", {"signed_by": "'agent'"}),
    "basis_kind_known": ("cases_basisdocument", {"kind": "'rumour'"}),
    "basis_amount_range": ("cases_basisdocument", {"costs_on_debtor": "10000000000.00"}),
    "basis_one_period": ("cases_basisdocument", {"performance_due": "effective_on"}),
    "basis_made_before_effective": ("cases_basisdocument", {"made_on": "effective_on + 1"}),
    "item_amount_range": ("cases_basisitem", {"amount": "-0.01"}),
    "item_money_has_amount": ("cases_basisitem", {"amount": "NULL"}),
    "item_rate_complete": ("cases_basisitem", {"rate_type": "'yearly'"}),
    "case_state_known": ("cases_case", {"state": "'lost'"}),
    "case_result_known": ("cases_case", {"result_code": "'99'"}),
    "case_model_known": ("cases_case", {"legal_model": "'C'"}),
    "case_enterprise_known": ("cases_case", {"enterprise_related": "'perhaps'"}),
    "case_amount_range": ("cases_case", {"amount_applied": "-0.01"}),
    "case_entered_after_received": ("cases_case", {"entered_at": "received_at - interval '1 second'"}),
    "case_mediation_registered": ("cases_case", {"registered_on": "NULL"}),
    "case_closed_with_code": ("cases_case", {"result_code": "''"}),
    "case_fulfilled_dated": ("cases_case", {"state": "'fulfilled'"}),
    "case_enterprise_lane": ("cases_case", {"green_lane": "true"}),
    "handover_one_answer": (
        "cases_handover",
        {"acknowledged_on": "handed_on", "exec_case_no": "'（2023）鄂1023执1号'", "returned_on": "handed_on"},
    ),
    "handover_acknowledged_numbered": ("cases_handover", {"acknowledged_on": "handed_on"}),
    "handover_package_whole": ("cases_handover", {"package_size": "1"}),
    "handover_answer_file_dated": ("cases_handover", {"answer_sha256": "repeat('a', 64)"}),
    "party_role_known": ("cases_party", {"role": "'friend'"}),
    "party_kind_known": ("cases_party", {"kind": "'ghost'"}),
    "party_id_type_known": ("cases_party", {"id_type": "'library_card'"}),
    "party_minor_guarded": ("cases_party", {"vulnerable": "'minor'"}),
    "agent_special_for_powers": ("cases_agent", {"special": "false"}),
    "agent_period_forward": ("cases_agent", {"valid_from": "'2023-05-02'", "valid_until": "'2023-05-01'"}),
    "payment_sign": ("cases_payment", {"amount": "-100.00"}),
    "payment_confirmation_dated": ("cases_payment", {"confirmed_on": "NULL"}),
    "payment_way_known": ("cases_payment", {"way": "'barter'"}),
    "clue_value_range": ("cases_propertyclue", {"value": "-1"}),
    "clue_kind_known": ("cases_propertyclue", {"kind": "'rumour'"}),
    "preservation_amount_range": ("cases_preservation", {"amount": "-1"}),
    "preservation_forward": ("cases_preservation", {"until": "since"}),
}

# constraint → table, and how the second row differs where other keys would be in the way; a first copy where the
# existing row does not yet stand under the condition
KEYS: dict[str, tuple[str, Changes, Changes | None]] = {
    "message_once": ("cases_message", {"uid": NEW_UID}, None),
    "stall_put_off_once": ("cases_stallreview", {}, None),
    "audit_chain_seq_once": ("core_auditentry", {}, None),
    "setting_once_a_day": ("core_datedsetting", {}, None),
    "rate_once_a_day": ("core_referencerate", {}, None),
    "serial_once": ("core_serial", {}, None),
    "draft_once": ("core_draft", {}, None),
    "paper_draft_once": ("documents_paperdraft", {}, None),
    "ledger_row_once": ("cases_ledgerrow", {}, None),
    "paper_batch_item_seq_once": ("cases_paperbatchitem", {"subject": "'party:1'", "paper_id": "NULL"}, None),
    "paper_batch_item_once": ("cases_paperbatchitem", {"seq": "2", "paper_id": "NULL"}, None),
    "view_name_once": ("core_savedview", {}, None),
    "webhook_address_once": ("core_webhook", {}, None),
    "webhook_delivery_once": ("core_webhookdelivery", {}, None),
    "idempotency_once": ("core_idempotencyrecord", {}, None),
    "paper_version_once": ("documents_paper", {"verify_code": "'B'"}, None),
    "paper_number_once": (
        "documents_paper",
        {"verify_code": "'B'", "version": "9", "seq": "1", "number": "'第1号'"},
        {"verify_code": "'A'", "version": "8", "seq": "1", "number": "'第1号'"},
    ),
    "attachment_content_once": ("documents_attachment", {}, None),
    "mediator_roster_no_once": ("mediators_mediator", {"user_id": "(SELECT min(id) FROM core_user)"}, None),
    "service_period_no_overlap": ("mediators_serviceperiod", {"from_on": "from_on + 900"}, None),
    "absence_no_overlap": ("mediators_absence", {"from_on": "until_on", "until_on": "until_on + 9"}, None),
    "certificate_once": ("mediators_certificate", {}, None),
    "attempt_seq_once": ("cases_attempt", {}, None),
    "attempt_one_open": (
        "cases_attempt",
        {"seq": "9", "closed_on": "NULL", "result_code": "''"},
        {"seq": "8", "closed_on": "NULL", "result_code": "''"},
    ),
    "assignment_one_offered": (
        "cases_assignment",
        {"ended_at": "NULL", "taken_on": "NULL", "draw_id": "NULL"},
        {"ended_at": "NULL", "taken_on": "NULL", "draw_id": "NULL"},
    ),
    "assignment_one_in_hand": ("cases_assignment", {"draw_id": "NULL"}, None),
    "draw_number_once": ("cases_draw", {}, None),
    "appointment_mediator_free": (
        "cases_appointment",
        {"status": "'planned'", "room_id": "NULL"},
        {"status": "'planned'", "room_id": "NULL"},
    ),
    "appointment_room_free": (
        "cases_appointment",
        {"status": "'planned'", "mediator_id": "(SELECT max(id) FROM mediators_mediator)"},
        {"status": "'planned'"},
    ),
    "suspension_no_overlap": ("cases_suspension", {"from_on": "to_on"}, None),
    "session_number_once": ("cases_session", {}, None),
    "agreement_version_once": ("cases_agreement", {}, None),
    "instalment_seq_once": ("cases_instalment", {}, None),
    "signature_once": ("cases_signature", {}, None),
    "item_seq_once": ("cases_basisitem", {}, None),
    "case_number_once": ("cases_case", {"case_no": "'B'", "duplicate_key": "'B'"}, None),
    "case_one_open_per_basis_and_debtor": (
        "cases_case",
        {"case_no": "'B'", "number_seq": "902", "state": "'failed'"},
        {"case_no": "'A'", "number_seq": "901", "state": "'defaulted'"},
    ),
    "month_report_version_once": ("cases_monthreport", {"paper_id": OTHER_PAPER}, None),
    "handover_seq_once": ("cases_handover", {}, None),
    "party_seq_once": ("cases_party", {}, None),
    "default_one_in_force": ("cases_defaultdeclaration", {}, None),
}

# trigger → statements that it refuses
STATEMENTS: dict[str, tuple[str, ...]] = {
    "audit_append_only": (
        "UPDATE core_auditentry SET reason = 'x' WHERE seq = 1",
        "DELETE FROM core_auditentry WHERE seq = 1",
    ),
    "audit_no_truncate": ("TRUNCATE core_auditentry CASCADE",),
    "apicall_append_only": ("UPDATE core_apicall SET reveals = false", "DELETE FROM core_apicall"),
    "seal_append_only": ("UPDATE core_auditseal SET digest = ''", "DELETE FROM core_auditseal"),
    "address_append_only": (
        "UPDATE cases_addressconfirmation SET receiver = 'x'",
        "DELETE FROM cases_addressconfirmation",
    ),
    "service_append_only": ("UPDATE cases_service SET signer = 'x'", "DELETE FROM cases_service"),
    "stallreview_append_only": ("UPDATE cases_stallreview SET reason = 'x'", "DELETE FROM cases_stallreview"),
    "guidance_append_only": ("UPDATE cases_guidance SET text = 'x'", "DELETE FROM cases_guidance"),
    "contact_append_only": ("UPDATE cases_contact SET note = 'x'", "DELETE FROM cases_contact"),
    "draw_append_only": ("UPDATE cases_draw SET ticket = '2'", "DELETE FROM cases_draw"),
    "follow_up_keep": ("UPDATE cases_followup SET text = 'x'", "DELETE FROM cases_followup"),
    "session_append_only": ("UPDATE cases_session SET positions = 'x'", "DELETE FROM cases_session"),
    "session_note_append_only": ("UPDATE cases_sessionnote SET text = ''", "DELETE FROM cases_sessionnote"),
    "agreement_append_only": ("UPDATE cases_agreement SET total = total + 1", "DELETE FROM cases_agreement"),
    "instalment_append_only": ("UPDATE cases_instalment SET due_on = due_on + 1", "DELETE FROM cases_instalment"),
    "monthreport_append_only": ("UPDATE cases_monthreport SET reason = 'x'", "DELETE FROM cases_monthreport"),
    "withdrawal_append_only": ("UPDATE documents_withdrawal SET reason = 'x'", "DELETE FROM documents_withdrawal"),
    "outsidefigure_append_only": ("UPDATE cases_outsidefigure SET number = 1", "DELETE FROM cases_outsidefigure"),
    "indicatortarget_append_only": ("UPDATE cases_indicatortarget SET amount = 1", "DELETE FROM cases_indicatortarget"),
    "meeting_task_keep": ("UPDATE cases_meetingtask SET text = 'x'", "DELETE FROM cases_meetingtask"),
    "payment_keep": (
        "UPDATE cases_payment SET amount = amount + 1 WHERE confirmation = 'pending'",
        "UPDATE cases_payment SET paid_on = paid_on - 1 WHERE confirmation = 'pending'",
        "UPDATE cases_payment SET confirmation = 'pending', confirmed_on = NULL WHERE confirmation = 'written'",
        "UPDATE cases_payment SET reverses_id = 1 - id WHERE confirmation = 'pending'",
        "DELETE FROM cases_payment",
    ),
    "handover_keep": (
        "UPDATE cases_handover SET xml_sha256 = repeat('b', 64)",
        "UPDATE cases_handover SET outstanding = outstanding + 1",
        "DELETE FROM cases_handover",
    ),
    "suspension_keep": (
        "UPDATE cases_suspension SET reason = 'x'",
        "UPDATE cases_suspension SET to_on = to_on + 1",
        "UPDATE cases_suspension SET ended_at = NULL, ended_by_id = NULL",
        "DELETE FROM cases_suspension",
    ),
    "attachment_keep": ("UPDATE documents_attachment SET title = 'x'", "DELETE FROM documents_attachment"),
    "case_for_who_is_there": (
        (
            "UPDATE cases_attempt SET closed_on = coalesce(closed_on, taken_on);"
            "UPDATE mediators_serviceperiod SET until_on = from_on + 9999;"
            "UPDATE cases_attempt SET closed_on = NULL, result_code = '', mediator_id = ("
            "SELECT max(id) FROM mediators_mediator)"
        ),
    ),
    "leaver_has_no_cases": (
        (
            "UPDATE cases_attempt SET closed_on = NULL, result_code = '';"
            "UPDATE mediators_serviceperiod SET until_on = from_on + 9999"
        ),
    ),
    "paper_keep": ("UPDATE documents_paper SET context = ''", "DELETE FROM documents_paper"),
}
# trigger → rows that it refuses
ROWS: dict[str, tuple[tuple[str, Changes], ...]] = {
    "reversal_mirrors": (
        ("cases_payment", {"reverses_id": "id", "amount": "-99.99"}),
        ("cases_payment", {"reverses_id": "id", "amount": "-amount", "case_id": "case_id + 1"}),
    ),
    "attempt_has_deadline": (("cases_attempt", {"seq": "9", "deadline": "NULL"}),),
    "suspension_has_no_deadline": (
        ("cases_suspension", {"from_on": "to_on + 9", "to_on": "NULL", "ended_at": "NULL", "ended_by_id": "NULL"}),
    ),
    "agreement_adds_up": (("cases_agreement", {"version": "9"}),),
    "instalments_add_up": (("cases_instalment", {"seq": "9", "amount": "0.01"}),),
}


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def everything(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        try:
            with undone():
                one_of_everything()
                yield
        finally:
            connection.close()


@pytest.mark.parametrize("name", CHECKS)
def test_check(name: str, everything: None) -> None:
    table, changes = CHECKS[name]
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        copy_row(table, changes)
    assert refused.value.__cause__.diag.constraint_name == name


@pytest.mark.parametrize("name", KEYS)
def test_key(name: str, everything: None) -> None:
    table, changes, first = KEYS[name]
    with undone():
        if first is not None:
            copy_row(table, first)
        with pytest.raises(IntegrityError) as refused:
            copy_row(table, changes)
    assert refused.value.__cause__.diag.constraint_name == name


@pytest.mark.parametrize("statement", [each for several in STATEMENTS.values() for each in several])
def test_what_was_written_stays(statement: str, everything: None) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        run(statement)
    assert refused.value.__cause__.pgcode == "23001"


@pytest.mark.parametrize(("name", "table", "changes"), [(name, *row) for name, rows in ROWS.items() for row in rows])
def test_rows_agree_with_each_other(name: str, table: str, changes: Changes, everything: None) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        copy_row(table, changes, check_now=True)
    assert refused.value.__cause__.diag.constraint_name in {
        name,
        "instalments_add_up",
        "payment_mirrors",
        "attempt_has_deadline",
    }


def test_a_payment_is_confirmed_once(everything: None) -> None:
    """The one change that a payment knows is let through, and only once."""
    confirm = "UPDATE cases_payment SET confirmation = 'written', confirmed_on = '2023-06-22' WHERE amount = 200"
    with undone():
        run(confirm)
        with pytest.raises(IntegrityError, match="收款只能红冲"):
            run(confirm)


def test_a_suspension_is_ended_once(everything: None) -> None:
    """The one change that a suspension knows is let through, once, and never to a later day."""
    ended = (
        "UPDATE cases_suspension SET to_on = {}, ended_at = now(), ended_by_id = entered_by_id WHERE ended_at IS NULL"
    )
    with undone():
        copy_row(
            "cases_suspension",
            {"from_on": "to_on + 2", "to_on": "to_on + 9", "ended_at": "NULL", "ended_by_id": "NULL"},
        )
        with pytest.raises(IntegrityError, match="中止只能恢复一次"), transaction.atomic():
            run(ended.format("to_on + 1"))
        run(ended.format("to_on - 1"))
        with pytest.raises(IntegrityError, match="中止只能恢复一次"):
            run(ended.replace(" WHERE ended_at IS NULL", "").format("to_on"))


def test_nothing_is_left_out(everything: None) -> None:
    assert {*CHECKS, *KEYS} == set(CONSTRAINTS)
    assert {*STATEMENTS, *ROWS} == triggers()
