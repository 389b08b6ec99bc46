"""Who works with the system. What a role may do to a case stands in ``cases/verbs.py``, nowhere else."""

from django.db import models


class Role(models.TextChoices):
    """The roles of the court's plan, one per account."""

    WINDOW = "window", "窗口人员"
    FILING = "filing", "立案人员"
    MEDIATOR = "mediator", "和解员"
    OUTSIDE_MEDIATOR = "outside_mediator", "特邀和解员"
    CLERK = "clerk", "书记员"
    JUDGE = "judge", "指导法官"
    HEAD = "head", "中心负责人"
    DIRECTOR = "director", "执行局长"
    BUSINESS_OFFICE = "business_office", "营商办"
    FINANCE = "finance", "财务"
    LEADERSHIP = "leadership", "领导小组"
    COMMAND_CENTRE = "command_centre", "执行指挥中心"
    SYSADMIN = "sysadmin", "系统管理员"
    SECADMIN = "secadmin", "安全管理员"
    AUDITOR = "auditor", "审计管理员"


MEDIATORS = frozenset({Role.MEDIATOR, Role.OUTSIDE_MEDIATOR})
# These read every case; mediators read their own, the business office reads enterprise cases (see cases.models.case).
READ_EVERY_CASE = frozenset(
    {
        Role.WINDOW,
        Role.FILING,
        Role.CLERK,
        Role.JUDGE,
        Role.HEAD,
        Role.DIRECTOR,
        Role.FINANCE,
        Role.LEADERSHIP,
        Role.COMMAND_CENTRE,
    }
)
ADMINISTRATORS = frozenset({Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR})
