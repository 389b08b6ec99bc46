"""One made-up context for each form, of fictitious people: for tests, and for looking at the papers by eye."""

from documents.contexts.parts import CasePaper
from documents.samples.agreement import AGREEMENT
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
from documents.samples.handover import HANDOVER
from documents.samples.mediation import SESSION, URGING, notice
from documents.samples.performance import CERTIFICATE, CLOSING, RECEIPT

SAMPLES: dict[str, tuple[CasePaper, ...]] = {
    "D03": (notice("applicant"), notice("respondent")),
    "D07": (COMMISSION, INVITED_HELP, ENTRUSTED),
    "D08": (URGING,),
    "D10": (SUMMONED, SUMMONED_CREDITOR),
    "D11": (SESSION,),
    "D12": (CALLED, VISITED),
    "D13": (EXTENSION, EXTENDED),
    "D14": (AGREEMENT,),
    "D15": (RECEIPT,),
    "D16": (CLOSING,),
    "D19": (ENDED, TOLD_CREDITOR, TOLD_DEBTOR, TOLD_FILED),
    "D20": (HANDOVER,),
    "D24": (CERTIFICATE,),
    "D30": (CALCULATION,),
    "D31": (LONGER, REPLACED, RECUSED),
}
