from django.urls import include, path

from jianli_mediation.core import health, scrape

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", scrape.scrape, name="metrics"),
    path("api/v1/", include("cases.api.urls")),
    path("", include("jianli_mediation.core.page_urls")),
    path("", include("documents.urls")),
    path("roster/", include("mediators.urls")),
    path("", include("cases.urls")),
]

handler403 = "jianli_mediation.core.views.forbidden"
handler404 = "jianli_mediation.core.views.not_found"
handler500 = "cases.api.errors.server_error"
