from django.apps import AppConfig
from django.core.checks import register

from jianli_mediation.core.checks import production_has_its_own_database


class CoreConfig(AppConfig):
    name = "jianli_mediation.core"
    label = "core"
    verbose_name = "基础"

    def ready(self) -> None:
        register(production_has_its_own_database)
