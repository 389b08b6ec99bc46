"""The kinds of mediators the court's plan names, and of the bodies that send them."""

from django.db.models import TextChoices


class MediatorKind(TextChoices):
    COURT = "court", "本院和解员"
    PEOPLE = "people", "人民调解员"
    COMMERCIAL = "commercial", "商事调解员"
    INDUSTRY = "industry", "行业调解员"
    NOTARY = "notary", "公证员"
    LAWYER = "lawyer", "律师"
    RETIRED_JUDGE = "retired_judge", "退休法官"
    OTHER = "other", "其他"


# What a body is called that sends such people; other kinds by their own name.
BODIES = {
    MediatorKind.PEOPLE: "人民调解组织",
    MediatorKind.COMMERCIAL: "商事调解组织",
    MediatorKind.INDUSTRY: "行业调解组织",
    MediatorKind.NOTARY: "公证处",
    MediatorKind.LAWYER: "律师事务所、律师调解组织",
    MediatorKind.RETIRED_JUDGE: "退休法官组织",
    MediatorKind.OTHER: "其他组织",
}


class AbsenceKind(TextChoices):
    """Why no work is given to a mediator on some days. Only ``SUSPENDED`` may be without an end."""

    LEAVE = "leave", "请假"
    SICK = "sick", "病假"
    TRAINING = "training", "培训"
    BUSINESS = "business", "公务"
    SUSPENDED = "suspended", "暂停派案"
    OTHER = "other", "其他"


class TieKind(TextChoices):
    """Relations that may call for recusal (民事诉讼法第四十七条; 在线调解规则第十三条)."""

    RELATIVE = "relative", "近亲属"
    CLOSE = "close", "其他密切关系"
    EMPLOYER = "employer", "现任职单位"
    FORMER_EMPLOYER = "former_employer", "曾任职单位"
    CLIENT = "client", "曾代理或辩护"
    COUNSEL = "counsel", "担任法律顾问"
    OTHER = "other", "其他利害关系"
