"""What every template may know."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_bidi


def surface(_request: HttpRequest) -> dict[str, object]:
    """The network's name, the reading direction, and where the quick exit leads."""
    return {
        "network_name": settings.NETWORK_NAME,
        "direction": "rtl" if get_language_bidi() else "ltr",
        "quick_exit_url": settings.QUICK_EXIT_URL,
    }
