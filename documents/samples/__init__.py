"""One made-up context for each form, of fictitious people: for tests, and for looking at the papers by eye."""

from documents.contexts.parts import CasePaper
from documents.samples.agreement import AGREEMENT
from documents.samples.calculation import CALCULATION
from documents.samples.handover import HANDOVER
from documents.samples.mediation import SESSION, URGING, notice
from documents.samples.performance import CERTIFICATE, CLOSING, RECEIPT

SAMPLES: dict[str, tuple[CasePaper, ...]] = {
    "D03": (notice("applicant"), notice("respondent")),
    "D08": (URGING,),
    "D11": (SESSION,),
    "D14": (AGREEMENT,),
    "D15": (RECEIPT,),
    "D16": (CLOSING,),
    "D20": (HANDOVER,),
    "D24": (CERTIFICATE,),
    "D30": (CALCULATION,),
}
