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
