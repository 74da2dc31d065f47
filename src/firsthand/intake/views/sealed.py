"""The path of a giver whose browser runs our scripts: all questions on one page, sealed there, and sent once.

The answers never reach the server in the clear, not even for a moment. The page asks for nothing between being opened and being sent.
"""

from __future__ import annotations

import base64

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from firsthand.foundation.vault.arriving import read_sealed_content, read_sealed_key
from firsthand.intake import floods, slip
from firsthand.intake.actions import Receipt, receipt_of_form
from firsthand.intake.forms.steps import EARLIEST, name_of
from firsthand.intake.jurisdictions import limits_shown
from firsthand.intake.paths import Chosen
from firsthand.intake.queries import open_door_named, open_door_to_send_to
from firsthand.intake.receiving import KIND, VERSION, SlipSpent, receive_sealed
from firsthand.intake.views import steps

TO_RENEW = 409
TO_MEND = 422


@require_http_methods(["GET", "POST"])
def tell(request: HttpRequest, code: str) -> HttpResponse:
    """Every question of the way that was chosen, shown one by one by a script; without scripts, the way to the other form."""
    return _show_blank(request, code)


@require_http_methods(["GET", "POST"])
def send_sealed(request: HttpRequest, code: str) -> HttpResponse:
    """Keep what arrives sealed, and show the receipt, once. Only the uses are read: they say what may be done, not what was told."""
    door = open_door_to_send_to(code)
    if request.method == "GET":
        return redirect("intake:start", code=code)
    uses = steps.uses_form(request.POST)
    own = slip.read(request.POST.get("slip", ""))
    if own is None or not uses.is_valid():
        return _show_blank(request, code, status=TO_RENEW if own is None else TO_MEND)
    weather, form, now = floods.weather_at(door), request.POST["slip"], timezone.now()
    if weather.is_full or weather.is_flood:
        before = receipt_of_form(own.number, _language())
        if before:
            return _show_receipt(request, code, before)
        if weather.is_full:
            raise floods.DoorFull
        if not floods.is_let_through(door, form, work=request.POST.get("work", ""), wait="", now=now):
            return _show_blank(request, code, status=TO_RENEW)  # with a new slip and its puzzle
    content, key = read_sealed_content(request.POST.get("content", "")), read_sealed_key(request.POST.get("key", ""))
    try:
        receipt = receive_sealed(
            door=door,
            slip=own,
            content=content,
            sealed_key=key,
            uses=uses.uses(),
            chosen=Chosen(
                path=uses.way.path,
                apart=floods.IN_A_FLOOD if weather.is_flood else "",
                limits_shown=limits_shown(door, steps.limits_in(request.POST)),
            ),
            language=_language(),
            now=now,
        )
    except SlipSpent:
        return _show_blank(request, code, status=TO_RENEW)
    if receipt.is_new:
        floods.note_taken(door)
    return _show_receipt(request, code, receipt)


def _show_receipt(request: HttpRequest, code: str, receipt: Receipt) -> HttpResponse:
    shown = {"receipt_words": receipt.words.reveal().split(), "testimony_ref": receipt.testimony_ref, "is_new": receipt.is_new}
    return render(request, "intake/receipt.html", {**shown, "code": code, "is_sealed_there": True})


def _show_blank(request: HttpRequest, code: str, *, status: int = 200) -> HttpResponse:
    door = open_door_named(code)
    token, ref = slip.drawn(door.team)
    today = timezone.now().date()
    way = steps.way_in(request.POST)
    asked = steps.steps_of(way)
    only_way = QueryDict(f"path={way.path}")
    context = {
        "puzzle": floods.puzzle_for(door, token, timezone.now()) if floods.weather_at(door).is_flood else "",
        "bits": floods.BITS,
        "limits": steps.limits_in(request.POST),
        "code": code,
        "way": way,
        "needs": [name_of(use) for use in sorted(way.needs)],
        "sections": [(place, step, steps.blank_form(step, only_way)) for place, step in enumerate(asked, 1)],
        "places": len(asked) + 1,
        "slip": token,
        "row": {"ref": ref, "kind": KIND, "version": VERSION},
        "public_key": base64.urlsafe_b64encode(bytes(door.team.public_key)).decode("ascii"),
        "years": {"first": EARLIEST, "last": today.year},
        "today": today,
    }
    return render(request, "intake/tell.html", context, status=status)


def _language() -> str:
    return get_language() or "en"
