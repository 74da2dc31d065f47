"""A request that passed the door of the desk: whoever sent it signed in with a second factor."""

from __future__ import annotations

from django.http import HttpRequest

from firsthand.foundation.people.models import Person


class DeskRequest(HttpRequest):
    """The type of request that a view of the desk takes; the door (`site.middleware.DeskDoor`) made sure of the person."""

    user: Person
