"""Pages that belong to no slice: the front, the desk's first page, the components, and what is shown when things go wrong."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from firsthand.documents.queries import public_editions
from firsthand.foundation.people.http import DeskRequest
from firsthand.site.desk_items import AT_WORK, DECISIONS, NEWS, gathered
from firsthand.site.sample import sample_forms, sample_page


def show_front(request: HttpRequest) -> HttpResponse:
    """What this network is, and what it published last."""
    return render(request, "front.html", {"editions": public_editions(now=timezone.now())[:3]})


def show_desk(request: DeskRequest) -> HttpResponse:
    """What waits for this person, what they need to know, and where they left off."""
    now = timezone.now()
    sections = {"decisions": DECISIONS, "news": NEWS, "at_work": AT_WORK}
    return render(request, "desk.html", {name: gathered(sources, request.user, now=now) for name, sources in sections.items()})


def show_components(request: DeskRequest) -> HttpResponse:
    """Every component in its states, on one page that is photographed by the tests."""
    return render(request, "components.html", {**sample_forms(), "page": sample_page()})


@csrf_exempt  # the public surface sets no cookie, so no token either; the worst a forger could do is change the language
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the reader's language for this browser session only, and go back to where they were."""
    chosen = request.POST.get("language", "")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = redirect(back)
    if check_for_language(chosen) and request.headers.get("Sec-Fetch-Site") != "cross-site":
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
