"""The coarse areas that may be named."""

from __future__ import annotations

from firsthand.evidence.models import Area
from firsthand.evidence.places import country_name


def areas_in_use() -> tuple[tuple[str, str], ...]:
    """(country:value, “label, country”) of the areas that may still be named, in the order of their countries."""
    rows = Area.objects.filter(retired_on=None)
    return tuple((f"{row.country}:{row.value}", f"{row.label}, {country_name(row.country)}") for row in rows)
