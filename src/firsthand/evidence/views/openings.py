"""Opening many testimonies asks again who sits there; and the page on which a team sees who opened what."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from firsthand.evidence.queries import organisations_coded_by, page_of_openings_for
from firsthand.foundation.people.http import DeskRequest
from firsthand.foundation.people.stepup import is_stepped_up, lead_to_step_up
from firsthand.foundation.vault.unlocking import is_unlocked

AN_HOUR = 3600
WINDOW = "openings"  # in the session: since when is counted, and which Refs were opened since

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def opening_counted(view: View) -> View:
    """Let a view open the testimony of its `ref`, unless this session opened as many within an hour as FIRSTHAND_OPENINGS allows.

    Then the person shows again that it is they, with their second factor, and as many more are open to them. A telephone that was
    taken while the vault stood open gives a few testimonies, not all. One that was opened already can be opened again.
    """

    @wraps(view)
    def guarded(request: DeskRequest, *args: Any, ref: str, **kwargs: Any) -> HttpResponseBase:
        if is_unlocked(request) and not _may_open(request, ref):
            many = _("%(number)s testimonies were opened here within an hour. Before more are, show that it is you.")
            messages.info(request, many % {"number": settings.OPENINGS_AN_HOUR})
            return lead_to_step_up(request)
        return view(request, *args, ref=ref, **kwargs)

    return guarded  # type: ignore[return-value]


def _may_open(request: DeskRequest, ref: str) -> bool:
    now = int(timezone.now().timestamp())
    since, opened = request.session.get(WINDOW, (now, []))
    if not 0 <= now - since < AN_HOUR:
        since, opened = now, []
    if ref not in opened:
        if len(opened) >= settings.OPENINGS_AN_HOUR:
            if not is_stepped_up(request):
                return False
            since, opened = now, []
        request.session[WINDOW] = (since, [*opened, ref])
    return True


@require_safe
def list_openings(request: DeskRequest) -> HttpResponse:
    """Who opened which words, the latest first, for everyone of the team to see."""
    shown = page_of_openings_for(request.user, page=request.GET.get("page", "1"))
    context = {"shown": shown, "page": shown.page, "teams": organisations_coded_by(request.user), "most": settings.OPENINGS_AN_HOUR}
    return render(request, "evidence/list_openings.html", context)
