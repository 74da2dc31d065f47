"""The coarse areas that may be named."""

from __future__ import annotations

from firsthand.evidence.models import Area
from firsthand.evidence.places import country_name
from firsthand.foundation.people.models import Person, Role
from firsthand.foundation.people.queries import organisations_where


def areas_in_use() -> tuple[tuple[str, str], ...]:
    """(country:value, “label, country”) of the areas that may still be named, in the order of their countries."""
    rows = Area.objects.filter(retired_on=None)
    return tuple((f"{row.country}:{row.value}", f"{row.label}, {country_name(row.country)}") for row in rows)


def may_name_areas(person: Person) -> bool:
    """Whether this person coordinates an organisation, and so names areas for the whole network."""
    return bool(organisations_where(person, Role.Name.COORDINATOR))
