"""One made-up context for each form, of fictitious people: for tests, and for looking at the papers by eye."""

from documents.contexts.parts import CasePaper
from documents.samples import declarations, intake
from documents.samples.agreement import AGREEMENT, WITH_CLAUSES
from documents.samples.calculation import CALCULATION
from documents.samples.course import (
    CALLED,
    COMMISSION,
    ENDED,
    ENTRUSTED,
    EXTENDED,
    EXTENSION,
    INVITED_HELP,
    LONGER,
    RECUSED,
    REPLACED,
    SUMMONED,
    SUMMONED_CREDITOR,
    TOLD_CREDITOR,
    TOLD_DEBTOR,
    TOLD_FILED,
    VISITED,
)
from documents.samples.delivery import LEFT_THERE, NOT_THERE, SENT, TAKEN_ALONG
from documents.samples.enforcement import (
    APPLICATION,
    FIRST_APPLICATION,
    LONG_TERM,
    PERFORMED,
    REFUSAL,
    RESUMED,
    RESUMPTION,
    SUSPENSION,
    WITHDRAWAL,
)
from documents.samples.file import VOLUME
from documents.samples.handover import HANDOVER
from documents.samples.mediation import SESSION, URGING, notice
from documents.samples.performance import (
    BANK_LETTER,
    CERTIFICATE,
    CLOSING,
    CREDIT_LETTER,
    RECEIPT,
    REMINDER,
    REMINDER_AFTER_FILING,
)
from documents.samples.reporting import REPORT

SAMPLES: dict[str, tuple[CasePaper, ...]] = {
    "D01": (intake.APPLICATION, intake.SALE_APPLICATION),
    "D02": (intake.RECEIPT_SLIP, intake.RECEIPT_SLIP_SHORT),
    "D03": (notice("applicant"), notice("respondent")),
    "D04": (declarations.CONSENT, declarations.CONSENT_FILED),
    "D05": (declarations.ADDRESS, declarations.ADDRESS_FILED),
    "D06": (intake.REGISTRATION, intake.REGISTRATION_FILED),
    "D07": (COMMISSION, INVITED_HELP, ENTRUSTED),
    "D08": (URGING,),
    "D09": (declarations.PROPERTY, declarations.PROPERTY_FILED),
    "D10": (SUMMONED, SUMMONED_CREDITOR),
    "D11": (SESSION,),
    "D12": (CALLED, VISITED),
    "D13": (EXTENSION, EXTENDED),
    "D14": (AGREEMENT, WITH_CLAUSES),
    "D15": (RECEIPT,),
    "D16": (CLOSING,),
    "D17": (SUSPENSION, LONG_TERM, WITHDRAWAL),
    "D18": (PERFORMED,),
    "D19": (ENDED, TOLD_CREDITOR, TOLD_DEBTOR, TOLD_FILED),
    "D20": (HANDOVER,),
    "D21": (REMINDER, REMINDER_AFTER_FILING),
    "D22": (APPLICATION, FIRST_APPLICATION),
    "D23": (RESUMED, RESUMPTION, REFUSAL),
    "D24": (CERTIFICATE,),
    "D25": (CREDIT_LETTER, BANK_LETTER),
    "D29": (intake.GREEN_LANE, intake.GREEN_LANE_BLANK),
    "D26": (TAKEN_ALONG, LEFT_THERE, SENT, NOT_THERE),
    "D27": (VOLUME,),
    "D28": (REPORT,),
    "D30": (CALCULATION,),
    "D31": (LONGER, REPLACED, RECUSED),
    "D32": (declarations.LETTER, declarations.BLANK_LETTER, declarations.STATEMENT, declarations.MANAGER),
}
