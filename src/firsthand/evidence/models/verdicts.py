"""What a second person says about a figure or a quote."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    """Given once, by someone else than who made the thing, and not taken back: a new figure or quote is made instead."""

    WAITING = "waiting", _("Waiting for a second reader")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
