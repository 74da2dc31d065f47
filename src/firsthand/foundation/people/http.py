"""A request that passed the door of the desk: whoever sent it signed in with a second factor."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict

from firsthand.foundation.people.models import Person


class DeskRequest(HttpRequest):
    """The type of request that a view of the desk takes; the door (`site.middleware.DeskDoor`) made sure of the person."""

    user: Person


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent with a form, even if it is empty; None where a page is only looked at."""
    return request.POST if request.method == "POST" else None
