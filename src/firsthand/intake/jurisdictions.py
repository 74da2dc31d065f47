"""The law of which country is spoken of at a door: the texts that its organisation keeps, and who keeps them up to date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from firsthand.core.refusal import NotFound, NotValid
from firsthand.foundation.consents.actions import keep_limits, mark_limits_checked
from firsthand.foundation.consents.queries import LimitsCard, is_limits_code, limits_kept
from firsthand.foundation.people.models import Organisation, Person, Role
from firsthand.foundation.people.queries import organisations_where
from firsthand.intake import asked
from firsthand.intake.models import Door

MONTH = 30.44  # days


class JurisdictionNotRight(NotValid):
    code = "jurisdiction-not-right"
    sentence = "A text needs a country of the list and one of the languages in which your doors are shown."


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What stands on the page of limits. `code` names the text, `text` may be empty, `country` is empty for the general one.

    `countries` are those for which the organisation keeps a text: (code, name).
    """

    code: str
    text: str
    country: str
    countries: tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLimits:
    """A text as whoever keeps it sees it."""

    organisation: str
    owner: str
    jurisdiction: str
    country: str
    language: str
    version: int
    text: str
    checked_on: date
    is_stale: bool


def limits_at(door: Door, *, country: str, language: str) -> Limits:
    """The text for this country in the reader's language, else in another; the door's general text where there is none."""
    kept = limits_kept([door.organisation.ref])
    countries = {card.jurisdiction: asked.country_name(card.jurisdiction, language) for card in kept}
    fitting = [card for card in kept if card.jurisdiction == country]
    chosen = next((card for card in fitting if card.language == language), fitting[0] if fitting else None)
    return Limits(
        code=chosen.code if chosen else general_code(door),
        text=chosen.text if chosen else door.limits,
        country=chosen.jurisdiction if chosen else "",
        countries=tuple(sorted(countries.items(), key=lambda pair: str(pair[1]).casefold())),
    )


def limits_shown(door: Door, sent: str) -> str:
    """What is recorded as shown: the code that travelled with the form, if this organisation kept such a text, else the general one's."""
    if sent and sent != general_code(door) and is_limits_code(door.organisation.ref, sent):
        return sent
    return general_code(door)


def general_code(door: Door) -> str:
    """Names a door's general text, which never changes: another text is another door."""
    return f"door/{door.code}"


@transaction.atomic
def write_limits(*, organisation_id: int, jurisdiction: str, language: str, text: str, by: Person, now: datetime) -> None:
    """Keep a new version, which `by` has held against the law today; an empty text gives way to the general one.

    Raises:
        NotFound: `by` does not coordinate the organisation.
        JurisdictionNotRight: the country or the language is not of the list.
    """
    owner = _coordinated(by, organisation_id)
    if not asked.is_country(jurisdiction) or language not in dict(settings.LANGUAGES):
        raise JurisdictionNotRight
    keep_limits(owner=owner, jurisdiction=jurisdiction, language=language, text=text, by=by.ref, now=now)


@transaction.atomic
def confirm_limits(*, owner: str, jurisdiction: str, language: str, by: Person, now: datetime) -> None:
    """It was held against the law today and stands. Raises NotFound as above, and where there is no such text."""
    if owner not in {ref for _pk, ref, _name in _own(by)}:
        raise NotFound
    mark_limits_checked(owner=owner, jurisdiction=jurisdiction, language=language, by=by.ref, now=now)


def limits_for(person: Person, *, today: date, language: str) -> tuple[KeptLimits, ...]:
    """The texts of the organisations that this person coordinates, those that nobody checked for longest first; two queries."""
    names = {ref: name for _pk, ref, name in _own(person)}
    cards = (_kept(card, names[card.owner], today, language) for card in limits_kept(names))
    return tuple(sorted(cards, key=lambda card: (card.checked_on, card.country, card.language)))


def organisations_writing_limits(person: Person) -> tuple[tuple[int, str], ...]:
    """The organisations that this person coordinates: (id, name)."""
    return tuple((pk, name) for pk, _ref, name in _own(person))


def _kept(card: LimitsCard, organisation: str, today: date, language: str) -> KeptLimits:
    return KeptLimits(
        organisation=organisation,
        owner=card.owner,
        jurisdiction=card.jurisdiction,
        country=asked.country_name(card.jurisdiction, language),
        language=card.language,
        version=card.version,
        text=card.text,
        checked_on=card.checked_on,
        is_stale=card.checked_on < today - timedelta(days=settings.LIMITS_MONTHS * MONTH),
    )


def _own(person: Person) -> tuple[tuple[int, str, str], ...]:
    rows = Organisation.objects.filter(pk__in=organisations_where(person, Role.Name.COORDINATOR)).order_by("name")
    return tuple(rows.values_list("pk", "ref", "name"))


def _coordinated(person: Person, organisation_id: int) -> str:
    found = next((ref for pk, ref, _name in _own(person) if pk == organisation_id), "")
    if not found:
        raise NotFound
    return found
