"""The form of 统计月报. It belongs to no case."""

from documents.registry.form import BULLETIN, Form

FORMS = (
    Form(
        "D28", "执前和解工作月报", "中心", "领导小组", (), family="G", number_series=BULLETIN, elsewhere="由统计月报出"
    ),
)
