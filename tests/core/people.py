"""Accounts for the tests of the shell. Cases and their people live in tests/cast.py."""

from jianli_mediation.core.models import User
from jianli_mediation.core.roles import Role

PASSWORD = "kong-zhi-tai-42"


def account(username: str, name: str, role: Role = Role.CLERK, **fields: object) -> User:
    return User.objects.create_user(username, PASSWORD, staff_no=f"T-{username}", name=name, role=role, **fields)
