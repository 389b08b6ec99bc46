"""The form of 统计月报. It belongs to no case."""

from documents.contexts.reporting import MonthlyReport
from documents.registry.form import BULLETIN, Form

FORMS = (
    Form(
        "D28",
        "执前和解工作月报",
        "中心",
        "领导小组",
        (),
        family="G",
        context=MonthlyReport,
        template="documents/paper/d28.html",
        number_series=BULLETIN,
        elsewhere="由统计月报出",
    ),
)
