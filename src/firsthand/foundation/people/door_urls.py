"""The sign-in library's own pages that this house opens: the door of the desk.

Accounts have no e-mail address and no telephone number, so everything of the library that asks for one, or sends something to one,
is closed: it answers as if it were not there. The names stay, because the library looks some of them up.
"""

from allauth.account import views as library
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path


def closed(_request: HttpRequest) -> HttpResponse:
    """Nothing is here."""
    raise Http404


urlpatterns = [
    path("login/", library.login, name="account_login"),
    path("logout/", library.logout, name="account_logout"),
    path("inactive/", library.account_inactive, name="account_inactive"),
    path("reauthenticate/", library.reauthenticate, name="account_reauthenticate"),
    path("password/change/", library.password_change, name="account_change_password"),
    path("2fa/", include("allauth.mfa.urls")),
    path("signup/", closed, name="account_signup"),
    path("email/", closed, name="account_email"),
    path("password/set/", closed, name="account_set_password"),
    path("password/reset/", closed, name="account_reset_password"),
    path("confirm-email/", closed, name="account_email_verification_sent"),
]
