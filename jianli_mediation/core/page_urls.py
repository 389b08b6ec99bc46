from django.urls import path

from jianli_mediation.core import views

app_name = "core"

urlpatterns = [
    path("login/", views.login, name="login"),
    path("logout/", views.logout, name="logout"),
    path("me/", views.profile, name="profile"),
    path("me/password/", views.password, name="password"),
    path("session/", views.session, name="session"),
    path("printed/", views.printed, name="printed"),
    path("drafts/<slug:kind>/<slug:key>/", views.draft, name="draft"),
    path("drafts/<slug:kind>/<slug:key>/discard/", views.discard_draft, name="discard_draft"),
    path("help/", views.help_index, name="help"),
    path("help/handbook/", views.handbook, name="handbook"),
    path("help/components/", views.components, name="components"),
]
