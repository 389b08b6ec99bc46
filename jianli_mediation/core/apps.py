from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "jianli_mediation.core"
    label = "core"
    verbose_name = "基础"
