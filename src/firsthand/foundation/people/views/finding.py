"""What an address names, for this reader: found, or the one answer that missing and forbidden things share; and what was sent."""

from __future__ import annotations

from django.http import QueryDict

from firsthand.core.refusal import NotFound
from firsthand.foundation.people.http import DeskRequest
from firsthand.foundation.people.models import Organisation, Person
from firsthand.foundation.people.queries import OrganisationCard, organisation_for, person_in


def open_organisation(request: DeskRequest, ref: str) -> tuple[Organisation, OrganisationCard]:
    """The organisation of this Ref, where the reader may open it."""
    found = organisation_for(request.user, ref)
    if found is None:
        raise NotFound
    return found


def coordinated_organisation(request: DeskRequest, ref: str) -> tuple[Organisation, OrganisationCard]:
    """The organisation of this Ref, where the reader decides who works in it."""
    row, card = open_organisation(request, ref)
    if not card.may_coordinate:
        raise NotFound
    return row, card


def coordinated_person(request: DeskRequest, ref: str, person_ref: str) -> tuple[Organisation, OrganisationCard, Person]:
    """A person of an organisation for which the reader decides."""
    row, card = coordinated_organisation(request, ref)
    person = person_in(row, person_ref)
    if person is None:
        raise NotFound
    return row, card, person


def sent(request: DeskRequest) -> QueryDict | None:
    """What was sent with a form, even if it is empty; None where a page is only looked at."""
    return request.POST if request.method == "POST" else None
