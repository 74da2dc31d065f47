"""What may stand beside a quote: never a name, and nothing that could mean only a few people."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from firsthand.evidence.places import country_name


def descriptions(*, language: str, country: str = "") -> tuple[str, ...]:
    """Safe descriptions in the quote's language. Name a country only where enough people of it spoke (the caller counts them)."""
    with override(language):
        found = (_("Someone who told us what happened to them"), _("A sex worker"), _("A member of our community"))
        if not country:
            return found
        return (*found, _("Someone in %(country)s") % {"country": country_name(country, language=language)})
