"""What a giver agreed to, as it can be proved, and whose yes ends soon; for the evidence team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from firsthand.core.refusal import NotFound
from firsthand.evidence.queries.access import TEAM, organisation_refs_where, testimonies_of
from firsthand.evidence.queries.testimonies import uses_named
from firsthand.foundation.consents.queries import AskAgain, AssistanceCard, GrantRecord, assistance_of, record_of, waiting_to_be_asked
from firsthand.foundation.people.models import Person
from firsthand.intake.models import Door


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentCard:
    """A testimony's answers. `assisted_by` is the name of who helped, empty where the giver was alone."""

    testimony_ref: str
    received_on: date
    answers: tuple[tuple[str, GrantRecord], ...]
    assistance: AssistanceCard | None
    assisted_by: str
    read_aloud: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskAgainRow:
    ref: str
    uses: tuple[str, ...]
    until: date


def consent_card_for(person: Person, ref: str, *, now: datetime) -> ConsentCard:
    """What the giver of one testimony answered.

    Raises:
        NotFound: there is none, or this person is not of the team that it was given to.
    """
    row = testimonies_of(person, *TEAM).filter(ref=ref).first()
    if row is None:
        raise NotFound
    assistance = assistance_of(ref)
    helper = Person.objects.filter(ref=assistance.assisted_by).first() if assistance else None
    answers = record_of(ref, now=now)
    return ConsentCard(
        testimony_ref=ref,
        received_on=row.received_on,
        answers=tuple(zip(uses_named(answer.use for answer in answers), answers, strict=True)),
        assistance=assistance,
        assisted_by=helper.username if helper else "",
        read_aloud=uses_named(assistance.read_aloud) if assistance else (),
    )


def ask_again_for(person: Person, *, now: datetime) -> tuple[AskAgainRow, ...]:
    """The testimonies of this person's teams whose giver should be asked again, the nearest end first; a fixed number of queries."""
    mine = testimonies_of(person, *TEAM).filter(withdrawn_at=None).values_list("ref", flat=True)
    return tuple(_row(ask) for ask in waiting_to_be_asked(mine, now=now))


def doors_for(person: Person) -> tuple[tuple[str, str], ...]:
    """The open doors through which this person's teams receive: (code, organisation)."""
    refs = organisation_refs_where(person, *TEAM)
    rows = Door.objects.filter(team__owner__in=refs, is_open=True).select_related("organisation").order_by("organisation__name", "pk")
    return tuple((row.code, row.organisation.name) for row in rows)


def _row(ask: AskAgain) -> AskAgainRow:
    return AskAgainRow(ref=ask.subject, uses=uses_named(ask.uses), until=ask.until)
