"""Who opened what, out of the ledger, for the team whose testimonies they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Q

from firsthand.evidence.models import Quote
from firsthand.evidence.queries.access import TEAM, testimonies_of
from firsthand.foundation.ledger.models import Entry
from firsthand.foundation.people.models import Person
from firsthand.intake.models import Attachment

KINDS = ("testimony-opened", "messages-opened", "quote-opened", "file-opened", "file-cleaned")
PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """One opening: which day, who (a chosen name, or a Ref where the account is gone), what kind, and the Ref of what was opened."""

    on: date
    who: str
    kind: str
    ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningsPage:
    rows: tuple[Opening, ...]
    page: Page[Entry]


def page_of_openings_for(person: Person, *, page: int | str = 1) -> OpeningsPage:
    """What was opened of the testimonies of this person's teams, by anybody, the latest first; a fixed number of queries."""
    mine = testimonies_of(person, *TEAM)
    quotes = Quote.objects.filter(testimony__in=mine)
    files = Attachment.objects.filter(testimony__in=mine)
    about = Q(subject__in=mine.values("ref")) | Q(subject__in=quotes.values("ref")) | Q(subject__in=files.values("item__ref"))
    shown = Paginator(Entry.objects.filter(about, kind__in=KINDS).order_by("-number"), PAGE).get_page(page)
    entries = list(shown.object_list)
    names = dict(Person.objects.filter(ref__in={entry.actor for entry in entries}).values_list("ref", "username"))
    rows = tuple(
        Opening(on=entry.on, who=names.get(entry.actor, entry.actor), kind=entry.kind, ref=entry.subject) for entry in entries
    )  # fmt: skip
    return OpeningsPage(rows=rows, page=shown)
