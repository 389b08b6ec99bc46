"""The form of 和解协议."""

from documents.contexts.agreement import AgreementPaper
from documents.registry.form import MEDIATION, PERFORMING, Form

FORMS = (
    Form(
        "D14",
        "执前和解协议书",
        "各方当事人、和解员",
        "各方当事人、本院",
        (MEDIATION, PERFORMING),
        context=AgreementPaper,
        template="documents/paper/d14.html",
        copies=3,
        filed_title="执行和解协议书",
    ),
)
