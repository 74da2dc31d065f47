"""The sign-in library's own pages that this house opens: the door of the desk.

Accounts have no e-mail address and no telephone number, nobody signs up, and who lost a passphrase asks a coordinator. So the library's
pages for all that have no address here, and its other pages leave out the links to them.
"""

from allauth.account import views as library
from django.urls import include, path

urlpatterns = [
    path("login/", library.login, name="account_login"),
    path("logout/", library.logout, name="account_logout"),
    path("inactive/", library.account_inactive, name="account_inactive"),
    path("reauthenticate/", library.reauthenticate, name="account_reauthenticate"),
    path("password/change/", library.password_change, name="account_change_password"),
    path("2fa/", include("allauth.mfa.urls")),
]
