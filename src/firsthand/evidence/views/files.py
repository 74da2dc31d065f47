"""Files of a testimony: the original or a cleaned copy, for someone who has unlocked. Sent as a form, so that each is meant."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from firsthand.evidence.actions import clean_file, open_file
from firsthand.evidence.actions.files import OpenedFile
from firsthand.evidence.cleaning import CannotBeCleaned, TooLargeToClean
from firsthand.evidence.queries import card_of_testimony_for
from firsthand.evidence.views.openings import opening_counted
from firsthand.evidence.views.unlocking import key_for, to_unlock_from
from firsthand.foundation.people.http import DeskRequest


@require_POST
@opening_counted
def download(request: DeskRequest, ref: str, file_ref: str) -> HttpResponseBase:
    """The original, as it was sent."""
    card = card_of_testimony_for(request.user, ref, now=timezone.now())
    with_key = key_for(request, card.team)
    if with_key is None:
        return to_unlock_from("evidence:show-testimony", ref)
    return _sent(open_file(testimony_ref=ref, file_ref=file_ref, with_key=with_key, by=request.user, now=timezone.now()))


@require_POST
@opening_counted
def clean(request: DeskRequest, ref: str, file_ref: str) -> HttpResponseBase:
    """A copy without what stands beside the content, or why there is none."""
    card = card_of_testimony_for(request.user, ref, now=timezone.now())
    with_key = key_for(request, card.team)
    if with_key is None:
        return to_unlock_from("evidence:show-testimony", ref)
    try:
        copy = clean_file(testimony_ref=ref, file_ref=file_ref, with_key=with_key, by=request.user, now=timezone.now())
    except (CannotBeCleaned, TooLargeToClean) as refusal:
        context = {"card": card, "file_ref": file_ref, "refusal": refusal}
        return render(request, "evidence/not_cleaned.html", context, status=409)
    return _sent(copy)


def _sent(opened: OpenedFile) -> HttpResponse | StreamingHttpResponse:
    answer = StreamingHttpResponse(opened.content, content_type="application/octet-stream")
    answer.headers["Content-Length"] = str(opened.size)
    named = content_disposition_header(as_attachment=True, filename=opened.name.reveal() or "file")
    answer.headers["Content-Disposition"] = named or "attachment"
    return answer
