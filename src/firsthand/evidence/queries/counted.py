"""Reading what is counted: coded testimonies as plain facts, and the frame they are counted in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from firsthand.core.consent import Audience, Use
from firsthand.core.crosstab import NOT_SAID, Category, Dimension
from firsthand.core.disclosure import Rules
from firsthand.evidence.counting import ELSEWHERE, Done, Told, has_several, year_categories
from firsthand.evidence.models import Act, Code, Information, Involvement
from firsthand.evidence.places import country_name
from firsthand.evidence.queries.codebook import merged_values
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


def coded_testimonies(organisation: Organisation) -> QuerySet[Testimony]:
    """The coded testimonies of an organisation's team, without those of which all is for the team only."""
    told = Information.objects.filter(testimony=OuterRef("pk"), confidentiality=Information.Confidentiality.AS_AGREED)
    return Testimony.objects.filter(Exists(told), door__team__owner=organisation.ref, withdrawn_at=None)


def countable_testimonies(organisation: Organisation, *, now: datetime) -> tuple[Testimony, ...]:
    """The coded testimonies of an organisation's team whose live grants allow statistics for the public at this moment."""
    rows = tuple(coded_testimonies(organisation).select_related("giver").order_by("pk"))
    allowed = subjects_allowing((row.ref for row in rows), use=Use.STATISTICS, audience=Audience.PUBLIC, now=now)
    return tuple(row for row in rows if row.ref in allowed)


def told_by(testimony_ids: Iterable[int]) -> tuple[Told, ...]:
    """What these testimonies tell, incident by incident, the first coded first; what is for the team only is left out. Four queries.

    A code that was merged counts as the one that took its place.
    """
    told = Information.objects.filter(testimony__in=set(testimony_ids), confidentiality=Information.Confidentiality.AS_AGREED)
    counts_as = merged_values()
    bound, loose = _perpetrators(told, counts_as)
    acts: defaultdict[int, list[Done]] = defaultdict(list)
    rows = Act.objects.filter(information__in=told).values_list(
        "information_id", "pk", "code__value", "affected_id", "affected__giver__ref"
    )
    for information, act, value, affected, giver in rows:
        acts[information].append(
            Done(act=counts_as.get(("act", value), value), person=giver or f"affected-{affected}", perpetrators=bound[act])
        )
    tellings = told.select_related("incident", "testimony__giver", "testimony__door__organisation", "place_type", "legal_setting")
    return tuple(
        Told(
            testimony=row.testimony.ref,
            incident=row.incident.ref,
            giver=row.testimony.giver.ref,
            organisation=row.testimony.door.organisation.ref,
            done=tuple(acts[row.pk]),
            in_incident=loose[row.pk],
            place_type=_counts_as(row.place_type, counts_as),
            legal_setting=_counts_as(row.legal_setting, counts_as),
            country=row.country,
            happened_on=row.happened_on,
        )
        for row in tellings.order_by("testimony_id", "pk")
    )


def frame_now(told: Iterable[Told], *, now: datetime) -> tuple[Dimension, ...]:
    """The dimensions and categories to count by from here on. People decide only whether a dimension lets them stand in several."""
    several = has_several(told) | _MULTIPLE
    codes: dict[str, list[Category]] = defaultdict(list)
    for row in Code.objects.filter(merged_into=None):
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


def _counts_as(code: Code | None, counts_as: Mapping[tuple[str, str], str]) -> str:
    """The value under which a code counts: its own, or that of the code which took its place."""
    return counts_as.get((code.list, code.value), code.value) if code else ""


def _perpetrators(
    told: QuerySet[Information], counts_as: Mapping[tuple[str, str], str]
) -> tuple[defaultdict[int, frozenset[str]], defaultdict[int, frozenset[str]]]:
    """Who did it, by act, and, where it was not told who did which, by telling."""
    bound: defaultdict[int, frozenset[str]] = defaultdict(frozenset)
    loose: defaultdict[int, frozenset[str]] = defaultdict(frozenset)
    rows = Involvement.objects.filter(information__in=told).values_list("information_id", "act_id", "perpetrator__value")
    for information, act, kind in rows:
        value = counts_as.get(("perpetrator", kind), kind)
        if act:
            bound[act] |= {value}
        else:
            loose[information] |= {value}
    return bound, loose
