"""Pages that belong to no slice: the front, the desk's first page, the components, and what is shown when things go wrong."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST


def show_front(request: HttpRequest) -> HttpResponse:
    return render(request, "front.html")


def show_desk(request: HttpRequest) -> HttpResponse:
    return render(request, "desk.html")


def show_components(request: HttpRequest) -> HttpResponse:
    return render(request, "components.html")


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the reader's language for this browser session only, and go back to where they were."""
    chosen = request.POST.get("language", "")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = redirect(back)
    if check_for_language(chosen):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, httponly=True, samesite="Strict", secure=settings.IS_HTTPS)
    return response


def show_bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "bad_request.html", status=400)


def show_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "not_found.html", status=404)


def show_broken(request: HttpRequest) -> HttpResponse:
    return render(request, "broken.html", status=500)


def refuse_forgery(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from our own page, or whose page was open too long."""
    return render(request, "stale_form.html", status=403)
