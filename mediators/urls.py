"""Addresses of the acts on the roster, and of organisations and rooms. The list and the person stand in ``cases``."""

from django.urls import path

from .views import bodies, people

app_name = "mediators"

urlpatterns = [
    path("join/", people.join, name="join"),
    path("<int:pk>/amend/", people.amend, name="amend"),
    path("<int:pk>/rejoin/", people.rejoin, name="rejoin"),
    path("<int:pk>/suspend/", people.suspend, name="suspend"),
    path("<int:pk>/absences/new/", people.enter_absence, name="enter_absence"),
    path("<int:pk>/certificates/new/", people.add_certificate, name="add_certificate"),
    path("<int:pk>/training/new/", people.add_training, name="add_training"),
    path("<int:pk>/ties/new/", people.declare_tie, name="declare_tie"),
    path("absences/<int:pk>/lift/", people.lift, name="lift"),
    path("absences/<int:pk>/end/", people.move_absence, name="move_absence"),
    path("absences/<int:pk>/take-back/", people.take_back, name="take_back"),
    path("certificates/<int:pk>/remove/", people.remove_certificate, name="remove_certificate"),
    path("ties/<int:pk>/end/", people.end_tie, name="end_tie"),
    path("organisations/", bodies.organisations, name="organisations"),
    path("organisations/new/", bodies.new_organisation, name="new_organisation"),
    path("organisations/<int:pk>/", bodies.organisation, name="organisation"),
    path("organisations/<int:pk>/amend/", bodies.amend_organisation, name="amend_organisation"),
    path("rooms/", bodies.rooms, name="rooms"),
    path("rooms/new/", bodies.new_room, name="new_room"),
    path("rooms/<int:pk>/", bodies.amend_room, name="amend_room"),
]
