from .agreement import Agreement, Guarantee, Instalment, Signature
from .attempt import Assignment, Attempt, Session, SessionNote
from .basis import BasisDocument, BasisItem
from .batch import PaperBatch, PaperBatchItem
from .case import Case
from .casefile import case_to_read, locked, refresh_course, whole_case, whole_file
from .delivery import AddressConfirmation, Service
from .draw import Draw
from .duty import DutyRun
from .group import CaseGroup
from .handover import Handover
from .ledger_import import ImportStage, LedgerImport, LedgerRow
from .meeting import MeetingTask, TaskResult
from .message import Message
from .month import MonthReport
from .outside import IndicatorTarget, OutsideFigure, OutsideKind
from .party import Agent, Party
from .party_request import PartyRequest
from .performance import DefaultDeclaration, Payment
from .property import Preservation, PropertyClue
from .suspension import Suspension
from .talks import Appointment, Contact, FollowUp, Guidance, StallReview
from .todo import Todo

__all__ = [
    "Appointment",
    "CaseGroup",
    "Contact",
    "Draw",
    "DutyRun",
    "FollowUp",
    "Guidance",
    "StallReview",
    "AddressConfirmation",
    "Agent",
    "Agreement",
    "Assignment",
    "Attempt",
    "BasisDocument",
    "BasisItem",
    "Case",
    "DefaultDeclaration",
    "Guarantee",
    "Handover",
    "ImportStage",
    "IndicatorTarget",
    "Instalment",
    "LedgerImport",
    "LedgerRow",
    "MeetingTask",
    "Message",
    "MonthReport",
    "OutsideFigure",
    "OutsideKind",
    "PartyRequest",
    "PaperBatch",
    "PaperBatchItem",
    "Party",
    "Payment",
    "Preservation",
    "PropertyClue",
    "Service",
    "Session",
    "SessionNote",
    "Signature",
    "Suspension",
    "TaskResult",
    "Todo",
    "refresh_course",
    "case_to_read",
    "locked",
    "whole_case",
    "whole_file",
]
