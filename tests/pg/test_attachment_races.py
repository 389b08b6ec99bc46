"""The same scan twice at once, and a scan voided twice at once: one row, one file, one entry."""

from typing import Any

from cases.actions import attachments
from cases.actions.acting import Actor
from cases.states import State
from documents.models import Attachment
from jianli_mediation.core.models import AuditEntry
from tests.build import Walk, moment
from tests.cast import Cast
from tests.pg.test_races import at_once
from tests.scan_files import looked_at

NOW = moment("2023-06-01 10:00")


def test_two_clerks_keep_the_same_file(race_cast: Cast) -> None:
    walk = Walk(race_cast).to(State.PERFORMING)
    given = attachments.ScanInput(scan=looked_at(), kind="payment", title="回单")

    def keep() -> Any:
        return attachments.attach(by=Actor(race_cast.shu), now=NOW, case_id=walk.case_id, given=given)

    assert at_once(keep, keep, keep) == ["attachment_twice", "attachment_twice", "done"]
    assert Attachment.objects.count() == 1
    assert AuditEntry.objects.filter(verb="attach").count() == 1


def test_two_clerks_void_one(race_cast: Cast) -> None:
    walk = Walk(race_cast).to(State.PERFORMING)
    given = attachments.ScanInput(scan=looked_at(), kind="payment", title="回单")
    row = walk.do(attachments.attach, "shu", "2023-06-01", given=given)

    def void() -> Any:
        return attachments.void_attachment(
            by=Actor(race_cast.shu), now=NOW, case_id=walk.case_id, attachment_id=row.pk, reason="重复"
        )

    assert at_once(void, void) == ["attachment_is_void", "done"]
    assert AuditEntry.objects.filter(verb="void_attachment").count() == 1
