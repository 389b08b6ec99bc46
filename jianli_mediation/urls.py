from django.urls import include, path

from jianli_mediation.core import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("jianli_mediation.core.page_urls")),
]

handler403 = "jianli_mediation.core.views.forbidden"
handler404 = "jianli_mediation.core.views.not_found"
