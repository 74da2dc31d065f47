"""The pages about organisations, people and one's own sessions. The sign-in library's pages are in `door_urls`."""

from django.urls import path

from firsthand.foundation.people.views import account, organisations, persons

app_name = "people"
urlpatterns = [
    path("account/", account.show_account, name="show-account"),
    path("account/sessions/", account.show_sessions, name="show-sessions"),
    path("account/sessions/end-others/", account.end_others, name="end-other-sessions"),
    path("account/sessions/<str:code>/end/", account.end_one, name="end-session"),
    path("people/", organisations.list_organisations, name="list-organisations"),
    path("people/regions/new/", organisations.add_region, name="add-region"),
    path("people/organisations/new/", organisations.add_organisation, name="add-organisation"),
    path("people/<str:ref>/", organisations.show_organisation, name="show-organisation"),
    path("people/<str:ref>/invite/", persons.invite, name="invite-person"),
    path("people/<str:ref>/<str:person>/", persons.show_person, name="show-person"),
    path("people/<str:ref>/<str:person>/roles/give/", persons.give, name="give-role"),
    path("people/<str:ref>/<str:person>/roles/end/", persons.end, name="end-role"),
    path("people/<str:ref>/<str:person>/renew/", persons.renew, name="renew-person"),
    path("people/<str:ref>/<str:person>/deactivate/", persons.deactivate, name="deactivate-person"),
]
