from django.apps import AppConfig
from django.core.checks import register

from documents.checks import papers_can_be_printed


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = "文书"

    def ready(self) -> None:
        register(papers_can_be_printed)
