"""What every template may know."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_bidi

from firsthand.foundation.vault.unlocking import is_unlocked
from firsthand.site.navigation import desk_links


def surface(request: HttpRequest) -> dict[str, object]:
    """The network's name, the reading direction, where the quick exit leads, and which base a page of no slice stands on.

    `quiet_base` is for pages shown when things go wrong: it asks the database nothing, and on intake it keeps the harmless title.
    """
    is_intake = request.path.startswith("/give/")
    is_desk = request.path.startswith("/desk/")
    known: dict[str, object] = {
        "network_name": settings.NETWORK_NAME,
        "direction": "rtl" if get_language_bidi() else "ltr",
        "quick_exit_url": settings.QUICK_EXIT_URL,
        "surface_name": "intake" if is_intake else "desk" if is_desk else "public",
        "quiet_base": "base/intake.html" if is_intake else "base/public.html",
        "surface_base": "base/intake.html" if is_intake else "base/desk.html" if is_desk else "base/public.html",
    }
    if is_desk:
        known["desk_links"] = desk_links(request.path)
        known["is_vault_unlocked"] = partial(is_unlocked, request)  # asked only by a template that shows it
    return known
