from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from jianli_mediation.core.roles import ADMINISTRATORS, MEDIATORS, Role


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """A person of the court, or an invited mediator. Accounts are switched off, never deleted."""

    username = models.CharField("账号", max_length=40, unique=True)
    staff_no = models.CharField("工号", max_length=20, unique=True)
    name = models.CharField("姓名", max_length=40)
    role = models.CharField("岗位", max_length=20, choices=Role.choices)
    desk_phone = models.CharField("办公电话", max_length=20, blank=True)
    is_active = models.BooleanField("在用", default=True)
    is_demo = models.BooleanField("演示账号", default=False)
    single_keys = models.BooleanField("单键快捷键", default=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["staff_no", "name", "role"]
    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="user_role_known", condition=models.Q(role__in=Role.values), violation_error_message="没有这个岗位"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_mediator(self) -> bool:
        return self.role in MEDIATORS

    @property
    def is_administrator(self) -> bool:
        return self.role in ADMINISTRATORS
