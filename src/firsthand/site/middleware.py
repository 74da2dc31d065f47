"""What every request passes: headers that protect the reader, the door of the desk, and refusals turned into pages."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from firsthand.core.refusal import Fault, NotFound, NotNow, NotPermitted, NotReleasable, NotValid, Refusal
from firsthand.foundation.people.queries import has_second_factor

Next = Callable[[HttpRequest], HttpResponse]

_status: dict[type[Refusal], int] = {NotPermitted: 404, NotFound: 404, NotNow: 409, NotReleasable: 409, NotValid: 422}


class PrivacyHeaders:
    """Nothing of the desk or of intake is kept by a browser or a proxy; no page may use the device's sensors."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), browsing-topics=()")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.path.startswith(("/desk/", "/give/")):
            response.headers["Cache-Control"] = "no-store"
        return response


class DeskDoor:
    """The desk opens to a person who signed in and has a second factor; everything else under /desk/ leads to the door."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/desk/") or request.path.startswith("/desk/account/"):
            return self.get_response(request)
        if not request.user.is_authenticated:
            return redirect(f"{reverse('account_login')}?next={request.path}")
        if not has_second_factor(request.user):
            return redirect("mfa_index")
        return self.get_response(request)


class Refusals:
    """One place that turns a refusal into a page. A missing thing and a forbidden one look alike."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for a refusal or a fault; None lets a bug be a bug."""
        if isinstance(exception, Refusal):
            status = next(status for kind, status in _status.items() if isinstance(exception, kind))
            return render(request, "refused.html", {"refusal": exception, "status": status}, status=status)
        if isinstance(exception, Fault):
            return render(request, "broken.html", {"fault": exception}, status=503)
        return None
