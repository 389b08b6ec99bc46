"""撤销履行证明: a certificate that proved false is taken back, and with it the letters that rest on it."""

from datetime import datetime

from cases import guards
from cases.guards.papers import CREDIT_LETTER
from cases.verbs import Verb
from documents import archive
from documents.models import Paper
from jianli_mediation.kernel.refusal import refuse_if

from .acting import Actor, InvalidInput, When, acting, leave_trace

LONGEST = 200
LETTER_TOO = "所依据的自动履行证明书已撤销"


def withdraw_certificate(
    *, by: Actor, now: datetime, case_id: int, paper_id: int, reason: str, proof: str, at: When = None
) -> Paper:
    """Withdraw D24: why it is false, and what proves that. that debtor's D25 go with it.

    The number is not used again; what is issued afterwards has one of its own. ``/verify/`` tells it at once.
    """
    with acting(Verb.WITHDRAW_CERTIFICATE, by=by, now=now, case_id=case_id, at=at) as act:
        why, by_what = reason.strip(), proof.strip()
        errors = {
            name: [f"请填写，不超过 {LONGEST} 字"]
            for name, text in (("reason", why), ("proof", by_what))
            if not 0 < len(text) <= LONGEST
        }
        if errors:
            raise InvalidInput(errors)
        refuse_if(guards.to_withdraw_certificate(act.case, act.day, paper_id=paper_id))
        on = act.day.today
        paper = archive.withdraw(paper_id, reason=why, proof=by_what, by=act.by, on=on, now=now)
        letters = _resting_on(paper, guards.certificates_in_force(act.case))
        for letter in letters:
            archive.withdraw(letter.pk, reason=LETTER_TOO, proof=by_what, by=act.by, on=on, now=now)
            facts = {
                "paper": letter.pk,
                "form": letter.form,
                "version": letter.version,
                "sha256": letter.context_sha256,
            }
            leave_trace(act.case, Verb.WITHDRAW_CERTIFICATE, by=by, now=now, facts=facts, reason=LETTER_TOO)
        act.reason = why
        act.facts = {
            "paper": paper.pk,
            "form": paper.form,
            "version": paper.version,
            "sha256": paper.context_sha256,
            "number": paper.number,
            "proof": by_what,
            "letters": [row.pk for row in letters],
        }
    return paper


def _resting_on(certificate: Paper, left: list[Paper]) -> list[Paper]:
    """The letters on credit of the same debtor (``bank:5:1`` of ``party:5``); none while another certificate of his holds."""
    debtor = certificate.subject.rpartition(":")[2]
    if any(row.form == certificate.form and row.subject == certificate.subject for row in left):
        return []
    return [row for row in left if row.form == CREDIT_LETTER and row.subject.split(":")[1:2] == [debtor]]
