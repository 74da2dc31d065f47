"""Reading what is counted: coded testimonies as plain facts, and the frame they are counted in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from firsthand.core.consent import Audience, Use
from firsthand.core.crosstab import NOT_SAID, Category, Dimension
from firsthand.core.disclosure import Rules
from firsthand.evidence.counting import ELSEWHERE, Told, has_several, year_categories
from firsthand.evidence.models import Act, Code, Incident, Involvement
from firsthand.evidence.places import country_name
from firsthand.foundation.consents.queries import subjects_allowing
from firsthand.foundation.people.models import Organisation
from firsthand.intake.models import Testimony

_LABELS = {
    "act": "What happened",
    "perpetrator": "Who did it",
    "place-type": "Kind of place",
    "legal-setting": "Law at the place",
    "country": "Country",
    "year": "Year",
}
_MULTIPLE = frozenset({"act", "perpetrator"})


def countable_testimonies(organisation: Organisation, *, now: datetime) -> tuple[Testimony, ...]:
    """The coded testimonies of an organisation's team whose live grants allow statistics for the public at this moment."""
    coded = Testimony.objects.filter(door__team__owner=organisation.ref, withdrawn_at=None, incident__isnull=False)
    rows = tuple(coded.select_related("giver").order_by("pk"))
    allowed = subjects_allowing((row.ref for row in rows), use=Use.STATISTICS, audience=Audience.PUBLIC, now=now)
    return tuple(row for row in rows if row.ref in allowed)


def told_by(testimony_ids: Iterable[int]) -> tuple[Told, ...]:
    """What these testimonies say, the first given first; those without codes are left out. Three queries, however many."""
    ids = set(testimony_ids)
    acts = _values(Act.objects.filter(incident__testimony__in=ids).values_list("incident__testimony_id", "code__value"))
    who = _values(Involvement.objects.filter(incident__testimony__in=ids).values_list("incident__testimony_id", "perpetrator__value"))
    rows = Incident.objects.filter(testimony__in=ids).select_related(
        "testimony__giver", "testimony__door__organisation", "place_type", "legal_setting"
    )
    return tuple(
        Told(
            giver=row.testimony.giver.ref,
            organisation=row.testimony.door.organisation.ref,
            acts=acts[row.testimony_id],
            perpetrators=who[row.testimony_id],
            place_type=row.place_type.value if row.place_type else "",
            legal_setting=row.legal_setting.value if row.legal_setting else "",
            country=row.country,
            happened_on=row.happened_on,
        )
        for row in rows.order_by("testimony_id")
    )


def frame_now(told: Iterable[Told], *, now: datetime) -> tuple[Dimension, ...]:
    """The dimensions and categories to count by from here on. People decide only whether a dimension lets them stand in several."""
    several = has_several(told) | _MULTIPLE
    codes: dict[str, list[Category]] = defaultdict(list)
    for row in Code.objects.all():
        codes[row.list].append(Category(row.value, row.label))
    categories = {**codes, "country": _countries(), "year": list(year_categories(now))}
    return tuple(
        Dimension(key, label, (*categories.get(key, []), Category(NOT_SAID, "Not said")), is_multiple=key in several)
        for key, label in _LABELS.items()
    )


def rules() -> Rules:
    """The network's rules of disclosure, which its settings may only raise."""
    return Rules(threshold=settings.FIRSTHAND_THRESHOLD, organisations=settings.FIRSTHAND_ORGANISATIONS)


def _countries() -> list[Category]:
    rows = Organisation.objects.filter(is_active=True).exclude(country="").exclude(kind=Organisation.Kind.INSTITUTION)
    region_of = dict(rows.order_by("-pk").values_list("country", "region__name"))
    named = sorted((country_name(code, language=settings.LANGUAGE_CODE), code) for code in region_of)
    return [*(Category(code, name, region_of[code]) for name, code in named), Category(ELSEWHERE, "Elsewhere")]


def _values(pairs: Iterable[tuple[int, str]]) -> defaultdict[int, frozenset[str]]:
    found: defaultdict[int, frozenset[str]] = defaultdict(frozenset)
    for testimony_id, value in pairs:
        found[testimony_id] |= {value}
    return found
