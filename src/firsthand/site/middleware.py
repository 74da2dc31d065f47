"""What every request passes: headers that protect the reader, the door of the desk, and refusals turned into pages."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlencode

from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from firsthand.core.refusal import Fault, NotFound, NotNow, NotPermitted, NotReleasable, NotValid, Refusal
from firsthand.foundation.people.actions import touch_session
from firsthand.foundation.people.queries import hash_of_key, standing_of
from firsthand.foundation.people.sign_ins import code_of
from firsthand.foundation.people.stepup import lead_to_step_up, page_to_come_back_to

Next = Callable[[HttpRequest], HttpResponse]

_status: dict[type[Refusal], int] = {NotPermitted: 404, NotFound: 404, NotNow: 409, NotReleasable: 409, NotValid: 422}

# Open to anyone: signing in, and out.
_OUTSIDE = frozenset({"account_login", "account_logout", "account_inactive", "mfa_authenticate", "mfa_login_webauthn"})
# Open to who signed in with a passphrase that someone else has seen: choosing another.
_WITH_FIRST_PASSPHRASE = frozenset({"account_change_password"})
# Open to who has no second factor yet: setting one up, with all that the library asks on the way.
_WITHOUT_SECOND_FACTOR = _WITH_FIRST_PASSPHRASE | {"account_reauthenticate", "mfa_index", "mfa_activate_totp", "mfa_add_webauthn"}


class PrivacyHeaders:
    """Nothing of the desk or of intake is kept by a browser or a proxy; no page may use the device's sensors."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), browsing-topics=()")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.path_info.startswith(("/desk/", "/give/")):
            response.headers["Cache-Control"] = "no-store"
        else:
            # The language is chosen by a cookie; a cache that did not know would hand one reader's language to the next.
            patch_vary_headers(response, ["Cookie"])
        if settings.ONION_ADDRESS and _has_an_onion_twin(request, response):
            response.headers["Onion-Location"] = settings.ONION_ADDRESS + request.get_full_path()
        return response


class DeskDoor:
    """The desk opens to a person who signed in, chose their own passphrase and has a second factor, in a session that nobody ended.

    Everything under /desk/ is closed unless it is named above. It asks after the address was found, so that the rule is one of pages.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: object, _args: object, _kwargs: object) -> HttpResponse | None:
        """None lets the request through."""
        page = request.resolver_match.view_name if request.resolver_match else ""
        if not request.path_info.startswith("/desk/") or page in _OUTSIDE:
            return None
        person = request.user
        if not person.is_authenticated:
            return _to_sign_in(request)
        standing = standing_of(person, code_of(request))
        if standing is None:
            logout(request)
            return _to_sign_in(request)
        if person.must_change_password:
            return None if page in _WITH_FIRST_PASSPHRASE else redirect("account_change_password")
        if not standing.has_second_factor:
            return None if page in _WITHOUT_SECOND_FACTOR else redirect("mfa_index")
        now = timezone.now()
        key = str(request.session.session_key)
        if standing.seen_on != now.date() or standing.key_hash != hash_of_key(key):
            touch_session(code=code_of(request), session_key=key, now=now)
        return None


class Refusals:
    """One place that turns a refusal into a page. A missing thing and a forbidden one look alike."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for a refusal or a fault; None lets a bug be a bug."""
        if isinstance(exception, ReauthenticationRequired):
            # Before the library's own answer, which would write the whole form into the session.
            return lead_to_step_up(request)
        if isinstance(exception, Refusal):
            status = next(status for kind, status in _status.items() if isinstance(exception, kind))
            return render(request, "refused.html", {"refusal": exception, "status": status}, status=status)
        if isinstance(exception, Fault):
            return render(request, "broken.html", {"fault": exception}, status=503)
        return None


def _has_an_onion_twin(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a reader in Tor Browser would find this very page at the onion address: a page that was looked at, and not of the desk.

    The header is for pages of the clear web; what is read at an onion address already is not sent elsewhere.
    """
    is_page = request.method == "GET" and response.status_code == HTTPStatus.OK and response.get("Content-Type", "").startswith("text/html")
    is_onion = request.get_host().partition(":")[0].endswith(".onion")
    return is_page and not is_onion and not request.path_info.startswith("/desk/")


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': page_to_come_back_to(request)})}")
